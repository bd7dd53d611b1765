package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.architecture.catalogue.Regulator;
import io.metaforge.agents.architecture.need.Figures;
import io.metaforge.agents.architecture.need.Need;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds which single requirement would have to give way so that something that cannot be met could be. Immutable. */
final class Relaxations {

    private static final int MAX_NAMED = 4;

    private final Catalogue catalogue;
    private final Fitness fitness;

    Relaxations(Catalogue catalogue, Fitness fitness) {
        this.catalogue = catalogue;
        this.fitness = fitness;
    }

    /**
     * Returns for each requirement that alone rules out some part for {@code need} the cheapest such part, in sentences;
     * one sentence that there is none where every part is ruled out by more than one.
     */
    List<String> forParts(Need need) {
        Map<String, Part> cheapest = new LinkedHashMap<>();
        Map<String, Rejection> reasons = new LinkedHashMap<>();
        List<Part> parts = new ArrayList<>(catalogue.doing(need.function().id()));
        parts.sort(Comparator.<Part>comparingDouble(part -> part.price() == null
                        ? Double.MAX_VALUE
                        : part.price().usd().doubleValue())
                .thenComparing(Part::mpn));
        for (Part part : parts) {
            List<Rejection> all = fitness.rejections(part, need);
            Set<List<String>> ruling = new LinkedHashSet<>();
            all.forEach(rejection -> ruling.add(rejection.requirements()));
            if (ruling.size() == 1 && !all.get(0).requirements().isEmpty()) {
                String id = String.join(" with ", all.get(0).requirements());
                cheapest.putIfAbsent(id, part);
                reasons.putIfAbsent(id, all.get(0));
            }
        }
        if (cheapest.isEmpty()) {
            return parts.isEmpty()
                    ? List.of()
                    : List.of("No single requirement stands in the way: each part is ruled out by several.");
        }
        List<String> sentences = new ArrayList<>();
        reasons.forEach((id, rejection) -> {
            if (sentences.size() < MAX_NAMED) {
                sentences.add("With " + id + " relaxed, " + rejection.mpn() + " fits: it " + rejection.reason() + ".");
            }
        });
        return sentences;
    }

    /**
     * Returns what would let the catalogue make a rail, in sentences: a source that falls less low or rises less high, or
     * a smaller current; empty where none of them alone is enough.
     */
    List<String> forRail(Regulators regulators, RegulatorFit fit) {
        List<String> sentences = new ArrayList<>();
        Range volts = fit.feed().volts();
        String by = fit.feed().requirements().isEmpty()
                ? ""
                : " (" + String.join(", ", fit.feed().requirements()) + ")";
        Found higher = best(regulators, fit, regulator -> {
            double low = Math.max(
                    regulator.input().min(),
                    switch (regulator.kind()) {
                        case "buck" -> fit.output() * RegulatorFit.BUCK_HEADROOM;
                        case "ldo" -> fit.output() + (regulator.dropout() == null ? 0 : regulator.dropout());
                        default -> regulator.input().min();
                    });
            return low > volts.max() ? null : fit.on(new Range(Math.max(low, volts.min()), volts.max()));
        });
        if (higher != null) {
            sentences.add("If " + fit.feed().title() + " never fell below "
                    + Figures.of(higher.fit().feed().volts().min(), "V") + by + ", "
                    + higher.part().mpn() + " would do.");
        }
        Found lower = best(regulators, fit, regulator -> {
            double high = regulator.kind().equals("boost")
                    ? Math.min(fit.output(), regulator.input().max())
                    : regulator.input().max();
            return high < volts.min() ? null : fit.on(new Range(volts.min(), Math.min(high, volts.max())));
        });
        if (lower != null) {
            sentences.add("If " + fit.feed().title() + " never rose above "
                    + Figures.of(lower.fit().feed().volts().max(), "V") + by + ", "
                    + lower.part().mpn() + " would do.");
        }
        Found smaller =
                best(regulators, fit, regulator -> fit.with(Math.min(fit.milliamperes(), fit.capacity(regulator))));
        if (smaller != null) {
            String asking = fit.demand() == null ? "" : " (" + fit.demand().requirement() + ")";
            sentences.add("With at most " + Figures.of(smaller.fit().milliamperes(), "mA") + asking + ", "
                    + smaller.part().mpn() + " would do.");
        }
        return sentences;
    }

    private record Found(Part part, RegulatorFit fit) {}

    /** Returns the regulator that needs the least of a relaxation, of those the cheapest; null where it helps none. */
    private static @Nullable Found best(
            Regulators regulators, RegulatorFit fit, Function<Regulator, @Nullable RegulatorFit> relaxed) {
        Found best = null;
        for (Part part : regulators.allowed()) {
            Regulator regulator = part.regulator();
            RegulatorFit easier = regulator == null ? null : relaxed.apply(regulator);
            if (easier != null && regulator != null && regulators.reject(easier, part, regulator) == null) {
                if (best == null || distance(easier, fit) < distance(best.fit(), fit) - 1e-9) {
                    best = new Found(part, easier);
                }
            }
        }
        return best;
    }

    private static double distance(RegulatorFit one, RegulatorFit other) {
        return Math.abs(one.feed().volts().min() - other.feed().volts().min())
                + Math.abs(one.feed().volts().max() - other.feed().volts().max())
                + Math.abs(one.milliamperes() - other.milliamperes());
    }
}
