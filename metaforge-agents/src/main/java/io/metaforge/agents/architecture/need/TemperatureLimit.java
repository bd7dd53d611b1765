package io.metaforge.agents.architecture.need;

import io.metaforge.agents.architecture.catalogue.Range;

/**
 * The ambient temperatures the product works in.
 *
 * @param requirement its id
 * @param range °C
 */
public record TemperatureLimit(String requirement, Range range) {}
