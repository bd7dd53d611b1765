package io.metaforge.agents.power.budget;

import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.power.budget.Budget.RailBudget;
import io.metaforge.agents.power.budget.Budget.Share;
import io.metaforge.agents.power.budget.Budget.SourceBudget;
import io.metaforge.agents.power.budget.Budget.Sum;
import io.metaforge.agents.power.budget.DeviceBudget.ModeUse;
import io.metaforge.agents.power.budget.DeviceBudget.State;
import io.metaforge.agents.power.input.Architecture;
import io.metaforge.agents.power.input.Architecture.Block;
import io.metaforge.agents.power.input.Architecture.Device;
import io.metaforge.agents.power.input.Architecture.Source;
import io.metaforge.agents.power.rule.Rules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The sums of one budget. Made for one set of inputs; not thread-safe. */
final class Calculation {

    final Architecture architecture;
    final Options options;
    final Facts facts;
    final Ledger ledger;
    final Profile profile;
    final Duties duties;
    final PowerTree tree;
    final @Nullable Supply supply;
    final List<DeviceBudget> devices = new ArrayList<>();
    final @Nullable Battery battery;
    private final List<String> missing = new ArrayList<>();

    Calculation(Architecture architecture, Constraints constraints, Options options) {
        this.architecture = architecture;
        this.options = options;
        this.facts = new Facts(constraints);
        this.ledger = new Ledger(Rules.builtIn());
        this.profile = new Profile(facts, options, ledger);
        this.duties = new Duties(architecture, facts, options, profile, ledger);
        known(options.duty().keySet(), "duty");
        known(options.efficiency().keySet(), "efficiency");
        Supply found = Supply.of(architecture, options, ledger);
        this.supply = found;
        this.tree = new PowerTree(architecture, options, ledger);
        for (Device device : architecture.devices()) {
            DeviceBudget budget = duties.of(device);
            if (budget != null) {
                devices.add(
                        budget.gaps().size() == State.values().length || tree.supplies(device.rail())
                                ? budget
                                : DeviceBudget.unknown(device, Budgeter.UNSUPPLIED));
            }
        }
        List<String> none = Rules.builtIn().words("noCurrent");
        for (Block block : architecture.blocks()) {
            boolean draws = none.stream()
                    .noneMatch(
                            f -> block.function().equals(f) || block.function().startsWith(f + "."));
            if (block.status().equals("unmet") && draws) {
                missing.add(block.title() + " (" + Basis.some(block.requirements(), 3, ", ") + "): no part is chosen");
            }
        }
        this.battery = found == null ? null : Battery.of(found, facts, options, ledger);
    }

    private void known(Iterable<String> references, String argument) {
        for (String reference : references) {
            if (architecture.device(reference).isEmpty()) {
                throw Options.refusal(
                        "input.args." + argument + "." + reference,
                        "one of the parts of the architecture: "
                                + String.join(
                                        ", ",
                                        architecture.devices().stream()
                                                .map(Device::reference)
                                                .toList()));
            }
        }
    }

    Map<String, Double> loads(State state) {
        Map<String, Double> loads = new LinkedHashMap<>();
        devices.forEach(budget -> loads.merge(budget.device().rail(), budget.draw(state), Double::sum));
        return loads;
    }

    PowerTree.Flow flow(State state, double volts) {
        return tree.flow(loads(state), volts);
    }

    Map<State, Sum> sums() {
        Map<State, Sum> sums = new EnumMap<>(State.class);
        if (supply == null) {
            return sums;
        }
        Source source = supply.source();
        for (State state : State.values()) {
            List<String> gaps = new ArrayList<>();
            for (DeviceBudget budget : devices) {
                String gap = budget.gaps().get(state);
                if (gap != null) {
                    gaps.add(budget.device().name() + ": " + gap);
                }
            }
            for (PowerTree.Node node : tree.nodes()) {
                if (node.quiescent() == null && node.regulator() != null && state != State.PEAK) {
                    gaps.add(node.regulator().name() + ": its quiescent current is not known");
                }
            }
            gaps.addAll(missing);
            double largest = devices.stream()
                    .mapToDouble(b -> b.draw(state) * tree.factor(b.device().rail(), source.min()))
                    .max()
                    .orElse(0);
            sums.put(
                    state,
                    new Sum(
                            flow(state, supply.nominal().value()).source(),
                            flow(state, source.min()).source(),
                            flow(state, source.max()).source(),
                            List.copyOf(gaps),
                            largest,
                            weighed(state, DeviceBudget::overstated),
                            weighed(state, DeviceBudget::understated)));
        }
        return sums;
    }

    /** Returns a part of the sum of {@code state}, at the source's nominal voltage. */
    private double weighed(State state, Function<DeviceBudget, Map<State, Double>> part) {
        return supply == null
                ? 0
                : devices.stream()
                        .mapToDouble(b -> part.apply(b).getOrDefault(state, 0.0)
                                * tree.factor(
                                        b.device().rail(), supply.nominal().value()))
                        .sum();
    }

    /** Returns the states of which not everything on {@code rail}, or on what it feeds, is known. */
    Set<State> incomplete(String rail) {
        Set<State> incomplete = EnumSet.noneOf(State.class);
        devices.stream()
                .filter(b -> b.device().rail().equals(rail))
                .forEach(b -> incomplete.addAll(b.gaps().keySet()));
        tree.nodes().stream()
                .filter(node -> node.rail().from().equals(rail))
                .forEach(node -> incomplete.addAll(incomplete(node.rail().name())));
        return incomplete;
    }

    List<SourceBudget> sources() {
        List<SourceBudget> found = new ArrayList<>();
        for (Source source : architecture.sources()) {
            Map<State, Double> low = new EnumMap<>(State.class);
            Map<State, Double> high = new EnumMap<>(State.class);
            if (source.feedsRails() && source.min() > 0) {
                for (State state : State.values()) {
                    low.put(state, from(source, state, source.min()));
                    high.put(state, from(source, state, source.max()));
                }
            }
            found.add(new SourceBudget(
                    source.name(),
                    source.min(),
                    source.max(),
                    source.part(),
                    source.feedsRails(),
                    source.requirements(),
                    low,
                    high));
        }
        return found;
    }

    /** Returns what {@code source} gives while it feeds alone: those beside the first enter where feeds join. */
    double from(Source source, State state, double volts) {
        PowerTree.Node junction = tree.junction();
        boolean first = supply == null || source.equals(supply.source());
        return first || junction == null
                ? flow(state, volts).source()
                : tree.throughJunction(loads(state), junction, volts);
    }

    List<RailBudget> rails() {
        List<RailBudget> rails = new ArrayList<>();
        if (supply == null) {
            return rails;
        }
        double volts = supply.nominal().value();
        for (PowerTree.Node node : tree.nodes()) {
            Map<State, Double> loads = new EnumMap<>(State.class);
            Map<State, Double> inputs = new EnumMap<>(State.class);
            for (State state : State.values()) {
                PowerTree.Flow flow = flow(state, volts);
                String name = node.rail().name();
                loads.put(state, flow.loads().getOrDefault(name, 0.0));
                inputs.put(state, flow.inputs().getOrDefault(name, 0.0));
            }
            double in = tree.inputVolts(node, volts);
            double out = tree.railVolts(node, volts);
            double loss = inputs.getOrDefault(State.AVERAGE, 0.0) * in - loads.getOrDefault(State.AVERAGE, 0.0) * out;
            Device regulator = node.regulator();
            String kind = regulator == null || regulator.regulator() == null
                    ? ""
                    : regulator.regulator().kind();
            rails.add(new RailBudget(
                    node.rail().name(),
                    out,
                    node.rail().from().isEmpty()
                            ? supply.source().name()
                            : node.rail().from(),
                    regulator == null ? "" : regulator.name(),
                    kind,
                    node.switching() ? node.efficiency() : null,
                    node.quiescent(),
                    loads,
                    inputs,
                    incomplete(node.rail().name()),
                    Math.max(0, loss),
                    node.rail().available(),
                    node.rail().requirements()));
        }
        return rails;
    }

    /** Returns what makes up the average at the source, largest first. */
    List<Share> shares() {
        List<Share> shares = new ArrayList<>();
        if (supply == null) {
            return shares;
        }
        double volts = supply.nominal().value();
        for (DeviceBudget budget : devices) {
            double factor = tree.factor(budget.device().rail(), volts);
            Map<String, Double> groups = new LinkedHashMap<>();
            for (ModeUse use : budget.uses()) {
                groups.merge(use.group(), use.average() * factor, Double::sum);
            }
            add(shares, budget.device().name(), budget.device().rail(), groups);
        }
        for (PowerTree.Node node : tree.nodes()) {
            if (node.regulator() != null) {
                add(
                        shares,
                        node.regulator().name(),
                        node.rail().name(),
                        Map.of("quiescent", node.quiescentOrZero() * tree.factorBefore(node, volts)));
            }
        }
        if (battery != null) {
            add(shares, battery.name(), "", Map.of("self-discharge", battery.selfDischargeMilliamperes()));
        }
        shares.sort(Comparator.comparingDouble(Share::milliamperes).reversed().thenComparing(Share::name));
        return shares;
    }

    private static void add(List<Share> shares, String name, String rail, Map<String, Double> groups) {
        Share share = new Share(name, rail, groups);
        if (share.milliamperes() > 0) {
            shares.add(share);
        }
    }

    /** Reports whether no current of {@code state} is known. */
    boolean nothingDrawn(State state) {
        return supply == null || flow(state, supply.nominal().value()).source() <= 0;
    }

    double average() {
        return supply == null
                ? 0
                : flow(State.AVERAGE, supply.nominal().value()).source();
    }

    /** Returns the hours the battery lasts at the average; null without a battery, or where nothing is drawn. */
    @Nullable
    Double lifeHours() {
        double average = average();
        return battery == null || average <= 0 ? null : (Double) battery.lifeHours(average);
    }
}
