package io.metaforge.agents.bom.design;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code architecture.json}, version 1. People edit the file: whatever is wrong is refused with the place and what
 * was expected there. Members that a parts list does not need are ignored.
 */
public final class ArchitectureReader {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int VERSION = 1;

    /** More pieces of one part on one board are a slip of the pen. */
    private static final int MAX_PIECES = 1000;

    private final String file;

    private ArchitectureReader(String file) {
        this.file = file;
    }

    /**
     * Reads the document.
     *
     * @param file path in the workspace, for messages
     * @param json UTF-8, with or without byte order mark
     * @throws MetaForgeException of kind {@code VALIDATION} where it is not JSON or not of the format
     */
    public static Architecture read(String file, byte[] json) {
        return new ArchitectureReader(file).document(json);
    }

    private Architecture document(byte[] json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new MetaForgeException(
                    new Failure(
                            FailureKind.VALIDATION,
                            file + " is not JSON: line " + line + ": " + e.getOriginalMessage()
                                    + "; run the skill architecture again and approve it",
                            details("", "JSON")),
                    e);
        } catch (IOException e) {
            throw refusal("", "JSON in UTF-8");
        }
        if (root == null || !root.isObject()) {
            throw refusal("", "a JSON object");
        }
        if (!root.path("version").isInt() || root.path("version").intValue() != VERSION) {
            throw refusal("version", "the number " + VERSION);
        }
        Architecture read = new Architecture(
                text(root.path("project"), "name", "project."),
                optional(root, "controller", ""),
                list(root, "blocks", "", this::block),
                list(root, "parts", "", this::part),
                list(root, "sources", "", this::source),
                list(root, "rails", "", this::rail),
                list(
                        root,
                        "assumptions",
                        "",
                        (node, at) -> new Architecture.Assumption(text(node, "id", at), text(node, "text", at))));
        for (int i = 0; i < read.parts().size(); i++) {
            String reference = read.parts().get(i).reference();
            if (read.parts().stream()
                            .filter(p -> p.reference().equals(reference))
                            .count()
                    > 1) {
                throw refusal("parts[" + i + "].ref", "a reference that no other part has");
            }
        }
        return read;
    }

    private Architecture.Block block(JsonNode node, String at) {
        return new Architecture.Block(
                text(node, "id", at),
                text(node, "function", at),
                text(node, "title", at),
                count(node, "count", at),
                text(node, "status", at),
                strings(node, "parts", at),
                strings(node, "requirements", at),
                optional(node, "assumption", at));
    }

    private Architecture.Part part(JsonNode node, String at) {
        String reference = text(node, "ref", at);
        if (!reference.matches("[A-Z]{1,3}[1-9][0-9]{0,4}")) {
            throw refusal(at + "ref", "letters and a number, such as U1");
        }
        List<String> buses = list(node, "connections", at, (bus, where) -> text(bus, "bus", where));
        return new Architecture.Part(
                reference,
                text(node, "mpn", at),
                text(node, "maker", at),
                text(node, "title", at),
                count(node, "quantity", at),
                strings(node, "functions", at),
                strings(node, "requirements", at),
                text(node, "package", at),
                optional(node, "footprint", at),
                optional(node, "rail", at),
                span(node, "supply", at).orElse(null),
                buses.stream().distinct().toList(),
                regulator(node, at),
                present(node, "cell") ? text(node.path("cell"), "chemistry", at + "cell.") : "",
                present(node, "charger")
                        ? span(node.path("charger"), "input", at + "charger.").orElse(null)
                        : null,
                prices(node, at),
                optional(node, "datasheet", at),
                optional(node, "note", at),
                list(
                        node,
                        "alternatives",
                        at,
                        (other, where) -> new Architecture.Alternative(
                                text(other, "mpn", where),
                                optional(other, "maker", where),
                                optional(other, "title", where),
                                optional(other, "package", where),
                                prices(other, where),
                                optional(other, "difference", where))));
    }

    private Architecture.@Nullable Regulator regulator(JsonNode node, String at) {
        if (!present(node, "regulator")) {
            return null;
        }
        JsonNode regulator = node.path("regulator");
        String where = at + "regulator.";
        return new Architecture.Regulator(
                text(regulator, "kind", where),
                span(regulator, "input", where).orElseThrow(() -> refusal(where + "input", "an object of min and max")),
                value(regulator, "max", where));
    }

    private List<Architecture.Price> prices(JsonNode node, String at) {
        if (!present(node, "price")) {
            return List.of();
        }
        JsonNode price = node.path("price");
        String where = at + "price.";
        List<Architecture.Price> breaks = list(price, "breaks", where, this::price);
        return breaks.isEmpty()
                ? List.of(price(price, where))
                : breaks.stream()
                        .sorted(Comparator.comparingInt(Architecture.Price::quantity))
                        .toList();
    }

    private Architecture.Price price(JsonNode node, String at) {
        BigDecimal usd = number(node, "value", at);
        if (usd.signum() < 0) {
            throw refusal(at + "value", "US dollars, not negative");
        }
        JsonNode quantity = node.path("quantity");
        if (!quantity.isInt() || quantity.intValue() < 1) {
            throw refusal(at + "quantity", "a whole number from 1");
        }
        return new Architecture.Price(
                usd, quantity.intValue(), node.path("year").asInt());
    }

    private Architecture.Source source(JsonNode node, String at) {
        return new Architecture.Source(
                text(node, "name", at),
                span(node, "volts", at).orElseThrow(() -> refusal(at + "volts", "an object of min and max")),
                optional(node, "part", at),
                node.path("feeds_rails").asBoolean(),
                strings(node, "requirements", at));
    }

    private Architecture.Rail rail(JsonNode node, String at) {
        double volts = number(node, "volts", at).doubleValue();
        Double margin = value(node, "with_margin", at);
        return new Architecture.Rail(
                text(node, "name", at),
                node.path("met").asBoolean(true),
                volts,
                span(node, "window", at).orElse(new Architecture.Span(volts, volts)),
                optional(node, "from", at),
                optional(node, "regulator", at),
                list(node, "loads", at, (load, where) -> text(load, "part", where)),
                margin,
                strings(node, "requirements", at));
    }

    private @Nullable Double value(JsonNode node, String name, String at) {
        return present(node, name)
                ? (Double) number(node.path(name), "value", at + name + ".").doubleValue()
                : null;
    }

    private Optional<Architecture.Span> span(JsonNode node, String name, String at) {
        if (!present(node, name)) {
            return Optional.empty();
        }
        JsonNode span = node.path(name);
        String where = at + name + ".";
        return Optional.of(new Architecture.Span(
                number(span, "min", where).doubleValue(),
                number(span, "max", where).doubleValue()));
    }

    private <T> List<T> list(JsonNode parent, String name, String at, BiFunction<JsonNode, String, T> element) {
        JsonNode node = parent.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        if (!node.isArray()) {
            throw refusal(at + name, "a list");
        }
        List<T> elements = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            String where = at + name + "[" + i + "]";
            if (!node.get(i).isObject()) {
                throw refusal(where, "an object");
            }
            elements.add(element.apply(node.get(i), where + "."));
        }
        return elements;
    }

    private List<String> strings(JsonNode parent, String name, String at) {
        JsonNode node = parent.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        List<String> values = new ArrayList<>(node.size());
        for (JsonNode value : node) {
            if (!value.isTextual()) {
                throw refusal(at + name, "a list of strings");
            }
            values.add(value.textValue());
        }
        return values;
    }

    private String text(JsonNode parent, String name, String at) {
        JsonNode node = parent.path(name);
        if (!node.isTextual()) {
            throw refusal(at + name, "a string");
        }
        return node.textValue();
    }

    private String optional(JsonNode parent, String name, String at) {
        return present(parent, name) ? text(parent, name, at) : "";
    }

    private int count(JsonNode parent, String name, String at) {
        JsonNode node = parent.path(name);
        if (!node.isInt() || node.intValue() < 1 || node.intValue() > MAX_PIECES) {
            throw refusal(at + name, "a whole number from 1 to " + MAX_PIECES);
        }
        return node.intValue();
    }

    private BigDecimal number(JsonNode parent, String name, String at) {
        JsonNode node = parent.path(name);
        if (!node.isNumber() || Math.abs(node.doubleValue()) > 1e12) {
            throw refusal(at + name, "a number");
        }
        BigDecimal value = node.decimalValue();
        if (value.precision() > 30 || Math.abs((long) value.scale()) > 30) {
            throw refusal(at + name, "a number of at most 30 digits");
        }
        return value;
    }

    private static boolean present(JsonNode parent, String name) {
        return !parent.path(name).isMissingNode() && !parent.path(name).isNull();
    }

    private MetaForgeException refusal(String where, String expected) {
        String place = where.isEmpty() ? file : file + ": " + where;
        return new Failure(
                        FailureKind.VALIDATION,
                        place + " must be " + expected
                                + "; correct it, or run the skill architecture again and approve it",
                        details(where, expected))
                .asException();
    }

    private Map<String, Object> details(String where, String expected) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("path", file);
        details.put("field", where);
        details.put("expected", expected);
        return details;
    }
}
