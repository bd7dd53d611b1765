package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.architecture.need.RailDemand;
import org.jspecify.annotations.Nullable;

/**
 * A voltage that a rail can have.
 *
 * @param name of the rail
 * @param volts nominal
 * @param window it keeps to
 * @param demand requirement for it; null where it is free to be used or not
 */
record Level(
        String name, double volts, Range window, @Nullable RailDemand demand) {

    /** What the window of a rail is counted with where no requirement says. */
    static final double TOLERANCE = 0.03;

    static Level free(double volts) {
        return new Level(
                PowerPlanner.name(volts), volts, new Range(volts * (1 - TOLERANCE), volts * (1 + TOLERANCE)), null);
    }

    static Level asked(RailDemand demand) {
        return new Level(PowerPlanner.name(demand.volts()), demand.volts(), demand.window(), demand);
    }

    /** Reports whether there has to be such a rail, whatever hangs on it. */
    boolean required() {
        return demand != null && demand.milliamperes() > 0;
    }

    /** Reports whether the rail is one for devices outside, where parts of the design are only guests. */
    boolean external() {
        return demand != null && demand.external();
    }

    /** Returns the milliamperes that flow to devices outside. */
    double outside() {
        return demand != null && demand.external() ? demand.milliamperes() : 0;
    }

    /** Returns the milliamperes it has to be good for in any case. */
    double least() {
        return demand == null ? 0 : demand.milliamperes();
    }
}
