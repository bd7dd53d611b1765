package io.metaforge.agents.architecture.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts to choose from. Immutable. */
public final class Catalogue {

    /** The groups of built-in parts, one file each, in the order they are read in. */
    static final List<String> GROUPS = List.of(
            "mcu",
            "radio",
            "regulator",
            "charger",
            "battery",
            "power",
            "sensor",
            "gnss",
            "analog",
            "memory",
            "interface",
            "connector",
            "driver",
            "display",
            "audio");

    private final Map<String, Part> parts;

    private Catalogue(Map<String, Part> parts) {
        this.parts = parts;
    }

    private static final class BuiltIn {
        static final Catalogue INSTANCE = read();

        private static Catalogue read() {
            List<Part> all = new ArrayList<>();
            for (String group : GROUPS) {
                all.addAll(CatalogueReader.resource(group + ".json"));
            }
            return of(all);
        }
    }

    /** Returns the parts that come with this module; read once. */
    public static Catalogue builtIn() {
        return BuiltIn.INSTANCE;
    }

    /**
     * Returns a catalogue of {@code parts}, in their order.
     *
     * @throws IllegalArgumentException where a part number comes twice or a companion is missing
     */
    public static Catalogue of(List<Part> parts) {
        Map<String, Part> byNumber = new LinkedHashMap<>();
        for (Part part : parts) {
            if (byNumber.put(part.mpn(), part) != null) {
                throw new IllegalArgumentException("part number twice: " + part.mpn());
            }
        }
        for (Part part : parts) {
            for (String companion : part.companions()) {
                if (!byNumber.containsKey(companion)) {
                    throw new IllegalArgumentException(part.mpn() + " needs " + companion + ", which is missing");
                }
            }
        }
        return new Catalogue(Collections.unmodifiableMap(byNumber));
    }

    /**
     * Returns these parts with those of a workspace's {@code parts.csv}, which changes built-in parts and adds others.
     *
     * @param file path in the workspace, for messages and documents
     * @param csv UTF-8, with or without byte order mark
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code VALIDATION} where the file is not as
     *     documented, with each line and column
     */
    public Catalogue with(String file, byte[] csv) {
        return of(PartsFile.apply(file, csv, this));
    }

    /** Returns all parts. */
    public List<Part> parts() {
        return List.copyOf(parts.values());
    }

    /** Returns the parts that can do {@code function}. */
    public List<Part> doing(String function) {
        return parts.values().stream().filter(part -> part.does(function)).toList();
    }

    /** Finds a part by its number. */
    public Optional<Part> find(String mpn) {
        return Optional.ofNullable(parts.get(mpn));
    }
}
