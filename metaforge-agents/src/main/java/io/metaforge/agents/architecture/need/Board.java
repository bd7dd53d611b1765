package io.metaforge.agents.architecture.need;

/**
 * The board the parts have to fit on.
 *
 * @param requirement its id
 * @param length longer side in mm
 * @param width shorter side in mm
 */
public record Board(String requirement, double length, double width) {}
