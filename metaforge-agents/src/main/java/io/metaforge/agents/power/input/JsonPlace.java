package io.metaforge.agents.power.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of a document with its place in it, so that whatever is wrong is refused there. Unknown members are ignored. */
final class JsonPlace {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String file;
    private final String at;
    private final JsonNode node;

    private JsonPlace(String file, String at, JsonNode node) {
        this.file = file;
        this.at = at;
        this.node = node;
    }

    static JsonPlace read(String file, byte[] bytes) {
        try {
            JsonNode root = JSON.readTree(bytes);
            if (root == null || !root.isObject()) {
                throw refusal(file, "", "a JSON object");
            }
            return new JsonPlace(file, "", root);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new MetaForgeException(
                    new Failure(
                            FailureKind.VALIDATION,
                            file + " is not JSON: line " + line + ": " + e.getOriginalMessage(),
                            details(file, "", "JSON")),
                    e);
        } catch (IOException e) {
            throw refusal(file, "", "JSON in UTF-8");
        }
    }

    /** Returns a failure for member {@code name} of this object. */
    MetaForgeException refusal(String name, String expected) {
        return refusal(file, at + name, expected);
    }

    void version(int version) {
        JsonNode given = node.path("version");
        if (!given.isInt() || given.intValue() != version) {
            throw refusal("version", "the number " + version);
        }
    }

    String text(String name) {
        JsonNode member = node.path(name);
        if (!member.isTextual()) {
            throw refusal(name, "a string");
        }
        return member.textValue();
    }

    /** Returns a text, or the empty one where the member is missing or null. */
    String optionalText(String name) {
        return absent(name) ? "" : text(name);
    }

    boolean flag(String name) {
        JsonNode member = node.path(name);
        if (!member.isBoolean()) {
            throw refusal(name, "true or false");
        }
        return member.booleanValue();
    }

    int count(String name) {
        JsonNode member = node.path(name);
        if (!member.isInt() || member.intValue() < 1 || member.intValue() > 100_000) {
            throw refusal(name, "a whole number from 1 to 100000");
        }
        return member.intValue();
    }

    /** Returns a number that is not negative. */
    double number(String name) {
        JsonNode member = node.path(name);
        double value = member.doubleValue();
        if (!member.isNumber() || !(value >= 0 && value <= 1e12)) {
            throw refusal(name, "a number, not negative");
        }
        return value;
    }

    List<String> texts(String name) {
        JsonNode member = node.path(name);
        if (!member.isArray()) {
            throw refusal(name, "a list of strings");
        }
        List<String> texts = new ArrayList<>(member.size());
        for (JsonNode element : member) {
            if (!element.isTextual()) {
                throw refusal(name, "a list of strings");
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    JsonPlace object(String name) {
        JsonNode member = node.path(name);
        if (!member.isObject()) {
            throw refusal(name, "an object");
        }
        return new JsonPlace(file, at + name + ".", member);
    }

    @Nullable
    JsonPlace optionalObject(String name) {
        return absent(name) ? null : object(name);
    }

    List<JsonPlace> objects(String name) {
        JsonNode member = node.path(name);
        if (!member.isArray()) {
            throw refusal(name, "a list of objects");
        }
        List<JsonPlace> objects = new ArrayList<>(member.size());
        for (int i = 0; i < member.size(); i++) {
            String where = name + "[" + i + "]";
            if (!member.get(i).isObject()) {
                throw refusal(where, "an object");
            }
            objects.add(new JsonPlace(file, at + where + ".", member.get(i)));
        }
        return objects;
    }

    /** Returns the {@code value} of a quantity in {@code unit}; null where it is missing or null. */
    @Nullable
    Double quantity(String name, String unit) {
        JsonPlace quantity = optionalObject(name);
        if (quantity == null) {
            return null;
        }
        if (!quantity.text("unit").equals(unit)) {
            throw quantity.refusal("unit", "\"" + unit + "\"");
        }
        return quantity.number("value");
    }

    private boolean absent(String name) {
        return node.path(name).isMissingNode() || node.path(name).isNull();
    }

    private static MetaForgeException refusal(String file, String where, String expected) {
        String place = where.isEmpty() ? file : file + ": " + where;
        return new Failure(FailureKind.VALIDATION, place + " must be " + expected, details(file, where, expected))
                .asException();
    }

    private static Map<String, Object> details(String file, String where, String expected) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("path", file);
        details.put("field", where);
        details.put("expected", expected);
        return details;
    }
}
