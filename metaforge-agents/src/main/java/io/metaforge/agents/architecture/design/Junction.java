package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Range;

/** Where a second source, such as USB, joins a rail that the first source makes: each through a diode. */
final class Junction {

    /** Name of the rail behind the diodes. */
    static final String NAME = "VSYS";
    /** What a Schottky diode drops at a few hundred milliamperes; a power switch drops less. */
    static final double DROP = 0.4;

    private Junction() {}

    /** Returns the voltages behind the diodes: the lower of both less the drop, up to the higher of both. */
    static Range volts(Range rail, Range other) {
        return new Range(Math.min(rail.min(), other.min()) - DROP, Math.max(rail.max(), other.max()));
    }
}
