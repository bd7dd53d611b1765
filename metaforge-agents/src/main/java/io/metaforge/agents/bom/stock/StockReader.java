package io.metaforge.agents.bom.stock;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.agents.bom.circuit.Values;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code stock.json}, which ships with this module: a mistake in it is a fault of the build. */
final class StockReader {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private StockReader() {}

    static Stock resource(String name) {
        try (InputStream in = StockReader.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no file " + name);
            }
            JsonNode root = JSON.readTree(in);
            List<ResistorSeries> resistors = new ArrayList<>();
            for (JsonNode node : root.path("resistors")) {
                resistors.add(new ResistorSeries(
                        text(node, "package"),
                        text(node, "footprint"),
                        node.path("watts").doubleValue(),
                        node.path("min").doubleValue(),
                        node.path("max").doubleValue(),
                        maker(node.path("first")),
                        maker(node.path("second")),
                        JsonNumbers.prices(node.path("price"))));
            }
            JsonNode surge = root.path("surge");
            List<String> standoff = new ArrayList<>();
            surge.path("standoff").forEach(volts -> standoff.add(volts.textValue()));
            List<Item> items = new ArrayList<>();
            for (JsonNode node : root.path("items")) {
                items.add(item(node));
            }
            return new Stock(
                    resistors,
                    new Stock.Surge(
                            text(surge, "maker"),
                            text(surge, "secondMaker"),
                            text(surge, "prefix"),
                            text(surge, "suffix"),
                            text(surge, "package"),
                            text(surge, "footprint"),
                            List.copyOf(standoff),
                            clamping(surge),
                            JsonNumbers.prices(surge.path("price"))),
                    items);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private static List<Double> clamping(JsonNode surge) {
        List<Double> clamping = new ArrayList<>();
        surge.path("clamping").forEach(volts -> clamping.add(volts.doubleValue()));
        if (clamping.size() != surge.path("standoff").size()) {
            throw new IllegalStateException("surge: one clamping voltage for each stand-off voltage");
        }
        return List.copyOf(clamping);
    }

    private static ResistorSeries.Maker maker(JsonNode node) {
        return new ResistorSeries.Maker(
                text(node, "maker"),
                text(node, "prefix"),
                text(node, "suffix"),
                text(node, "scheme").equals("four characters"));
    }

    private static Item item(JsonNode node) {
        String type = text(node, "type");
        String value = text(node, "value");
        Double quantity = null;
        String shown = value;
        if (type.equals("capacitor")) {
            quantity = Values.parse(value);
            shown = Values.farads(quantity);
        } else if (type.equals("inductor")) {
            quantity = Values.parse(value);
            shown = Values.henries(quantity);
        }
        JsonNode second = node.path("second");
        return new Item(
                node.path("id").asText(""),
                type,
                quantity,
                number(node, "volts"),
                node.path("dielectric").asText(""),
                node.path("use").asText(""),
                node.path("load").isTextual() ? (Double) Values.parse(text(node, "load")) : null,
                number(node, "forward"),
                figures(node),
                node.path("wider").asText(""),
                new Component(
                        shown,
                        text(node, "mpn"),
                        text(node, "maker"),
                        text(node, "package"),
                        node.path("footprint").asText(""),
                        text(node, "description"),
                        JsonNumbers.prices(node.path("price")),
                        second.isObject() ? new Component.Second(text(second, "mpn"), text(second, "maker")) : null));
    }

    private static Map<String, Double> figures(JsonNode node) {
        Map<String, Double> figures = new LinkedHashMap<>();
        node.path("figures")
                .properties()
                .forEach(
                        member -> figures.put(member.getKey(), member.getValue().doubleValue()));
        return figures;
    }

    private static @Nullable Double number(JsonNode node, String name) {
        return node.path(name).isNumber() ? (Double) node.path(name).doubleValue() : null;
    }

    private static String text(JsonNode node, String name) {
        String value = node.path(name).textValue();
        if (value == null) {
            throw new IllegalStateException("stock entry without " + name + ": " + node);
        }
        return value;
    }
}
