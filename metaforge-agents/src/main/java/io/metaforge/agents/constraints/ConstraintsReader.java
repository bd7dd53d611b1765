package io.metaforge.agents.constraints;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code constraints.json}. People edit the file: whatever is wrong is refused with the place and what was
 * expected there. Unknown members are ignored; summaries, conflicts and gaps may be missing.
 */
public final class ConstraintsReader {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Numbers of more digits or a larger exponent are nobody's requirement, but slow to work with. */
    private static final int MAX_MAGNITUDE = 60;

    private final String file;

    private ConstraintsReader(String file) {
        this.file = file;
    }

    /**
     * Reads the document.
     *
     * @param file path in the workspace, for messages
     * @param json UTF-8, with or without byte order mark
     * @throws MetaForgeException of kind {@code VALIDATION} where it is not JSON or not of the format
     */
    public static Constraints read(String file, byte[] json) {
        return new ConstraintsReader(file).document(json);
    }

    private Constraints document(byte[] json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new MetaForgeException(
                    new Failure(
                            FailureKind.VALIDATION,
                            file + " is not JSON: line " + line + ": " + e.getOriginalMessage(),
                            details("", "JSON")),
                    e);
        } catch (IOException e) {
            throw refusal("", "JSON in UTF-8");
        }
        if (root == null || !root.isObject()) {
            throw refusal("", "a JSON object");
        }
        JsonNode version = root.path("version");
        if (!version.isInt() || version.intValue() != Constraints.VERSION) {
            throw refusal("version", "the number " + Constraints.VERSION);
        }
        JsonNode project = object(root, "project", "");
        return new Constraints(
                new Project(string(project, "name", "project."), optionalString(project, "summary", "project.")),
                list(root, "requirements", "", true, this::requirement),
                summary(root, "electrical"),
                summary(root, "mechanical"),
                summary(root, "environmental"),
                summary(root, "performance"),
                summary(root, "cost"),
                list(
                        root,
                        "conflicts",
                        "",
                        false,
                        (node, at) -> new Conflict(strings(node, "requirements", at), string(node, "reason", at))),
                list(
                        root,
                        "gaps",
                        "",
                        false,
                        (node, at) -> new Gap(string(node, "topic", at), string(node, "why", at))));
    }

    private Requirement requirement(JsonNode node, String at) {
        JsonNode source = object(node, "source", at);
        JsonNode line = source.path("line");
        if (!line.isInt() || line.intValue() < 1) {
            throw refusal(at + "source.line", "a line number from 1");
        }
        return new Requirement(
                string(node, "id", at),
                word(node, "category", at, Category.values()),
                word(node, "priority", at, Priority.values()),
                string(node, "text", at),
                new Source(string(source, "file", at + "source."), line.intValue()),
                list(node, "quantities", at, false, (q, where) -> quantity(q, string(q, "parameter", where), where)),
                strings(node, "interfaces", at),
                node.path("origin").asText("").equals("model") ? Origin.MODEL : Origin.RULES,
                node.path("rationale").path("text").asText(""));
    }

    private Quantity quantity(JsonNode node, String parameter, String at) {
        Tolerance tolerance = null;
        JsonNode given = node.path("tolerance");
        if (!given.isMissingNode() && !given.isNull()) {
            String where = at + "tolerance.";
            if (!given.isObject()) {
                throw refusal(at + "tolerance", "an object or null");
            }
            BigDecimal plus = number(given, "plus", where);
            BigDecimal minus = number(given, "minus", where);
            if (plus == null || minus == null || plus.signum() < 0 || minus.signum() < 0) {
                throw refusal(at + "tolerance", "plus and minus, not negative");
            }
            tolerance = new Tolerance(plus, minus, string(given, "unit", where));
        }
        return new Quantity(
                parameter,
                number(node, "min", at),
                number(node, "max", at),
                number(node, "nominal", at),
                tolerance,
                string(node, "unit", at));
    }

    private Summary summary(JsonNode root, String name) {
        JsonNode node = root.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Summary.EMPTY;
        }
        if (!node.isObject()) {
            throw refusal(name, "an object");
        }
        Map<String, List<SummaryValue>> values = new LinkedHashMap<>();
        List<InterfaceUse> interfaces = List.of();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String parameter = member.getKey();
            if (parameter.equals("interfaces")) {
                interfaces = list(
                        node,
                        parameter,
                        name + ".",
                        false,
                        (use, at) -> new InterfaceUse(string(use, "name", at), strings(use, "requirements", at)));
            } else {
                values.put(
                        parameter,
                        list(
                                node,
                                parameter,
                                name + ".",
                                false,
                                (value, at) -> new SummaryValue(
                                        quantity(value, parameter, at), strings(value, "requirements", at))));
            }
        }
        return new Summary(values, interfaces);
    }

    private <T> List<T> list(
            JsonNode parent, String name, String at, boolean required, BiFunction<JsonNode, String, T> element) {
        JsonNode node = parent.path(name);
        if (!required && (node.isMissingNode() || node.isNull())) {
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
        if (!node.isArray()) {
            throw refusal(at + name, "a list of strings");
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

    private JsonNode object(JsonNode parent, String name, String at) {
        JsonNode node = parent.path(name);
        if (!node.isObject()) {
            throw refusal(at + name, "an object");
        }
        return node;
    }

    private String string(JsonNode parent, String name, String at) {
        JsonNode node = parent.path(name);
        if (!node.isTextual()) {
            throw refusal(at + name, "a string");
        }
        return node.textValue();
    }

    private String optionalString(JsonNode parent, String name, String at) {
        return parent.path(name).isMissingNode() || parent.path(name).isNull() ? "" : string(parent, name, at);
    }

    private @Nullable BigDecimal number(JsonNode parent, String name, String at) {
        JsonNode node = parent.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isNumber()) {
            throw refusal(at + name, "a number or null");
        }
        BigDecimal value = node.decimalValue();
        if (value.precision() > MAX_MAGNITUDE || Math.abs((long) value.scale()) > MAX_MAGNITUDE) {
            throw refusal(at + name, "a number of at most " + MAX_MAGNITUDE + " digits");
        }
        return value;
    }

    private <T extends Enum<T>> T word(JsonNode parent, String name, String at, T[] values) {
        String word = string(parent, name, at);
        StringBuilder known = new StringBuilder("one of");
        for (T value : values) {
            String form = value.name().toLowerCase(Locale.ROOT);
            if (form.equals(word)) {
                return value;
            }
            known.append(' ').append(form);
        }
        throw refusal(at + name, known.toString());
    }

    private MetaForgeException refusal(String where, String expected) {
        String place = where.isEmpty() ? file : file + ": " + where;
        return new Failure(FailureKind.VALIDATION, place + " must be " + expected, details(where, expected))
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
