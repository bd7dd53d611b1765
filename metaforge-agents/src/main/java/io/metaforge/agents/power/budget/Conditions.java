package io.metaforge.agents.power.budget;

import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.power.amount.Amounts;
import io.metaforge.agents.power.budget.Budget.Sum;
import io.metaforge.agents.power.budget.DeviceBudget.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * Asks whether a limit holds under all that is permitted, and not only as the budget counts: at every spreading factor that
 * nobody excludes, at the shortest interval that a requirement allows, at every voltage of the source.
 */
final class Conditions {

    private static final int LOWEST_FACTOR = 7;
    private static final int HIGHEST_FACTOR = 12;

    private final Calculation base;
    private final List<Condition> single = new ArrayList<>();
    private final List<Calculation> factors = new ArrayList<>();
    private Calculation together;

    private record Condition(String text, Calculation calculation) {}

    Conditions(Calculation base) {
        this.base = base;
        this.together = base;
        Options worst = base.options;
        int factor = (int) base.profile
                .usedSpreadingFactor()
                .filter(used -> used.basis().stream().anyMatch(id -> id.matches("A\\d+")))
                .map(Cited::value)
                .orElse(0.0)
                .doubleValue();
        if (factor > 0 && base.supply != null) {
            for (int f = LOWEST_FACTOR; f <= HIGHEST_FACTOR; f++) {
                factors.add(with(base.options.with("lora_spreading_factor", f)));
            }
            String needed = sensitivity();
            single.add(new Condition(
                    "uplinks at SF" + HIGHEST_FACTOR + ", which the network may assign" + needed,
                    factors.get(factors.size() - 1)));
            worst = worst.with("lora_spreading_factor", HIGHEST_FACTOR);
        }
        for (Map.Entry<String, String> argument : Profile.ARGUMENTS.entrySet()) {
            Cited now = base.profile.used().get(argument.getKey());
            double shortest = now == null ? 0 : base.facts.ends(now)[0];
            if (now != null && base.supply != null && shortest > 0 && shortest < now.value() * 0.999) {
                single.add(new Condition(
                        "one " + argument.getKey() + " every " + Amounts.seconds(shortest) + ", which "
                                + String.join(", ", requirements(now)) + " allows",
                        with(base.options.with(argument.getValue(), shortest))));
                worst = worst.with(argument.getValue(), shortest);
            }
        }
        if (single.size() > 1) {
            together = with(worst);
        } else if (single.size() == 1) {
            together = single.get(0).calculation();
        }
    }

    private Calculation with(Options options) {
        return new Calculation(base.architecture, base.facts.constraints(), options);
    }

    private static List<String> requirements(Cited interval) {
        return interval.basis().stream().filter(id -> !id.matches("A\\d+")).toList();
    }

    /** Returns what a requirement on the receiver says about the spreading factor. */
    private String sensitivity() {
        for (Requirement requirement : base.facts.constraints().requirements()) {
            for (Quantity quantity : requirement.quantities()) {
                java.math.BigDecimal asked = quantity.max() != null ? quantity.max() : quantity.nominal();
                if (quantity.parameter().equals("receiver_sensitivity")
                        && quantity.unit().equals("dBm")
                        && asked != null
                        && LoraAirtime.sensitivity(HIGHEST_FACTOR - 1) > asked.doubleValue()) {
                    return " and without which no receiver at 125 kHz reaches the " + Amounts.plain(asked.doubleValue())
                            + " dBm of " + requirement.id();
                }
            }
        }
        return "";
    }

    /**
     * Returns the conditions under which {@code figure} exceeds {@code limit}; empty where it does under none.
     *
     * @param figure grows with what is worse
     */
    String exceeding(double limit, ToDoubleFunction<Calculation> figure, DoubleFunction<String> format) {
        StringBuilder text = new StringBuilder();
        for (Condition condition : single) {
            double value = figure.applyAsDouble(condition.calculation());
            if (value > limit * (1 + 1e-9)) {
                text.append(" With ")
                        .append(condition.text())
                        .append(", it is ")
                        .append(format.apply(value))
                        .append('.');
            }
        }
        if (text.isEmpty() && figure.applyAsDouble(together) > limit * (1 + 1e-9)) {
            List<String> all = single.stream().map(Condition::text).toList();
            text.append(" With ")
                    .append(String.join(", and ", all))
                    .append(", it is ")
                    .append(format.apply(figure.applyAsDouble(together)))
                    .append('.');
        }
        int holds = 0;
        while (holds < factors.size() && figure.applyAsDouble(factors.get(holds)) <= limit * (1 + 1e-9)) {
            holds++;
        }
        if (holds > 0 && holds < factors.size()) {
            text.append(" It holds up to SF").append(LOWEST_FACTOR + holds - 1).append(", other things as counted.");
        }
        return text.toString();
    }

    /** Returns the current of {@code state} at the source's least favourable voltage, milliamperes. */
    static double atWorstVoltage(Calculation calculation, State state) {
        Supply supply = calculation.supply;
        return supply == null
                ? 0
                : Math.max(
                        calculation.flow(state, supply.nominal().value()).source(),
                        Math.max(
                                calculation.flow(state, supply.source().min()).source(),
                                calculation.flow(state, supply.source().max()).source()));
    }

    /** Says from which voltage of the source on a limit holds that its lowest voltage breaks; empty where it keeps it. */
    String voltage(State state, double limit) {
        Supply supply = base.supply;
        if (supply == null) {
            return "";
        }
        double low = supply.source().min();
        double high = supply.source().max();
        if (base.flow(state, low).source() <= limit || base.flow(state, high).source() > limit) {
            return "";
        }
        for (int i = 0; i < 40; i++) {
            double middle = (low + high) / 2;
            if (base.flow(state, middle).source() <= limit) {
                high = middle;
            } else {
                low = middle;
            }
        }
        double up = Math.ceil(high * 100 - 1e-6) / 100;
        return " It holds from " + Amounts.volts(up) + " up.";
    }

    /** Says what the part that takes most at rest would leave if its supply were switched off; empty where that is none. */
    String lever(State state, double limit) {
        Supply supply = base.supply;
        if (supply == null || state != State.REST) {
            return "";
        }
        double low = supply.source().min();
        return base.devices.stream()
                .filter(device -> !device.device().does("mcu") && device.draw(State.REST) > 0)
                .max(Comparator.comparingDouble(device -> device.draw(State.REST)
                        * base.tree.factor(device.device().rail(), low)))
                .map(device -> {
                    double saved = device.draw(State.REST)
                            * base.tree.factor(device.device().rail(), low);
                    double left = base.flow(State.REST, low).source() - saved;
                    return " With the supply of " + device.device().name() + " switched off at rest it is "
                            + Amounts.current(left) + " at " + Amounts.volts(low)
                            + (left <= limit ? ", which holds." : ".");
                })
                .orElse("");
    }

    /**
     * Solves for what is not known: says how much parts of unknown draw may take for a limit to hold. Empty where they hang
     * on several rails, or where something else is missing as well.
     */
    String room(State state, Sum sum, double limit, double volts) {
        List<DeviceBudget> unknown =
                base.devices.stream().filter(d -> d.gaps().containsKey(state)).toList();
        Set<String> rails = new TreeSet<>();
        unknown.forEach(device -> rails.add(device.device().rail()));
        Supply supply = base.supply;
        if (supply == null
                || unknown.isEmpty()
                || rails.size() != 1
                || unknown.size() != sum.gaps().size()) {
            return "";
        }
        String rail = rails.iterator().next();
        double room = room(state, rail, limit, volts);
        double atLowest = room(state, rail, limit, supply.source().min());
        if (room <= 0 || !base.tree.supplies(rail)) {
            return "";
        }
        List<String> names =
                unknown.stream().map(device -> device.device().name()).toList();
        String more = unknown.stream().anyMatch(device -> device.draw(state) > 0) ? " beside what is counted" : "";
        return " It holds as long as " + String.join(" and ", names)
                + (names.size() > 1 ? " together draw" : " draws") + " less than " + Amounts.current(room) + " from "
                + rail + more
                + (atLowest > 0 && atLowest < room * 0.999
                        ? " (" + Amounts.current(atLowest) + " at "
                                + Amounts.volts(supply.source().min()) + ")"
                        : "")
                + ".";
    }

    private double room(State state, String rail, double limit, double volts) {
        double factor = base.tree.factor(rail, volts);
        return factor <= 0 ? 0 : (limit - base.flow(state, volts).source()) / factor;
    }
}
