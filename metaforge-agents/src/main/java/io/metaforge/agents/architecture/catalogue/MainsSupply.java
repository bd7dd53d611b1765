package io.metaforge.agents.architecture.catalogue;

/**
 * What a part does as a supply from the mains.
 *
 * @param input volts AC it works from
 * @param volts DC at its output
 * @param maxMilliamperes largest output current
 */
public record MainsSupply(Range input, double volts, double maxMilliamperes) {}
