package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Current;
import io.metaforge.agents.architecture.catalogue.Regulator;
import io.metaforge.agents.architecture.need.Bound;
import io.metaforge.agents.architecture.need.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what the design draws from its source at rest with what a requirement allows: over all voltages of the source,
 * as a switching regulator takes more of it the lower that is. Made for one design.
 */
final class RestCheck {

    private final List<Placed> parts;
    private final List<Rail> rails;
    private final Flow flow;

    /** A current at rest and where it enters. */
    private record Draw(Placed placed, Rail rail, double milliamperes, boolean atInput, boolean typical) {}

    private final List<Draw> draws = new ArrayList<>();
    private final Set<String> unknown = new LinkedHashSet<>();

    RestCheck(List<Placed> parts, List<Rail> rails, List<Source> sources) {
        this.parts = parts;
        this.rails = rails;
        this.flow = new Flow(parts, rails, sources);
    }

    Check of(Bound bound) {
        for (Placed placed : parts) {
            for (Rail rail : rails) {
                if (rail.regulator().equals(placed.reference())) {
                    regulator(placed, rail);
                }
                if (rail.loads().stream().anyMatch(load -> load.reference().equals(placed.reference()))) {
                    load(placed, rail);
                }
            }
        }
        double most = sum(flow.lowest());
        double least = sum(flow.highest());
        double limit = bound.value() + 1e-12;
        boolean fails = Math.min(most, least) > limit;
        boolean holds = Math.max(most, least) <= limit && unknown.isEmpty();
        List<String> typical = draws.stream()
                .filter(Draw::typical)
                .map(draw -> draw.placed().part().mpn())
                .distinct()
                .toList();
        String statement = "Deepest modes and regulators draw " + Figures.of(most, "mA") + " from the source at "
                + Figures.of(flow.lowest(), "V")
                + (Math.abs(most - least) < 1e-12
                        ? ""
                        : ", " + Figures.of(least, "mA") + " at " + Figures.of(flow.highest(), "V"))
                + "; allowed are " + Figures.of(bound.value(), "mA") + ". The largest shares: " + shares() + "."
                + (unknown.isEmpty() ? "" : " Not in the sum: " + String.join(", ", unknown) + ".")
                + (typical.isEmpty()
                        ? ""
                        : " Typical figures, which single pieces and heat exceed: " + String.join(", ", typical) + ".");
        return new Check(
                "current at rest",
                fails ? Check.Verdict.FAILS : holds ? Check.Verdict.HOLDS : Check.Verdict.OPEN,
                statement,
                List.of(bound.requirement()));
    }

    private void regulator(Placed placed, Rail rail) {
        Regulator regulator = placed.part().regulator();
        Double own = regulator == null ? null : regulator.quiescentMilliamperes();
        if (own == null) {
            unknown.add(placed.part().mpn());
        } else {
            draws.add(new Draw(placed, rail, own, true, false));
        }
    }

    private void load(Placed placed, Rail rail) {
        Optional<Current> rest = placed.part().restingCurrent();
        if (rest.isPresent()) {
            boolean typical =
                    !rest.get().at().contains("largest") && !rest.get().at().contains("maximum");
            draws.add(new Draw(placed, rail, rest.get().milliamperes() * placed.quantity(), false, typical));
        } else {
            unknown.add(placed.part().mpn());
        }
    }

    private double sum(double volts) {
        return draws.stream().mapToDouble(draw -> at(draw, volts)).sum();
    }

    private double at(Draw draw, double volts) {
        return draw.atInput()
                ? flow.intoRegulator(draw.rail(), draw.milliamperes(), volts)
                : flow.fromSource(draw.rail(), draw.milliamperes(), volts);
    }

    private String shares() {
        return String.join(
                ", ",
                draws.stream()
                        .sorted(Comparator.comparingDouble((Draw draw) -> -at(draw, flow.lowest()))
                                .thenComparing(draw -> draw.placed().reference()))
                        .limit(3)
                        .map(draw -> draw.placed().part().mpn() + " " + Figures.of(at(draw, flow.lowest()), "mA"))
                        .toList());
    }
}
