package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Range;
import java.util.List;

/**
 * What regulators and parts can hang on: the sources, a rail, or a junction of both.
 *
 * @param rail name of the rail; empty for the sources
 * @param volts it can have
 * @param requirements ids of those behind its voltages
 */
record Feed(String rail, Range volts, List<String> requirements) {

    Feed {
        requirements = List.copyOf(requirements);
    }

    boolean isSource() {
        return rail.isEmpty();
    }

    /** Returns its name for a person. */
    String title() {
        return isSource() ? "the source" : "rail " + rail;
    }
}
