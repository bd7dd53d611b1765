package io.metaforge.agents.bom.rule;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.agents.bom.circuit.Values;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the rules, which ship with this module: a mistake in them is a fault of the build. */
final class RuleReader {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private RuleReader() {}

    static List<Rule> rules(String name) {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode node : read(name)) {
            JsonNode applies = node.path("applies");
            rules.add(new Rule(
                    text(node, "id"),
                    text(node, "title"),
                    new Rule.Applies(
                            Rule.Target.valueOf(text(applies, "to").toUpperCase(Locale.ROOT)),
                            strings(applies, "classes"),
                            strings(applies, "functions"),
                            strings(applies, "mpns"),
                            strings(applies, "kinds"),
                            strings(applies, "unlessKinds"),
                            applies.path("bus").asText(""),
                            applies.path("status").asText(""),
                            strings(applies, "apart")),
                    text(node, "source"),
                    asks(node)));
        }
        return rules;
    }

    static List<Application> applications(String name) {
        List<Application> applications = new ArrayList<>();
        for (JsonNode node : read(name)) {
            JsonNode regulator = node.path("regulator");
            applications.add(new Application(
                    strings(node, "mpns"),
                    text(node, "source"),
                    node.path("supplyPins").isInt()
                            ? (Integer) node.path("supplyPins").intValue()
                            : null,
                    node.path("kind").asText(""),
                    node.path("antenna").booleanValue(),
                    regulator.isObject()
                            ? new Application.Circuit(
                                    number(regulator, "reference"),
                                    number(regulator, "hertz"),
                                    regulator.path("inductor").isTextual()
                                            ? (Double) Values.parse(text(regulator, "inductor"))
                                            : null)
                            : null,
                    asks(node)));
        }
        return applications;
    }

    private static List<Ask> asks(JsonNode parent) {
        List<Ask> asks = new ArrayList<>();
        for (JsonNode node : parent.path("asks")) {
            Map<String, Double> figures = new LinkedHashMap<>();
            node.path("figures")
                    .properties()
                    .forEach(member ->
                            figures.put(member.getKey(), member.getValue().doubleValue()));
            asks.add(new Ask(
                    text(node, "class"),
                    node.path("value").asText(""),
                    node.path("item").asText(""),
                    node.path("compute").asText(""),
                    node.path("spec").asText(""),
                    node.path("count").asInt(1),
                    node.path("per").asText("").equals("supply pin"),
                    node.path("net").asText(""),
                    number(node, "volts"),
                    node.path("dielectric").asText(""),
                    node.path("package").asText(""),
                    node.path("use").asText("power"),
                    text(node, "role"),
                    node.path("question").asText(""),
                    strings(node, "when"),
                    strings(node, "unless"),
                    strings(node, "unlessText"),
                    figures,
                    strings(node, "whenText"),
                    node.path("otherwise").asText(""),
                    node.path("fitted").asBoolean(true)));
        }
        return asks;
    }

    private static JsonNode read(String name) {
        try (InputStream in = RuleReader.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no file " + name);
            }
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private static @Nullable Double number(JsonNode node, String name) {
        return node.path(name).isNumber() ? (Double) node.path(name).doubleValue() : null;
    }

    private static List<String> strings(JsonNode node, String name) {
        List<String> values = new ArrayList<>();
        node.path(name).forEach(value -> values.add(value.textValue()));
        return List.copyOf(values);
    }

    private static String text(JsonNode node, String name) {
        String value = node.path(name).textValue();
        if (value == null) {
            throw new IllegalStateException("rule without " + name + ": " + node);
        }
        return value;
    }
}
