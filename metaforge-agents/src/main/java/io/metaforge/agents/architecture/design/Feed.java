package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.architecture.need.Bound;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What regulators and parts can hang on: the sources, a rail, or a junction of both.
 *
 * @param rail name of the rail; empty for the sources
 * @param volts it can have
 * @param requirements ids of those behind its voltages
 * @param surge highest voltage that it rises to for a while; null where no requirement says
 */
record Feed(
        String rail,
        Range volts,
        List<String> requirements,
        @Nullable Bound surge) {

    Feed {
        requirements = List.copyOf(requirements);
    }

    /** A feed that never rises above {@code volts}. */
    Feed(String rail, Range volts, List<String> requirements) {
        this(rail, volts, requirements, null);
    }

    boolean isSource() {
        return rail.isEmpty();
    }

    /** Returns its name for a person. */
    String title() {
        return isSource() ? "the source" : "rail " + rail;
    }
}
