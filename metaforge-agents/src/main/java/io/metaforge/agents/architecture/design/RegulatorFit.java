package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.architecture.catalogue.Regulator;
import io.metaforge.agents.architecture.need.Bound;
import io.metaforge.agents.architecture.need.Figures;
import io.metaforge.agents.architecture.need.RailDemand;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a regulator can make a rail from a source.
 *
 * @param feed what it hangs on
 * @param output volts of the rail
 * @param milliamperes it has to deliver, with margin
 * @param demand requirement for the rail; null where none
 * @param rest what the other parts leave of the current that the design may draw at rest; null where nothing bounds it
 */
record RegulatorFit(
        Feed feed,
        double output,
        double milliamperes,
        @Nullable RailDemand demand,
        @Nullable Bound rest) {

    /** A step-down converter needs this much more at its input than at its output. */
    static final double BUCK_HEADROOM = 1.15;
    /** Share of the switch's power that a step-up converter delivers. */
    static final double BOOST_EFFICIENCY = 0.8;
    /** Share of the rated current that is counted on below the input voltage it is rated from. */
    static final double DERATED = 0.5;

    /** Watts that packages of linear regulators get rid of on a small board. */
    private static final Map<String, Double> DISSIPATION = Map.of("SOT-23", 0.3, "SOT-23-5", 0.4, "SOT-223", 1.0);

    /** Returns the same on a feed of other voltages. */
    RegulatorFit on(Range volts) {
        return new RegulatorFit(
                new Feed(feed.rail(), volts, feed.requirements(), feed.surge()), output, milliamperes, demand, rest);
    }

    /** Returns the same with another current. */
    RegulatorFit with(double current) {
        return new RegulatorFit(feed, output, current, demand, rest);
    }

    /** Returns why {@code part} cannot make the rail; null where it can. */
    @Nullable
    Rejection reject(Part part, Regulator regulator) {
        if (!regulator.gives(output)) {
            return new Rejection(part.mpn(), List.of(), "does not give " + Figures.of(output, "V"));
        }
        if (demand != null
                && !demand.regulator().isEmpty()
                && !demand.regulator().equals(regulator.kind())) {
            return new Rejection(
                    part.mpn(),
                    List.of(demand.requirement()),
                    "is a " + regulator.kind() + "; asked for is an " + demand.regulator());
        }
        if (!regulator.input().covers(feed.volts())) {
            return source(
                    part,
                    "works from " + Figures.range(regulator.input(), "V") + "; " + feed.title() + " gives "
                            + Figures.range(feed.volts(), "V"));
        }
        Bound surge = feed.surge();
        if (surge != null && regulator.input().max() < surge.value() - 1e-9) {
            return new Rejection(
                    part.mpn(),
                    List.of(surge.requirement()),
                    "works up to " + Figures.of(regulator.input().max(), "V") + "; " + feed.title() + " rises to "
                            + Figures.of(surge.value(), "V") + " for a while");
        }
        Rejection headroom = headroom(part, regulator);
        if (headroom != null) {
            return headroom;
        }
        double capacity = capacity(regulator);
        if (capacity < milliamperes - 1e-9) {
            return new Rejection(
                    part.mpn(),
                    List.of(),
                    "delivers " + Figures.of(capacity, "mA") + "; needed are " + Figures.of(milliamperes, "mA"));
        }
        Double quiescent = regulator.quiescentMilliamperes();
        if (rest != null && quiescent != null && quiescent > rest.value()) {
            return new Rejection(
                    part.mpn(),
                    List.of(rest.requirement()),
                    "draws " + Figures.of(quiescent, "mA") + " itself; the other parts leave "
                            + Figures.of(rest.value(), "mA") + " of what the design may draw at rest");
        }
        return null;
    }

    private @Nullable Rejection headroom(Part part, Regulator regulator) {
        switch (regulator.kind()) {
            case "ldo" -> {
                double drop = regulator.dropout() == null ? 0 : regulator.dropout();
                if (feed.volts().min() < output + drop - 1e-9) {
                    return source(
                            part,
                            "needs " + Figures.of(output + drop, "V") + " at its input ("
                                    + Figures.of(drop, "V") + " drop-out); " + feed.title() + " falls to "
                                    + Figures.of(feed.volts().min(), "V"));
                }
                double watts = (feed.volts().max() - output) * milliamperes / 1000;
                double allowed = DISSIPATION.getOrDefault(part.packageName(), 0.3);
                if (watts > allowed + 1e-9) {
                    return source(
                            part,
                            "would turn " + Figures.of(watts, "W") + " into heat at "
                                    + Figures.of(feed.volts().max(), "V") + "; its package is counted with "
                                    + Figures.of(allowed, "W"));
                }
            }
            case "buck" -> {
                if (feed.volts().min() < output * BUCK_HEADROOM - 1e-9) {
                    return source(
                            part,
                            "steps down only and needs " + Figures.of(output * BUCK_HEADROOM, "V") + " at its input; "
                                    + feed.title() + " falls to "
                                    + Figures.of(feed.volts().min(), "V"));
                }
            }
            case "boost" -> {
                if (feed.volts().max() > output + 1e-9) {
                    return source(
                            part,
                            "steps up only; " + feed.title() + " rises to "
                                    + Figures.of(feed.volts().max(), "V"));
                }
            }
            default -> {}
        }
        return null;
    }

    private Rejection source(Part part, String reason) {
        return new Rejection(part.mpn(), feed.requirements(), reason);
    }

    /** Returns the watts that a linear regulator turns into heat at the highest input. */
    double watts() {
        return (feed.volts().max() - output) * milliamperes / 1000;
    }

    /**
     * Returns the watts that the package of a linear regulator is counted with at {@code celsius} around it: what it gets
     * rid of at 25 °C, falling to nothing at a junction of 125 °C.
     */
    static double dissipation(Part part, double celsius) {
        return DISSIPATION.getOrDefault(part.packageName(), 0.3) * Math.max(0, 125 - Math.max(25, celsius)) / 100;
    }

    /** Returns the milliamperes that {@code regulator} is counted with at the lowest input. */
    double capacity(Regulator regulator) {
        Double rated = regulator.maxMilliamperes();
        Double limit = regulator.switchMilliamperes();
        if (rated == null) {
            return limit == null ? 0 : limit * feed.volts().min() / output * BOOST_EFFICIENCY;
        }
        return derated(regulator) ? rated * DERATED : rated;
    }

    /** Reports whether the source falls below the input voltage that the rated current needs. */
    boolean derated(Regulator regulator) {
        Double from = regulator.fullCurrentFrom();
        return from != null && feed.volts().min() < from - 1e-9;
    }
}
