package io.metaforge.agents.architecture.design;

/**
 * A part that would have met the same need.
 *
 * @param mpn the part
 * @param difference what taking it would change
 */
public record Alternative(String mpn, String difference) {}
