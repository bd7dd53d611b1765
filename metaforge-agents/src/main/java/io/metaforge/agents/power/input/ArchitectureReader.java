package io.metaforge.agents.power.input;

import io.metaforge.agents.power.input.Architecture.Block;
import io.metaforge.agents.power.input.Architecture.Cell;
import io.metaforge.agents.power.input.Architecture.Charger;
import io.metaforge.agents.power.input.Architecture.Device;
import io.metaforge.agents.power.input.Architecture.Mode;
import io.metaforge.agents.power.input.Architecture.Rail;
import io.metaforge.agents.power.input.Architecture.Regulator;
import io.metaforge.agents.power.input.Architecture.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code architecture.json}. People edit the file: whatever is wrong, also a reference that leads nowhere, is refused
 * with the place and what was expected there. Members this skill does not need are ignored.
 */
public final class ArchitectureReader {

    private static final Set<String> KINDS = Set.of("ldo", "buck", "boost", "buck-boost");

    private final Map<String, Boolean> regulators = new HashMap<>();
    private final Map<String, Double> windows = new HashMap<>();
    private final Set<String> references = new HashSet<>();
    private final Set<String> rails = new HashSet<>();

    private ArchitectureReader() {}

    /**
     * Reads the document.
     *
     * @param file path in the workspace, for messages
     * @param json UTF-8, with or without byte order mark
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code VALIDATION} where it is not JSON or not of the
     *     format
     */
    public static Architecture read(String file, byte[] json) {
        return new ArchitectureReader().document(JsonPlace.read(file, json));
    }

    private Architecture document(JsonPlace root) {
        root.version(Architecture.VERSION);
        List<Device> devices = new ArrayList<>();
        List<JsonPlace> parts = root.objects("parts");
        List<JsonPlace> railPlaces = root.objects("rails");
        for (JsonPlace rail : railPlaces) {
            rails.add(rail.text("name"));
        }
        for (JsonPlace part : parts) {
            devices.add(device(part));
        }
        List<Source> sources = new ArrayList<>();
        for (JsonPlace source : root.objects("sources")) {
            sources.add(source(source));
        }
        List<Rail> read = new ArrayList<>();
        Set<String> before = new HashSet<>();
        for (JsonPlace place : railPlaces) {
            Rail rail = rail(place, before);
            if (rail.met() && !before.add(rail.name())) {
                throw place.refusal("name", "a name that no other supplied rail has");
            }
            read.add(rail);
        }
        List<Block> blocks = new ArrayList<>();
        for (JsonPlace block : root.objects("blocks")) {
            blocks.add(new Block(
                    block.text("function"), block.text("title"), block.text("status"), block.texts("requirements")));
        }
        List<String> covered = new ArrayList<>();
        for (JsonPlace coverage : root.objects("coverage")) {
            covered.add(coverage.text("requirement"));
        }
        return new Architecture(root.object("project").text("name"), devices, sources, read, blocks, covered);
    }

    private Device device(JsonPlace place) {
        String reference = place.text("ref");
        if (!references.add(reference)) {
            throw place.refusal("ref", "a reference that no other part has");
        }
        List<Mode> modes = new ArrayList<>();
        for (JsonPlace current : place.objects("currents")) {
            if (!current.text("unit").equals("mA")) {
                throw current.refusal("unit", "\"mA\"");
            }
            modes.add(new Mode(current.text("mode"), current.number("value"), current.optionalText("at")));
        }
        String rail = place.optionalText("rail");
        if (!rail.isEmpty() && !rails.contains(rail)) {
            throw place.refusal("rail", "the name of one of the rails");
        }
        Regulator regulator = regulator(place.optionalObject("regulator"));
        regulators.put(reference, regulator != null);
        JsonPlace charger = place.optionalObject("charger");
        return new Device(
                reference,
                place.text("mpn"),
                place.text("title"),
                place.count("quantity"),
                place.texts("functions"),
                place.texts("requirements"),
                rail,
                modes,
                regulator,
                cell(place.optionalObject("cell")),
                charger == null
                        ? null
                        : new Charger(
                                charger.optionalText("kind"),
                                charger.quantity("max", "mA"),
                                place.optionalText("note").matches(".*\\bexternal\\b.*MOSFETs?\\b.*")),
                place.optionalObject("mains") != null,
                place.optionalText("datasheet"));
    }

    private static @Nullable Regulator regulator(@Nullable JsonPlace place) {
        if (place == null) {
            return null;
        }
        String kind = place.text("kind");
        if (!KINDS.contains(kind)) {
            throw place.refusal("kind", "one of ldo buck boost buck-boost");
        }
        JsonPlace efficiency = place.optionalObject("efficiency");
        Double share = null;
        if (efficiency != null) {
            share = efficiency.number("value");
            if (!(share > 0 && share <= 1)) {
                throw efficiency.refusal("value", "a share above 0 and at most 1");
            }
        }
        return new Regulator(
                kind,
                share,
                efficiency == null ? "" : efficiency.optionalText("at"),
                place.quantity("quiescent", "mA"));
    }

    private static @Nullable Cell cell(@Nullable JsonPlace place) {
        if (place == null) {
            return null;
        }
        Double capacity = place.quantity("capacity", "mAh");
        if (capacity == null || capacity <= 0) {
            throw place.refusal("capacity", "a capacity in mAh, above 0");
        }
        JsonPlace self = place.optionalObject("self_discharge");
        return new Cell(
                place.text("chemistry"),
                capacity,
                place.object("capacity").optionalText("at"),
                place.quantity("nominal", "V"),
                place.quantity("max", "mA"),
                place.quantity("self_discharge", "%/year"),
                self == null ? "" : self.optionalText("at"));
    }

    private Source source(JsonPlace place) {
        JsonPlace volts = place.object("volts");
        double min = volts.number("min");
        double max = volts.number("max");
        if (max < min) {
            throw volts.refusal("max", "not below min");
        }
        String part = place.optionalText("part");
        if (!part.isEmpty() && !references.contains(part)) {
            throw place.refusal("part", "the reference of one of the parts");
        }
        return new Source(place.text("name"), min, max, part, place.flag("feeds_rails"), place.texts("requirements"));
    }

    /** Returns what a rail without a regulator loses against the one that feeds it: its window reaches that much lower. */
    private double drop(JsonPlace place, double volts, String from, String regulator) {
        JsonPlace window = place.optionalObject("window");
        if (window == null || from.isEmpty() || !regulator.isEmpty()) {
            windows.put(place.text("name"), window == null ? volts : window.number("min"));
            return 0;
        }
        double lowest = window.number("min");
        windows.put(place.text("name"), lowest);
        return Math.max(0, windows.getOrDefault(from, lowest) - lowest);
    }

    private Rail rail(JsonPlace place, Set<String> before) {
        boolean met = place.flag("met");
        double volts = place.number("volts");
        if (volts <= 0) {
            throw place.refusal("volts", "above 0");
        }
        String from = place.optionalText("from");
        if (!from.isEmpty() && !before.contains(from)) {
            throw place.refusal("from", "the name of a rail that stands before this one");
        }
        String regulator = place.optionalText("regulator");
        if (!regulator.isEmpty() && !regulators.getOrDefault(regulator, false)) {
            throw place.refusal("regulator", "the reference of a regulator among the parts");
        }
        return new Rail(
                place.text("name"),
                met,
                volts,
                from,
                regulator,
                place.quantity("available", "mA"),
                place.quantity("with_margin", "mA"),
                drop(place, volts, from, regulator),
                place.texts("requirements"));
    }
}
