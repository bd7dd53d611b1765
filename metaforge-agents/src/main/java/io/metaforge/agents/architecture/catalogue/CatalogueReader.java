package io.metaforge.agents.architecture.catalogue;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the catalogue's JSON files, which ship with this module: a mistake in them is a fault of the build. */
final class CatalogueReader {

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private CatalogueReader() {}

    private static final class Entries {
        static final Map<String, ObjectNode> BY_NUMBER = read();

        private static Map<String, ObjectNode> read() {
            Map<String, ObjectNode> entries = new LinkedHashMap<>();
            for (String group : Catalogue.GROUPS) {
                for (JsonNode node : nodes(group + ".json")) {
                    entries.put(text(node, "mpn"), (ObjectNode) node);
                }
            }
            return entries;
        }
    }

    static List<Part> resource(String name) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode node : nodes(name)) {
            parts.add(part(node));
        }
        return parts;
    }

    private static JsonNode nodes(String name) {
        try (InputStream in = CatalogueReader.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no catalogue file " + name);
            }
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("catalogue file " + name, e);
        }
    }

    /** Returns a copy of the entry of a built-in part; null where there is none. */
    static @Nullable ObjectNode entry(String mpn) {
        ObjectNode entry = Entries.BY_NUMBER.get(mpn);
        return entry == null ? null : entry.deepCopy();
    }

    /** Returns the part of an entry that a row of {@code parts.csv} filled in, with what is still not known of it. */
    static Part listed(ObjectNode entry, Listing listing) {
        ArrayNode unknown = JSON.createArrayNode();
        Completeness.missing(part(entry)).forEach(unknown::add);
        entry.set("unknown", unknown);
        return part(entry, listing);
    }

    private static Part part(JsonNode node) {
        return part(node, null);
    }

    private static Part part(JsonNode node, @Nullable Listing listing) {
        JsonNode size = node.path("size");
        return new Part(
                text(node, "mpn"),
                text(node, "maker"),
                text(node, "title"),
                strings(node, "functions"),
                strings(node, "families"),
                strings(node, "names"),
                range(node.path("supply")),
                currents(node.path("currents")),
                range(node.path("temperature")),
                text(node, "package"),
                land(node),
                size.isArray() ? size.get(0).doubleValue() : null,
                size.isArray() ? size.get(1).doubleValue() : null,
                strings(node, "bus"),
                strings(node, "addresses"),
                counts(node.path("provides")),
                counts(node.path("needs")),
                figures(node.path("figures")),
                conditions(node.path("figures")),
                regulator(node.path("regulator")),
                charger(node.path("charger")),
                cell(node.path("cell")),
                mains(node.path("output")),
                strings(node, "companions"),
                price(node.path("price")),
                text(node, "datasheet"),
                node.path("note").asText(""),
                strings(node, "unknown"),
                listing);
    }

    private static Land land(JsonNode node) {
        JsonNode pins = node.path("pins");
        return new Land(
                pins.isInt() ? (Integer) pins.intValue() : null,
                node.path("footprint").asText(""),
                node.path("symbol").asText(""));
    }

    private static @Nullable Regulator regulator(JsonNode node) {
        if (node.isMissingNode()) {
            return null;
        }
        List<Double> outputs = new ArrayList<>();
        node.path("out").forEach(v -> outputs.add(v.doubleValue()));
        JsonNode span = node.path("outRange");
        return new Regulator(
                text(node, "kind"),
                inputRange(node),
                outputs,
                span.isArray()
                        ? new Range(span.get(0).doubleValue(), span.get(1).doubleValue())
                        : null,
                number(node, "maxmA"),
                number(node, "dropout"),
                number(node, "quiescentmA"),
                number(node, "fullCurrentFrom"),
                number(node, "switchmA"),
                number(node.path("efficiency"), "value"),
                node.path("efficiency").path("at").asText(""));
    }

    private static @Nullable Charger charger(JsonNode node) {
        if (node.isMissingNode()) {
            return null;
        }
        List<Integer> cells = new ArrayList<>();
        node.path("cells").forEach(v -> cells.add(v.intValue()));
        return new Charger(
                node.path("kind").asText(""),
                inputRange(node),
                strings(node, "chemistries"),
                cells,
                range(node.path("battery")),
                number(node, "maxmA"),
                node.path("stepsUp").booleanValue(),
                node.path("mppt").booleanValue());
    }

    private static @Nullable Cell cell(JsonNode node) {
        return node.isMissingNode()
                ? null
                : new Cell(
                        text(node, "chemistry"),
                        text(node, "format"),
                        required(range(node), "cell"),
                        number(node, "nominal"),
                        required(number(node, "mAh"), "mAh"),
                        node.path("mAhAt").asText(""),
                        number(node, "maxmA"),
                        number(node.path("selfDischarge"), "percentPerYear"),
                        node.path("selfDischarge").path("at").asText(""));
    }

    private static @Nullable MainsSupply mains(JsonNode node) {
        return node.isMissingNode()
                ? null
                : new MainsSupply(
                        inputRange(node),
                        required(number(node, "voltage"), "voltage"),
                        required(number(node, "maxmA"), "maxmA"));
    }

    private static @Nullable Price price(JsonNode node) {
        if (node.isMissingNode()) {
            return null;
        }
        List<Price.Break> breaks = new ArrayList<>();
        for (JsonNode at : node.isArray() ? node : List.of(node)) {
            breaks.add(new Price.Break(
                    at.path("USD").decimalValue(),
                    at.path("quantity").intValue(),
                    at.path("year").intValue()));
        }
        return Price.of(breaks);
    }

    private static List<Current> currents(JsonNode node) {
        List<Current> currents = new ArrayList<>();
        for (JsonNode current : node) {
            currents.add(new Current(
                    text(current, "mode"),
                    required(number(current, "mA"), "mA"),
                    current.path("at").asText("")));
        }
        return currents;
    }

    private static Range inputRange(JsonNode node) {
        return new Range(required(number(node, "inMin"), "inMin"), required(number(node, "inMax"), "inMax"));
    }

    private static @Nullable Range range(JsonNode node) {
        return node.isMissingNode()
                ? null
                : new Range(required(number(node, "min"), "min"), required(number(node, "max"), "max"));
    }

    private static Map<String, Integer> counts(JsonNode node) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        node.properties()
                .forEach(member -> counts.put(member.getKey(), member.getValue().intValue()));
        return Collections.unmodifiableMap(counts);
    }

    private static Map<String, Double> figures(JsonNode node) {
        Map<String, Double> figures = new LinkedHashMap<>();
        node.properties().forEach(member -> {
            JsonNode value = member.getValue();
            JsonNode number = value.isObject() ? value.path("value") : value;
            figures.put(
                    member.getKey(),
                    required(number.isNumber() ? number : null, member.getKey()).doubleValue());
        });
        return Collections.unmodifiableMap(figures);
    }

    /** Returns the conditions of figures that are written as value and condition. */
    private static Map<String, String> conditions(JsonNode node) {
        Map<String, String> conditions = new LinkedHashMap<>();
        node.properties().forEach(member -> {
            if (member.getValue().isObject()) {
                conditions.put(member.getKey(), text(member.getValue(), "at"));
            }
        });
        return Collections.unmodifiableMap(conditions);
    }

    private static List<String> strings(JsonNode node, String name) {
        List<String> values = new ArrayList<>();
        node.path(name).forEach(value -> values.add(value.textValue()));
        return List.copyOf(values);
    }

    private static String text(JsonNode node, String name) {
        return required(node.path(name).textValue(), name);
    }

    private static @Nullable Double number(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isNumber() ? (Double) value.doubleValue() : null;
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalStateException("catalogue entry without " + name);
        }
        return value;
    }
}
