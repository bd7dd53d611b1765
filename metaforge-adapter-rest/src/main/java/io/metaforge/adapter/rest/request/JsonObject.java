package io.metaforge.adapter.rest.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.MetaForgeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads members of a JSON object and names the one that is wrong, such as {@code input.files[0]}.
 *
 * <p>{@code null} stands for an absent optional member; a required one it does not satisfy. Members nobody asks for are
 * ignored.
 */
public final class JsonObject {

    private final JsonNode node;
    private final String prefix;

    private JsonObject(JsonNode node, String prefix) {
        this.node = node;
        this.prefix = prefix;
    }

    static JsonObject ofBody(JsonNode body) {
        if (!body.isObject()) {
            throw wrongType("body", "object", body);
        }
        return new JsonObject(body, "");
    }

    /** Returns the name of a member as errors print it. */
    String field(String name) {
        return prefix + name;
    }

    String string(String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            throw Failure.invalid(field(name), "string", "Invalid input: missing required field '" + field(name) + "'")
                    .asException();
        }
        return text(value, field(name));
    }

    @Nullable
    String optionalString(String name) {
        JsonNode value = optional(name);
        return value == null ? null : text(value, field(name));
    }

    @Nullable
    Double optionalNumber(String name) {
        JsonNode value = optional(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            throw wrongType(field(name), "number", value);
        }
        return number(value, field(name)).doubleValue();
    }

    boolean optionalBoolean(String name) {
        JsonNode value = optional(name);
        if (value == null) {
            return false;
        }
        if (!value.isBoolean()) {
            throw wrongType(field(name), "boolean", value);
        }
        return value.booleanValue();
    }

    @Nullable
    JsonObject optionalObject(String name) {
        JsonNode value = optional(name);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            throw wrongType(field(name), "object", value);
        }
        return new JsonObject(value, field(name) + ".");
    }

    /** Returns an object's members as maps, lists and scalars; empty where it is absent. */
    Map<String, @Nullable Object> optionalMembers(String name) {
        JsonObject object = optionalObject(name);
        return object == null ? Map.of() : members(object.node, field(name));
    }

    /** Reads an array of strings, each with the name of its place, such as {@code input.files[0]}. */
    <T> @Nullable List<T> optionalStrings(String name, NamedString<T> element) {
        JsonNode value = optional(name);
        if (value == null) {
            return null;
        }
        if (!value.isArray()) {
            throw wrongType(field(name), "array of strings", value);
        }
        List<T> list = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            String place = field(name) + "[" + i + "]";
            list.add(element.read(place, text(value.get(i), place)));
        }
        return list;
    }

    /** Makes something of a string, knowing what to call it in an error. */
    @FunctionalInterface
    interface NamedString<T> {
        T read(String field, String text);
    }

    private @Nullable JsonNode optional(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private static String text(JsonNode value, String field) {
        if (!value.isTextual()) {
            throw wrongType(field, "string", value);
        }
        return checked(value.textValue(), field);
    }

    /** NUL and halves of surrogate pairs pass JSON but neither UTF-8 nor PostgreSQL. */
    private static String checked(String text, String field) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                throw Failure.invalid(
                                field,
                                "Unicode text without NUL",
                                "Invalid input: '" + field + "' holds NUL or half of a surrogate pair")
                        .asException();
            }
        }
        return text;
    }

    private static Map<String, @Nullable Object> members(JsonNode object, String path) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = checked(member.getKey(), path);
            members.put(name, value(member.getValue(), path + "." + printable(name)));
        }
        return members;
    }

    private static @Nullable Object value(JsonNode value, String path) {
        return switch (value.getNodeType()) {
            case OBJECT -> members(value, path);
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>(value.size());
                for (int i = 0; i < value.size(); i++) {
                    list.add(value(value.get(i), path + "[" + i + "]"));
                }
                yield list;
            }
            case STRING -> checked(value.textValue(), path);
            case NUMBER -> number(value, path);
            case BOOLEAN -> value.booleanValue();
            case NULL -> null;
            case BINARY, MISSING, POJO -> throw new IllegalStateException("the parser makes no " + value.getNodeType());
        };
    }

    /** RFC 7493 (I-JSON): numbers beyond an IEEE 754 double do not travel. */
    private static Number number(JsonNode value, String field) {
        Number number = value.numberValue();
        if (!Double.isFinite(number.doubleValue())) {
            throw Failure.invalid(
                            field,
                            "number within the range of a double",
                            "Invalid input: '" + field + "' is too large a number")
                    .asException();
        }
        return number;
    }

    private static String printable(String name) {
        return name.length() > 80 ? name.substring(0, 80) + "…" : name;
    }

    private static MetaForgeException wrongType(String field, String expected, JsonNode actual) {
        String article = "aeiou".indexOf(expected.charAt(0)) >= 0 ? "an " : "a ";
        String subject = field.equals("body") ? "the body" : "'" + field + "'";
        return Failure.invalid(
                        field,
                        expected,
                        "Invalid input: " + subject + " must be " + article + expected + ", not " + typeName(actual))
                .asException();
    }

    private static String typeName(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "something else";
        };
    }
}
