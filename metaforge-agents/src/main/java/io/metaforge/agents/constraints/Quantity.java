package io.metaforge.agents.constraints;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A value with a unit. A deviation on its own ("accuracy ±3 mV") is the range from -3 to 3.
 *
 * @param parameter what has the value: a name of the vocabulary, in snake case
 * @param min lower bound; null where there is none
 * @param max upper bound; null where there is none
 * @param nominal value aimed at; null where only bounds are given
 * @param tolerance of the nominal; null where none is given
 * @param unit as written ("mA", "°C", "%"), money as ISO 4217 code, empty for a bare count
 */
public record Quantity(
        String parameter,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        @Nullable BigDecimal nominal,
        @Nullable Tolerance tolerance,
        String unit) {}
