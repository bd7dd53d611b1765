package io.metaforge.boot.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Compares what came with what a scenario expects of it, as {@code clients/conformance/README.md} describes. */
final class Expectation {

    private final BiConsumer<String, JsonNode> capture;

    /** Hands over what is to be captured. */
    Expectation(BiConsumer<String, JsonNode> capture) {
        this.capture = capture;
    }

    /** Throws an assertion error that says where {@code actual} is not as expected; {@code where} names it. */
    void check(JsonNode expected, JsonNode actual, String where) {
        if (isMatcher(expected)) {
            expected.properties().forEach(entry -> match(entry, actual, where));
        } else if (expected.isObject()) {
            require(actual.isObject(), "an object", actual, where);
            expected.properties()
                    .forEach(entry ->
                            check(entry.getValue(), actual.path(entry.getKey()), where + "." + entry.getKey()));
        } else if (expected.isArray()) {
            require(actual.isArray() && actual.size() == expected.size(), expected.toString(), actual, where);
            for (int i = 0; i < expected.size(); i++) {
                check(expected.get(i), actual.get(i), where + "[" + i + "]");
            }
        } else if (expected.isNumber()) {
            require(actual.isNumber() && actual.asDouble() == expected.asDouble(), expected.toString(), actual, where);
        } else {
            require(actual.equals(expected), expected.toString(), actual, where);
        }
    }

    private static boolean isMatcher(JsonNode expected) {
        Iterator<String> names = expected.fieldNames();
        return names.hasNext() && names.next().startsWith("$");
    }

    private void match(Map.Entry<String, JsonNode> matcher, JsonNode actual, String where) {
        JsonNode value = matcher.getValue();
        switch (matcher.getKey()) {
            case "$any" -> require(!actual.isMissingNode() && !actual.isNull(), "anything", actual, where);
            case "$absent" -> require(actual.isMissingNode() || actual.isNull(), "nothing", actual, where);
            case "$capture" -> {
                require(!actual.isMissingNode() && !actual.isNull(), "anything", actual, where);
                capture.accept(value.asText(), actual);
            }
            case "$at_least" ->
                require(actual.isNumber() && actual.asDouble() >= value.asDouble(), "at least " + value, actual, where);
            case "$matches" ->
                require(
                        actual.isTextual()
                                && Pattern.compile(value.asText(), Pattern.DOTALL)
                                        .matcher(actual.asText())
                                        .find(),
                        "a match of " + value,
                        actual,
                        where);
            case "$contains" -> require(contains(actual, value), "what contains " + value, actual, where);
            case "$lacks" ->
                require(
                        (actual.isTextual() || actual.isContainerNode())
                                && !actual.toString().contains(value.asText()),
                        "what lacks " + value,
                        actual,
                        where);
            case "$length" ->
                require(
                        (actual.isTextual() ? actual.asText().length() : actual.size()) == value.asInt(),
                        "a length of " + value,
                        actual,
                        where);
            case "$one_of" -> {
                boolean found = false;
                for (JsonNode each : value) {
                    found |= each.equals(actual);
                }
                require(found, "one of " + value, actual, where);
            }
            default -> throw new IllegalArgumentException("no such matcher: " + matcher.getKey());
        }
    }

    private static boolean contains(JsonNode actual, JsonNode value) {
        if (actual.isTextual()) {
            return actual.asText().contains(value.asText());
        }
        for (JsonNode each : actual) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static void require(boolean holds, String expected, JsonNode actual, String where) {
        if (!holds) {
            String shown = actual.isMissingNode() ? "nothing" : actual.toString();
            throw new AssertionError(where + ": expected " + expected + " but there is "
                    + (shown.length() > 600 ? shown.substring(0, 600) + "…" : shown));
        }
    }
}
