package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.architecture.catalogue.Regulator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Follows currents from the rails through their regulators to the sources. Immutable. */
final class Flow {

    private final List<Placed> parts;
    private final List<Rail> rails;
    private final List<Source> sources;

    Flow(List<Placed> parts, List<Rail> rails, List<Source> sources) {
        this.parts = parts;
        this.rails = rails;
        this.sources = sources;
    }

    /** Returns the voltages of the sources that feed rails; those of the highest rail where none does. */
    private Range volts() {
        return sources.stream()
                .filter(Source::feedsRails)
                .map(Source::volts)
                .reduce(Range::union)
                .orElseGet(() ->
                        rails.stream().map(Rail::window).reduce(Range::union).orElse(new Range(0, 0)));
    }

    double lowest() {
        return volts().min();
    }

    double highest() {
        return volts().max();
    }

    /** Returns what flows out of a source of {@code volts} when the parts of the rail draw {@code milliamperes}. */
    double fromSource(Rail rail, double milliamperes, double volts) {
        Rail parent = parent(rail);
        double input = parent != null ? parent.window().min() : volts;
        Regulator regulator = regulator(rail);
        double here =
                regulator == null ? milliamperes : milliamperes * RailSearch.inputShare(regulator, rail.volts(), input);
        return parent == null ? here : fromSource(parent, here, volts);
    }

    /** Returns what flows out of a source of {@code volts} when the rail's regulator itself draws {@code milliamperes}. */
    double intoRegulator(Rail rail, double milliamperes, double volts) {
        Rail parent = parent(rail);
        return parent == null ? milliamperes : fromSource(parent, milliamperes, volts);
    }

    private @Nullable Rail parent(Rail rail) {
        return rails.stream()
                .filter(other -> other.name().equals(rail.from()))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Regulator regulator(Rail rail) {
        return parts.stream()
                .filter(part -> part.reference().equals(rail.regulator()))
                .map(part -> part.part().regulator())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
