package io.metaforge.agents.architecture.need;

/**
 * A number that a requirement puts on the whole design.
 *
 * @param requirement its id
 * @param parameter as the requirement's quantity is named
 * @param value in {@code unit}
 * @param unit base unit, or the currency
 */
public record Bound(String requirement, String parameter, double value, String unit) {}
