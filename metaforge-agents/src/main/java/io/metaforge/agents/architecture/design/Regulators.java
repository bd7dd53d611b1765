package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Listing;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.catalogue.Regulator;
import io.metaforge.agents.architecture.need.Bound;
import io.metaforge.agents.architecture.need.Figures;
import io.metaforge.agents.architecture.need.TemperatureLimit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The regulators of a catalogue that no requirement rules out, asked for the cheapest that fits. Not thread-safe. */
final class Regulators {

    private static final long USD = 10_000;
    private static final long UNPRICED = 10_000 * USD;
    private static final long UNVERIFIED = 100 * USD;

    private final Fitness fitness;
    private final Map<Part, Long> allowed = new LinkedHashMap<>();
    private final List<Rejection> refused = new ArrayList<>();
    private final Map<RegulatorFit, Choice> chosen = new HashMap<>();

    /**
     * The regulators for a rail.
     *
     * @param taken the cheapest; null where none fits
     * @param cost hundredths of a cent
     * @param fitting all that fit, the cheapest first
     */
    record Choice(@Nullable Part taken, long cost, List<Part> fitting) {}

    Regulators(Catalogue catalogue, Fitness fitness, @Nullable Bound rest) {
        this.fitness = fitness;
        Map<Part, Long> costs = new HashMap<>();
        List<Part> parts = new ArrayList<>();
        for (Part part : catalogue.parts()) {
            if (part.regulator() == null) {
                continue;
            }
            Rejection rejection = fitness.reject(part);
            if (rejection == null) {
                parts.add(part);
                boolean unknownRest = rest != null && part.regulator().quiescentMilliamperes() == null;
                costs.put(
                        part,
                        (part.price() == null
                                        ? UNPRICED
                                        : part.price().usd().movePointRight(4).longValue())
                                + (unknownRest ? UNVERIFIED : 0)
                                + (part.use() == Listing.Use.AVOID ? Selector.AVOIDED : 0)
                                + fitness.unverified(part).size() * UNVERIFIED);
            } else {
                refused.add(rejection);
            }
        }
        parts.sort(Comparator.<Part>comparingLong(costs::get).thenComparing(Part::mpn));
        parts.forEach(part -> allowed.put(part, costs.get(part)));
    }

    /** Returns the regulators that no requirement rules out, the cheapest first. */
    List<Part> allowed() {
        return List.copyOf(allowed.keySet());
    }

    /** Returns what one piece of {@code part} counts as, in hundredths of a cent. */
    long cost(Part part) {
        Long cost = allowed.get(part);
        if (cost == null) {
            throw new IllegalArgumentException("not one of the regulators: " + part.mpn());
        }
        return cost;
    }

    Choice choose(RegulatorFit fit) {
        Choice known = chosen.get(fit);
        if (known != null) {
            return known;
        }
        List<Part> fitting = new ArrayList<>();
        for (Part part : allowed.keySet()) {
            Regulator regulator = part.regulator();
            if (regulator != null && regulator.gives(fit.output()) && reject(fit, part, regulator) == null) {
                fitting.add(part);
            }
        }
        List<Part> wanted = fitting.stream()
                .filter(part -> fitness.preferredBy(part) != null)
                .toList();
        if (!wanted.isEmpty()) {
            fitting = new ArrayList<>(wanted);
        }
        fitting.sort(Comparator.comparingInt(part -> part.use() == Listing.Use.PREFER ? 0 : 1));
        Part taken = fitting.isEmpty() ? null : fitting.get(0);
        Long cost = taken == null ? null : allowed.get(taken);
        Choice choice = new Choice(taken, cost == null ? 0 : cost, List.copyOf(fitting));
        chosen.put(fit, choice);
        return choice;
    }

    /** Returns why {@code part} cannot make the rail, at the highest temperature around it; null where it can. */
    @Nullable
    Rejection reject(RegulatorFit fit, Part part, Regulator regulator) {
        Rejection rejection = fit.reject(part, regulator);
        if (rejection != null || !regulator.kind().equals("ldo")) {
            return rejection;
        }
        TemperatureLimit hottest = fitness.hottest();
        if (hottest == null) {
            return null;
        }
        double celsius = hottest.range().max();
        double allowed = RegulatorFit.dissipation(part, celsius);
        return fit.watts() > allowed + 1e-9
                ? new Rejection(
                        part.mpn(),
                        List.of(hottest.requirement()),
                        "would turn " + Figures.of(fit.watts(), "W") + " into heat at "
                                + Figures.of(fit.feed().volts().max(), "V") + "; its package is counted with "
                                + Figures.of(allowed, "W") + " at " + Figures.of(celsius, "°C"))
                : null;
    }

    /** Returns why the other regulators for the rail were not taken. */
    List<Rejection> rejected(RegulatorFit fit) {
        List<Rejection> not = new ArrayList<>();
        for (Part part : allowed.keySet()) {
            Regulator regulator = part.regulator();
            if (regulator != null && regulator.gives(fit.output())) {
                Rejection rejection = reject(fit, part, regulator);
                if (rejection != null) {
                    not.add(rejection);
                }
            }
        }
        refused.forEach(not::add);
        not.sort(Comparator.comparing(Rejection::mpn));
        return not;
    }
}
