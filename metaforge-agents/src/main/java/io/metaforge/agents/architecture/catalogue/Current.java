package io.metaforge.agents.architecture.catalogue;

/**
 * A supply current in one mode of operation.
 *
 * @param mode such as {@code active}, {@code transmit} or {@code sleep}
 * @param milliamperes from the supply
 * @param at condition under which the data sheet states it; empty where typical conditions are meant
 */
public record Current(String mode, double milliamperes, String at) {}
