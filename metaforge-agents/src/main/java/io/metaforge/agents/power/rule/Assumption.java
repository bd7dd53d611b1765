package io.metaforge.agents.power.rule;

import org.jspecify.annotations.Nullable;

/**
 * What a budget takes for granted where neither a requirement nor a data sheet says it.
 *
 * @param id name of the rule
 * @param value in {@code unit}; null for one without a figure
 * @param unit of the value; {@code share} for a part of one
 * @param text for a person; {@code {value}} stands for the value
 * @param source where it comes from
 * @param arg member of the skill's arguments that replaces it; null where none does
 */
public record Assumption(
        String id,
        @Nullable Double value,
        String unit,
        String text,
        String source,
        @Nullable String arg) {}
