package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Current;
import io.metaforge.agents.architecture.catalogue.MainsSupply;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.architecture.catalogue.Regulator;
import io.metaforge.agents.architecture.need.Bound;
import io.metaforge.agents.architecture.need.Demands;
import io.metaforge.agents.architecture.need.Figures;
import io.metaforge.agents.architecture.need.RailDemand;
import io.metaforge.agents.architecture.need.SourceDemand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans sources and rails for chosen parts: the cheapest regulators that keep every part within its supply. */
final class PowerPlanner {

    /** What a regulator has to deliver beyond the sum of the known largest currents. */
    static final double MARGIN = 0.30;

    private static final double RAIL_TOLERANCE = 0.03;
    private static final double[] LEVELS = {3.3, 3.0, 2.8, 2.5, 1.8, 5.0};
    private static final double UNPRICED = 10_000;

    private final Catalogue catalogue;
    private final Fitness fitness;
    private final Demands demands;
    private final List<PowerPlan.PlannedSource> sources = new ArrayList<>();
    private final List<PowerPlan.PlannedRail> rails = new ArrayList<>();
    private final Map<Part, Integer> added = new LinkedHashMap<>();
    private final List<String> assumptions = new ArrayList<>();
    private final List<String> questions = new ArrayList<>();
    private final List<String> trades = new ArrayList<>();

    private PowerPlanner(Catalogue catalogue, Fitness fitness, Demands demands) {
        this.catalogue = catalogue;
        this.fitness = fitness;
        this.demands = demands;
    }

    /**
     * Plans the supply.
     *
     * @param parts with the number of pieces
     * @param usb whether the controller's own USB is used, which may need more than the controller itself
     * @param controller null where there is none
     */
    static PowerPlan plan(
            Catalogue catalogue,
            Fitness fitness,
            Demands demands,
            Map<Part, Integer> parts,
            @Nullable Part controller,
            boolean usb,
            @Nullable Part cell) {
        PowerPlanner planner = new PowerPlanner(catalogue, fitness, demands);
        planner.run(parts, controller, usb, cell);
        return new PowerPlan(
                planner.sources, planner.rails, planner.added, planner.assumptions, planner.questions, planner.trades);
    }

    private void run(Map<Part, Integer> parts, @Nullable Part controller, boolean usb, @Nullable Part cell) {
        boolean charges = parts.keySet().stream().anyMatch(part -> part.charger() != null);
        Range input = sources(parts, charges, cell);
        Map<Part, Integer> loads = new LinkedHashMap<>();
        parts.forEach((part, quantity) -> {
            if (part.supply() != null) {
                loads.put(part, quantity);
            }
        });
        if (loads.isEmpty() || input == null) {
            return;
        }
        assumptions.add("Regulators are chosen for the sum of the largest known currents of a rail plus "
                + Figures.plain(MARGIN * 100) + " %.");
        Map<Part, Integer> left = new LinkedHashMap<>(loads);
        for (RailDemand demand : demands.rails()) {
            boolean planned = rails.stream().anyMatch(r -> Math.abs(r.rail().volts() - demand.volts()) < 1e-6);
            Map<Part, Integer> here = planned ? Map.of() : suited(left, demand.window(), controller, usb);
            if (!here.isEmpty()) {
                left.keySet().removeAll(here.keySet());
                add(input, rail(input, demand.volts(), demand.window(), demand, here));
            }
        }
        while (!left.isEmpty()) {
            PowerPlan.PlannedRail next = cheapest(input, left, controller, usb);
            if (next == null) {
                left.forEach((part, quantity) -> unsupplied(input, part, quantity));
                return;
            }
            left.keySet().removeAll(next.loads().keySet());
            add(input, next);
        }
    }

    private void add(Range input, PowerPlan.PlannedRail rail) {
        rails.add(rail);
        if (rail.regulator() != null) {
            added.merge(rail.regulator(), 1, Integer::sum);
            Regulator regulator = rail.regulator().regulator();
            Double from = regulator == null ? null : regulator.fullCurrentFrom();
            if (from != null && input.min() < from - 1e-9) {
                questions.add("Does " + rail.regulator().mpn() + " deliver "
                        + Figures.of(rail.rail().neededMilliamperes(), "mA") + " at "
                        + Figures.of(rail.rail().volts(), "V") + " from " + Figures.of(input.min(), "V")
                        + "? Its rating holds from " + Figures.of(from, "V") + ".");
            }
        }
    }

    /** Collects the sources and returns the voltages that rails are fed from; null where nothing can be planned. */
    private @Nullable Range sources(Map<Part, Integer> parts, boolean charges, @Nullable Part cell) {
        Range input = null;
        boolean battery = demands.sources().stream().anyMatch(s -> s.kind() == SourceDemand.Kind.BATTERY);
        for (SourceDemand source : demands.sources()) {
            Part maker = null;
            Range volts = source.volts();
            String basis = source.basis();
            if (source.kind() == SourceDemand.Kind.MAINS) {
                maker = parts.keySet().stream()
                        .filter(p -> p.mains() != null)
                        .findFirst()
                        .orElse(null);
                if (maker == null || maker.mains() == null) {
                    continue;
                }
                MainsSupply mains = maker.mains();
                volts = new Range(mains.volts() * 0.95, mains.volts() * 1.05);
                basis = Figures.of(mains.volts(), "V") + " ±5 % from the mains module";
            } else if (source.kind() == SourceDemand.Kind.BATTERY) {
                maker = cell;
                if (cell != null) {
                    added.put(cell, Math.max(1, source.cells()));
                }
            }
            boolean feeds = source.kind() == SourceDemand.Kind.BATTERY
                    || !(charges && battery
                            || source.kind() == SourceDemand.Kind.SOLAR
                                    && demands.sources().size() > 1);
            if (source.assumed()) {
                assumptions.add("Voltage of the " + source.kind().title() + ": " + Figures.range(volts, "V") + " ("
                        + basis + "; " + String.join(", ", source.requirements()) + ").");
            }
            sources.add(new PowerPlan.PlannedSource(
                    new Source(source.kind().title(), volts, "", source.requirements(), basis, feeds), maker));
            if (feeds) {
                input = input == null ? volts : input.union(volts);
            }
        }
        if (sources.stream().filter(s -> s.source().feedsRails()).count() > 1) {
            assumptions.add(
                    "Any one of the sources can supply the design; they are combined by diodes or a power path.");
        }
        if (charges && battery) {
            assumptions.add("The rails hang on the battery; other sources only charge it.");
        }
        if (input == null) {
            input = new Range(4.75, 5.25);
            assumptions.add("No requirement names a source of energy; 5 V ±5 % from outside is assumed.");
            questions.add("What supplies the product, and between which voltages?");
            sources.add(new PowerPlan.PlannedSource(
                    new Source("external supply", input, "", List.of(), "assumed", true), null));
        }
        if (input.min() <= 0) {
            questions.add("The source is allowed to fall to " + Figures.of(input.min(), "V")
                    + "; from which voltage must the product work?");
            return null;
        }
        return input;
    }

    private static Range supplyOf(Part part, @Nullable Part controller, boolean usb) {
        Range supply = part.supply();
        if (supply == null) {
            throw new IllegalArgumentException("no load: " + part.mpn());
        }
        Double least = part.figures().get("usb_supply_min");
        return part == controller && usb && least != null
                ? new Range(Math.max(least, supply.min()), supply.max())
                : supply;
    }

    private Map<Part, Integer> suited(Map<Part, Integer> loads, Range window, @Nullable Part controller, boolean usb) {
        Map<Part, Integer> suited = new LinkedHashMap<>();
        loads.forEach((part, quantity) -> {
            if (supplyOf(part, controller, usb).covers(window)) {
                suited.put(part, quantity);
            }
        });
        return suited;
    }

    /** Returns the rail that supplies most of what is left, of those the cheapest; null where none supplies anything. */
    private PowerPlan.@Nullable PlannedRail cheapest(
            Range input, Map<Part, Integer> left, @Nullable Part controller, boolean usb) {
        PowerPlan.PlannedRail best = null;
        double bestCost = Double.MAX_VALUE;
        Map<Part, Integer> direct = suited(left, input, controller, usb);
        List<String> levels = new ArrayList<>();
        if (!direct.isEmpty()) {
            best = direct(input, direct);
            bestCost = 0;
        }
        for (double level : LEVELS) {
            Range window = new Range(level * (1 - RAIL_TOLERANCE), level * (1 + RAIL_TOLERANCE));
            Map<Part, Integer> here = suited(left, window, controller, usb);
            if (here.isEmpty() || (best != null && here.size() < best.loads().size())) {
                continue;
            }
            PowerPlan.PlannedRail rail = rail(input, level, window, null, here);
            if (!rail.rail().met()) {
                continue;
            }
            double cost = rail.regulator() == null ? 0 : price(rail.regulator());
            boolean better = best == null || here.size() > best.loads().size() || cost < bestCost - 1e-9;
            if (better) {
                best = rail;
                bestCost = cost;
            }
            if (here.size() == left.size() && rail.regulator() != null) {
                levels.add(Figures.of(level, "V") + " with " + rail.regulator().mpn() + " (USD "
                        + priceText(rail.regulator()) + ")");
            }
        }
        if (best != null && best.regulator() != null && levels.size() > 1) {
            trades.add("Rail " + best.rail().name() + " was taken among " + String.join(", ", levels)
                    + ": the lowest price" + " that keeps every part on it within its supply range.");
        }
        return best;
    }

    private static PowerPlan.PlannedRail direct(Range input, Map<Part, Integer> parts) {
        Map<Part, Rail.Load> loads = loads(parts);
        double sum = sum(loads);
        return new PowerPlan.PlannedRail(
                new Rail(
                        "SOURCE",
                        input.min(),
                        input,
                        "",
                        List.of(),
                        sum,
                        sum * (1 + MARGIN),
                        null,
                        List.of(),
                        "No regulator: the source's " + Figures.range(input, "V")
                                + " lies within the supply range of each of these parts.",
                        true),
                null,
                loads,
                List.of(),
                List.of());
    }

    private PowerPlan.PlannedRail rail(
            Range input, double volts, Range window, @Nullable RailDemand demand, Map<Part, Integer> parts) {
        Map<Part, Rail.Load> loads = loads(parts);
        double sum = sum(loads);
        double needed = sum * (1 + MARGIN);
        List<String> requirements = new ArrayList<>();
        sources.stream().filter(s -> s.source().feedsRails()).forEach(s -> s.source().requirements().stream()
                .filter(id -> !requirements.contains(id))
                .forEach(requirements::add));
        Bound rest = demands.sleepCurrents().stream()
                .min(Comparator.comparingDouble(Bound::value))
                .orElse(null);
        RegulatorFit fit = new RegulatorFit(input, requirements, volts, needed, demand, rest);
        List<Part> fitting = new ArrayList<>();
        List<Rejection> not = new ArrayList<>();
        for (Part part : catalogue.parts()) {
            Regulator regulator = part.regulator();
            if (regulator != null && regulator.gives(volts)) {
                Rejection rejection = fit.reject(part, regulator);
                rejection = rejection == null ? fitness.reject(part) : rejection;
                if (rejection == null) {
                    fitting.add(part);
                } else {
                    not.add(rejection);
                }
            }
        }
        fitting.sort(Comparator.<Part>comparingDouble(part -> cost(part, rest)).thenComparing(Part::mpn));
        String name = name(volts);
        Part taken = fitting.isEmpty() ? null : fitting.get(0);
        List<String> asking = demand == null ? List.of() : List.of(demand.requirement());
        if (taken == null || taken.regulator() == null) {
            return new PowerPlan.PlannedRail(
                    new Rail(
                            name,
                            volts,
                            window,
                            "",
                            List.of(),
                            sum,
                            needed,
                            null,
                            asking,
                            "No regulator of the catalogue makes " + Figures.of(volts, "V") + " from "
                                    + Figures.range(input, "V") + ".",
                            false),
                    null,
                    loads,
                    not,
                    List.of());
        }
        return new PowerPlan.PlannedRail(
                new Rail(
                        name,
                        volts,
                        window,
                        "",
                        List.of(),
                        sum,
                        needed,
                        fit.capacity(taken.regulator()),
                        asking,
                        explanation(input, volts, taken, taken.regulator(), fit),
                        true),
                taken,
                loads,
                not,
                fitting.subList(1, fitting.size()));
    }

    private String explanation(Range input, double volts, Part part, Regulator regulator, RegulatorFit fit) {
        StringBuilder text = new StringBuilder();
        switch (regulator.kind()) {
            case "ldo" ->
                text.append("Linear: ")
                        .append(Figures.of(volts, "V"))
                        .append(" + ")
                        .append(Figures.of(regulator.dropout() == null ? 0 : regulator.dropout(), "V"))
                        .append(" drop-out ≤ ")
                        .append(Figures.of(input.min(), "V"))
                        .append(" lowest input; ")
                        .append(Figures.of((input.max() - volts) * fit.milliamperes() / 1000, "W"))
                        .append(" of heat at ")
                        .append(Figures.of(input.max(), "V"))
                        .append(" and the needed current.");
            case "buck" ->
                text.append("Step-down from ").append(Figures.range(input, "V")).append('.');
            case "boost" ->
                text.append("Step-up from ")
                        .append(Figures.range(input, "V"))
                        .append(", counted with its switch limit, the lowest input and ")
                        .append(Figures.plain(RegulatorFit.BOOST_EFFICIENCY * 100))
                        .append(" % efficiency.");
            default ->
                text.append("Buck-boost: ")
                        .append(Figures.range(input, "V"))
                        .append(" lies on both sides of, or too close to, ")
                        .append(Figures.of(volts, "V"))
                        .append('.');
        }
        if (fit.derated(regulator)) {
            text.append(" Its full current is specified from ")
                    .append(Figures.of(regulator.fullCurrentFrom() == null ? 0 : regulator.fullCurrentFrom(), "V"))
                    .append("; below, half of it is counted on.");
        }
        return text.toString();
    }

    private void unsupplied(Range input, Part part, int quantity) {
        Map<Part, Rail.Load> loads = loads(Map.of(part, quantity));
        Range supply = part.supply();
        rails.add(new PowerPlan.PlannedRail(
                new Rail(
                        "UNSUPPLIED",
                        supply == null ? 0 : supply.min(),
                        supply == null ? input : supply,
                        "",
                        List.of(),
                        sum(loads),
                        sum(loads) * (1 + MARGIN),
                        null,
                        List.of(),
                        "No regulator of the catalogue supplies " + part.mpn() + " ("
                                + (supply == null ? "" : Figures.range(supply, "V")) + ") from "
                                + Figures.range(input, "V") + ".",
                        false),
                null,
                loads,
                List.of(),
                List.of()));
    }

    private static Map<Part, Rail.Load> loads(Map<Part, Integer> parts) {
        Map<Part, Rail.Load> loads = new LinkedHashMap<>();
        parts.forEach((part, quantity) -> {
            Current largest = part.largestCurrent().orElse(null);
            loads.put(
                    part,
                    largest == null || !part.workingCurrentKnown()
                            ? new Rail.Load(part.mpn(), null, "")
                            : new Rail.Load(part.mpn(), largest.milliamperes() * quantity, largest.mode()));
        });
        return loads;
    }

    private static double sum(Map<Part, Rail.Load> loads) {
        double sum = 0;
        for (Rail.Load load : loads.values()) {
            sum += load.milliamperes() == null ? 0 : load.milliamperes();
        }
        return sum;
    }

    private double cost(Part part, @Nullable Bound rest) {
        boolean unknownRest =
                rest != null && part.regulator() != null && part.regulator().quiescentMilliamperes() == null;
        return price(part) + (unknownRest ? 100 : 0) + fitness.unverified(part).size() * 100.0;
    }

    private static double price(Part part) {
        return part.price() == null ? UNPRICED : part.price().usd().doubleValue();
    }

    private static String priceText(Part part) {
        return part.price() == null
                ? "unknown"
                : part.price().usd().setScale(2, java.math.RoundingMode.HALF_UP).toPlainString();
    }

    /** Returns the name of a rail as schematics write it, such as {@code 3V3}. */
    static String name(double volts) {
        String text = Figures.plain(volts);
        return text.contains(".") ? text.replace('.', 'V') : text + "V";
    }

    /** Returns the sources that feed rails. */
    static Set<String> feeding(List<Source> sources) {
        Set<String> names = new LinkedHashSet<>();
        sources.stream().filter(Source::feedsRails).forEach(s -> names.add(s.name()));
        return names;
    }
}
