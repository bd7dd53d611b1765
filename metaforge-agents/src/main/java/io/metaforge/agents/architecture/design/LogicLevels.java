package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.catalogue.Range;

/**
 * Says whether CMOS inputs and outputs of two supply voltages can be joined: an output reaches almost its supply, an input
 * wants 0.7 of its own (JESD8C, and the data sheets of most controllers), and stands 0.3 V above its own.
 */
final class LogicLevels {

    /** What counts against a part that needs a level shifter, in hundredths of a cent. */
    static final long PENALTY = 1_000_000;

    static final double HIGH = 0.7;
    static final double ABOVE = 0.3;

    private LogicLevels() {}

    /** Reports whether a part supplied between {@code one} volts and one supplied between {@code other} understand each other. */
    static boolean agree(Range one, Range other) {
        return reaches(one, other) && reaches(other, one);
    }

    private static boolean reaches(Range from, Range to) {
        return from.min() >= HIGH * to.max() - 1e-9 && from.max() <= to.min() + ABOVE + 1e-9;
    }

    /** Reports whether {@code part} is joined to a controller. */
    static boolean speaks(Part part) {
        return !part.buses().isEmpty() || part.does("led.addressable");
    }
}
