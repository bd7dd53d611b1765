package io.metaforge.agents.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks answers against a JSON Schema of the few keywords that every provider can be held to: {@code type}, {@code properties},
 * {@code required}, {@code additionalProperties: false}, {@code items}, {@code enum}. Immutable.
 *
 * <p>What it says about an answer names places and what was expected there, so that a model can mend it.
 */
public final class AnswerSchema {

    private static final Set<String> KNOWN = Set.of(
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "enum",
            "description",
            "$schema",
            "title");

    private static final int MAX_PROBLEMS = 20;
    private static final int MAX_SHOWN = 60;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private final String text;
    private final JsonNode schema;

    /**
     * Reads a schema.
     *
     * @throws IllegalArgumentException where it is none, or uses a keyword that is not checked here
     */
    public AnswerSchema(String text) {
        this.text = text;
        try {
            this.schema = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage());
        }
        requireKnown(schema, "");
    }

    private static void requireKnown(JsonNode schema, String place) {
        schema.fieldNames().forEachRemaining(keyword -> {
            if (!KNOWN.contains(keyword)) {
                throw new IllegalArgumentException("a keyword that is not checked: " + place + "/" + keyword);
            }
        });
        for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
            requireKnown(member.getValue(), place + "/" + member.getKey());
        }
        if (schema.has("items")) {
            requireKnown(schema.get("items"), place + "/items");
        }
    }

    /** Returns the schema as it was given. */
    public String text() {
        return text;
    }

    /** An answer that was looked at: the JSON, if it is any, and what is wrong with it; nothing where it is valid. */
    public record Checked(JsonNode json, List<String> problems) {

        public Checked {
            problems = List.copyOf(problems);
        }

        /** Reports whether nothing is wrong. */
        public boolean isValid() {
            return problems.isEmpty();
        }
    }

    /** Checks an answer. Never fails; at most the first 20 problems are told. */
    public Checked check(String answer) {
        JsonNode json;
        try {
            json = JSON.readTree(answer);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            return new Checked(JSON.missingNode(), List.of("It is not one JSON value" + where));
        }
        if (json.isMissingNode()) {
            return new Checked(json, List.of("It is empty"));
        }
        List<String> problems = new ArrayList<>();
        check(json, schema, "", problems);
        return new Checked(json, problems);
    }

    private static void check(JsonNode json, JsonNode schema, String place, List<String> problems) {
        if (problems.size() >= MAX_PROBLEMS) {
            return;
        }
        String type = schema.path("type").asText("");
        if (!type.isEmpty() && !isOf(json, type)) {
            problems.add(named(place) + " must be of type " + type);
            return;
        }
        if (schema.has("enum") && !contains(schema.get("enum"), json)) {
            problems.add(named(place) + " must be one of " + schema.get("enum"));
        }
        if (json.isObject()) {
            checkMembers(json, schema, place, problems);
        } else if (json.isArray() && schema.has("items")) {
            for (int i = 0; i < json.size(); i++) {
                check(json.get(i), schema.get("items"), place + "/" + i, problems);
            }
        }
    }

    private static void checkMembers(JsonNode json, JsonNode schema, String place, List<String> problems) {
        JsonNode properties = schema.path("properties");
        for (JsonNode required : schema.path("required")) {
            if (!json.has(required.asText())) {
                problems.add(named(place) + " lacks the member '" + required.asText() + "'");
            }
        }
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            if (properties.has(member.getKey())) {
                check(member.getValue(), properties.get(member.getKey()), place + "/" + member.getKey(), problems);
            } else if (!schema.path("additionalProperties").asBoolean(true) && problems.size() < MAX_PROBLEMS) {
                problems.add(named(place) + " must not have the member '" + shown(member.getKey()) + "'");
            }
        }
    }

    private static boolean isOf(JsonNode json, String type) {
        return switch (type) {
            case "object" -> json.isObject();
            case "array" -> json.isArray();
            case "string" -> json.isTextual();
            case "integer" -> json.isIntegralNumber();
            case "number" -> json.isNumber();
            case "boolean" -> json.isBoolean();
            default -> throw new IllegalStateException("a type that is not checked: " + type);
        };
    }

    private static boolean contains(JsonNode values, JsonNode json) {
        for (JsonNode value : values) {
            if (value.equals(json)) {
                return true;
            }
        }
        return false;
    }

    private static String named(String place) {
        return place.isEmpty() ? "The answer" : shown(place);
    }

    private static String shown(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() > MAX_SHOWN ? clean.substring(0, MAX_SHOWN) + "…" : clean;
    }
}
