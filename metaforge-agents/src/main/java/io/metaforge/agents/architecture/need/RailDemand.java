package io.metaforge.agents.architecture.need;

import io.metaforge.agents.architecture.catalogue.Range;

/**
 * A supply rail that a requirement asks for.
 *
 * @param requirement its id
 * @param volts nominal
 * @param window voltages the rail may have
 * @param toleranced whether the requirement says how far the rail may lie from its nominal
 * @param only whether everything has to be supplied from it
 * @param milliamperes it has to deliver in any case; 0 where no requirement says
 * @param external whether those flow to devices outside, so that parts of the design come on top
 * @param regulator kind of regulator the requirement names, such as {@code ldo}; empty for none
 */
public record RailDemand(
        String requirement,
        double volts,
        Range window,
        boolean toleranced,
        boolean only,
        double milliamperes,
        boolean external,
        String regulator) {}
