package io.metaforge.agents.power;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;

/** Looks into a {@code power-budget.json}. */
record PowerBudgetText(JsonNode root, Map<String, String> written) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static PowerBudgetText of(DesignText design, Requirements requirements) {
        return of(design, requirements, Map.of());
    }

    static PowerBudgetText of(DesignText design, Requirements requirements, Map<String, ?> args) {
        return of(PowerRuns.of(design.json(), requirements.json(), args));
    }

    static PowerBudgetText of(Map<String, String> written) {
        try {
            return new PowerBudgetText(
                    JSON.readTree(Objects.requireNonNull(written.get("power-budget.json"))), written);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns milliamperes from the source in {@code state}. */
    double current(String state) {
        return root.path("currents").path(state).path("nominal").path("value").doubleValue();
    }

    double currentAtLowest(String state) {
        return root.path("currents")
                .path(state)
                .path("at_lowest_voltage")
                .path("value")
                .doubleValue();
    }

    double currentAtHighest(String state) {
        return root.path("currents")
                .path(state)
                .path("at_highest_voltage")
                .path("value")
                .doubleValue();
    }

    double lifeHours() {
        return root.path("battery").path("life").path("value").doubleValue();
    }

    JsonNode rail(String name) {
        return first(root.path("rails"), "name", name);
    }

    JsonNode verdict(String requirement) {
        return first(root.path("requirements"), "requirement", requirement);
    }

    String word(String requirement) {
        return verdict(requirement).path("verdict").asText();
    }

    String markdown() {
        return Objects.requireNonNull(written.get("power-budget.md"));
    }

    String chart() {
        return Objects.requireNonNull(written.get("power-budget.svg"));
    }

    static JsonNode first(JsonNode list, String member, String value) {
        for (JsonNode node : list) {
            if (node.path(member).asText().equals(value)) {
                return node;
            }
        }
        throw new AssertionError("no " + member + " " + value + " in " + list);
    }
}
