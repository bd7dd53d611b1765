package io.metaforge.agents.constraints;

import java.math.BigDecimal;

/**
 * How far a value may lie from its nominal.
 *
 * @param plus upwards, not negative
 * @param minus downwards, not negative
 * @param unit of both, as written; {@code %} is relative to the nominal
 */
public record Tolerance(BigDecimal plus, BigDecimal minus, String unit) {}
