package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.architecture.need.Bound;
import io.metaforge.agents.architecture.need.Demands;
import io.metaforge.agents.architecture.need.Figures;
import io.metaforge.agents.architecture.need.RailDemand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plans sources and rails for parts: the cheapest regulators that keep every part within its supply. Made for one
 * design, asked for many sets of parts; not thread-safe.
 */
final class PowerPlanner {

    /** What a regulator has to deliver beyond the sum of the known largest currents. */
    static final double MARGIN = 0.30;

    private static final double[] LEVELS = {3.3, 3.0, 2.8, 2.5, 1.8, 5.0};
    /** Above this a second source of 5 V does not simply join the first one. */
    private static final double WIDE = 5.5;

    private final Sources sources;
    private final @Nullable Bound rest;
    private final @Nullable Bound surge;
    private final Relaxations relaxations;
    private final Regulators regulators;
    private final List<Level> levels = new ArrayList<>();
    private final Map<Key, RailTree> trees = new HashMap<>();

    /** A set of parts, its controller, and whether that runs its own USB. */
    private record Key(Map<Part, Integer> parts, @Nullable Part controller, boolean usb) {}

    /**
     * Makes a planner.
     *
     * @param charges whether the design charges its battery, so that the rails hang on the battery alone
     * @param cell null where none is chosen
     */
    PowerPlanner(Catalogue catalogue, Fitness fitness, Demands demands, boolean charges, @Nullable Part cell) {
        this.sources = new Sources(demands, charges, cell);
        this.rest = Limits.tightest(demands);
        this.surge = demands.surges().stream()
                .max(java.util.Comparator.comparingDouble(Bound::value))
                .orElse(null);
        this.relaxations = new Relaxations(catalogue, fitness);
        this.regulators = new Regulators(catalogue, fitness, rest);
        for (RailDemand demand : demands.rails()) {
            if (levels.stream().noneMatch(level -> Math.abs(level.volts() - demand.volts()) < 1e-6)) {
                levels.add(Level.asked(demand));
            }
        }
        for (double volts : LEVELS) {
            if (levels.stream().noneMatch(level -> Math.abs(level.volts() - volts) < 1e-6)) {
                levels.add(Level.free(volts));
            }
        }
    }

    /**
     * Returns the least that supplying {@code parts} costs, in hundredths of a cent; parts that nothing can supply count
     * as {@link RailSearch#UNSUPPLIED} each. It never falls when parts are added, or the controller becomes known.
     *
     * @param controller null where it is not known yet
     * @param usb whether the controller's own USB is used, which may need more than the controller itself
     */
    long cost(Map<Part, Integer> parts, @Nullable Part controller, boolean usb) {
        RailTree tree = tree(parts, controller, usb);
        return tree == null ? 0 : tree.cost();
    }

    private @Nullable RailTree tree(Map<Part, Integer> parts, @Nullable Part controller, boolean usb) {
        Sources.Input input = sources.input(parts);
        if (input == null || input.volts().min() <= 0) {
            return null;
        }
        Map<Part, Integer> loads = new LinkedHashMap<>();
        parts.forEach((part, quantity) -> {
            if (part.supply() != null) {
                loads.put(part, quantity);
            }
        });
        Key key = new Key(loads, controller, usb);
        RailTree known = trees.get(key);
        if (known == null) {
            known = search(input, loads, controller, usb);
            trees.put(key, known);
        }
        return known;
    }

    /** Returns what the parts leave for regulators at rest; the whole where they exceed it by themselves. */
    private @Nullable Bound left(Map<Part, Integer> loads) {
        if (rest == null) {
            return null;
        }
        double left = rest.value() - Limits.resting(loads);
        return left <= 0 ? rest : new Bound(rest.requirement(), rest.parameter(), left, rest.unit());
    }

    private RailTree search(Sources.Input input, Map<Part, Integer> loads, @Nullable Part controller, boolean usb) {
        Bound left = left(loads);
        Feed all = new Feed("", input.volts(), input.requirements(), surge);
        RailTree simple = new RailSearch(
                        regulators,
                        all,
                        null,
                        levels,
                        loads,
                        part -> supplyOf(part, usb ? controller : null),
                        controller,
                        left)
                .run();
        Range first = input.withoutUsb();
        Range second = input.usb();
        if (first == null || second == null || first.max() <= WIDE || first.min() <= 0) {
            return simple;
        }
        Feed source = new Feed("", first, input.requirementsWithoutUsb(), surge);
        RailTree joined = new RailSearch(
                        regulators,
                        source,
                        second,
                        levels,
                        loads,
                        part -> supplyOf(part, usb ? controller : null),
                        controller,
                        left)
                .run();
        return RailTree.ORDER.compare(joined, simple) < 0 ? joined : simple;
    }

    private static Range supplyOf(Part part, @Nullable Part onUsb) {
        Range supply = part.supply();
        if (supply == null) {
            throw new IllegalArgumentException("no load: " + part.mpn());
        }
        Double least = part.figures().get("usb_supply_min");
        return part.equals(onUsb) && least != null ? new Range(Math.max(least, supply.min()), supply.max()) : supply;
    }

    /** Returns the plan for {@code parts}, with everything a reader wants to know about it. */
    PowerPlan plan(Map<Part, Integer> parts, @Nullable Part controller, boolean usb) {
        Sources.Planned planned = sources.plan(parts);
        PlanWriter writer = new PlanWriter(relaxations, regulators, levels, planned, left(parts));
        RailTree tree = tree(parts, controller, usb);
        if (tree != null) {
            writer.write(tree);
        }
        return writer.plan();
    }

    /** Returns the name of a rail as schematics write it, such as {@code 3V3}. */
    static String name(double volts) {
        String text = Figures.plain(volts);
        return text.contains(".") ? text.replace('.', 'V') : text + "V";
    }
}
