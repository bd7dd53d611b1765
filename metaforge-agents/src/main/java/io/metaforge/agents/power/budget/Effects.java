package io.metaforge.agents.power.budget;

import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.power.amount.Amounts;
import io.metaforge.agents.power.budget.Budget.Effect;
import io.metaforge.agents.power.budget.DeviceBudget.State;
import io.metaforge.agents.power.input.Architecture;
import io.metaforge.agents.power.input.Architecture.Device;
import io.metaforge.agents.power.input.Architecture.Regulator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Calculates the budget again with one thing changed at a time, to say what helps and what hurts. */
final class Effects {

    private static final double WORTH_TELLING = 0.01;
    private static final double GOOD_EFFICIENCY = 0.95;
    private static final double STEP_DOWN_EFFICIENCY = 0.85;
    private static final double STEP_DOWN_HEADROOM = 1.15;

    private final Calculation base;
    private final Constraints constraints;
    private final List<Effect> effects = new ArrayList<>();

    private Effects(Calculation base, Constraints constraints) {
        this.base = base;
        this.constraints = constraints;
    }

    static List<Effect> of(Calculation base, Constraints constraints) {
        Effects effects = new Effects(base, constraints);
        boolean controllerKnown = base.devices.stream()
                .noneMatch(d -> d.device().does("mcu") && d.gaps().containsKey(State.AVERAGE));
        if (base.supply != null && base.average() > 0 && controllerKnown) {
            effects.intervals();
            effects.spreadingFactors();
            effects.regulators(base.supply.nominal().value());
        }
        effects.effects.sort(Comparator.comparingDouble(Effect::average).thenComparing(Effect::change));
        return effects.effects;
    }

    private void intervals() {
        Map<String, Cited> used = base.profile.used();
        Cited report = used.get(Profile.REPORT);
        if (report != null) {
            interval(Profile.REPORT, "report_interval_s", report);
        }
        Cited sample = used.get(Profile.MEASUREMENT);
        if (sample != null && (report == null || !sample.basis().containsAll(report.basis()))) {
            interval(Profile.MEASUREMENT, "sampling_interval_s", sample);
        }
        Cited advertisement = used.get(Profile.ADVERTISEMENT);
        if (advertisement != null) {
            interval(Profile.ADVERTISEMENT, "advertising_interval_s", advertisement);
        }
    }

    private void interval(String what, String argument, Cited now) {
        double[] ends = base.facts.ends(now);
        if (ends[1] > ends[0]) {
            for (double end : ends) {
                if (Math.abs(end - now.value()) > 1e-9 * end) {
                    tell(
                            "one " + what + " every " + Amounts.seconds(end) + " instead of "
                                    + Amounts.seconds(now.value()),
                            new Calculation(base.architecture, constraints, base.options.with(argument, end)));
                }
            }
            return;
        }
        double twice = now.value() * 2;
        tell(
                "one " + what + " every " + Amounts.seconds(twice) + " instead of " + Amounts.seconds(now.value()),
                new Calculation(base.architecture, constraints, base.options.with(argument, twice)));
    }

    private void spreadingFactors() {
        int now = (int)
                base.profile.usedSpreadingFactor().map(Cited::value).orElse(0.0).doubleValue();
        if (now == 0) {
            return;
        }
        for (int factor : new int[] {7, 12}) {
            if (factor != now) {
                tell(
                        "uplinks at SF" + factor + " instead of SF" + now,
                        new Calculation(
                                base.architecture, constraints, base.options.with("lora_spreading_factor", factor)));
            }
        }
    }

    private void regulators(double volts) {
        for (PowerTree.Node node : base.tree.nodes()) {
            Device device = node.regulator();
            if (device == null
                    || base.flow(State.AVERAGE, volts)
                                    .loads()
                                    .getOrDefault(node.rail().name(), 0.0)
                            <= 0) {
                continue;
            }
            double in = base.tree.inputVolts(node, volts);
            if (node.switching()) {
                if (node.efficiency().value() < GOOD_EFFICIENCY) {
                    tell(
                            device.name() + " passing on " + Amounts.percent(GOOD_EFFICIENCY) + " instead of "
                                    + Amounts.percent(node.efficiency().value()),
                            new Calculation(
                                    base.architecture,
                                    constraints,
                                    base.options.withEfficiency(device.reference(), GOOD_EFFICIENCY)));
                }
            } else if (in >= node.rail().volts() * STEP_DOWN_HEADROOM) {
                tell(
                        "a step-down converter of " + Amounts.percent(STEP_DOWN_EFFICIENCY) + " in place of "
                                + device.name() + ", with the same quiescent current",
                        new Calculation(stepDown(device), constraints, base.options));
            }
        }
    }

    private Architecture stepDown(Device linear) {
        Architecture now = base.architecture;
        List<Device> devices = new ArrayList<>();
        for (Device device : now.devices()) {
            Regulator regulator = device.regulator();
            devices.add(
                    device.reference().equals(linear.reference()) && regulator != null
                            ? new Device(
                                    device.reference(),
                                    device.mpn(),
                                    device.title(),
                                    device.quantity(),
                                    device.functions(),
                                    device.requirements(),
                                    device.rail(),
                                    device.modes(),
                                    new Regulator("buck", STEP_DOWN_EFFICIENCY, "", regulator.quiescent()),
                                    device.cell(),
                                    device.charger(),
                                    device.mains(),
                                    device.dataSheet())
                            : device);
        }
        return new Architecture(now.project(), devices, now.sources(), now.rails(), now.blocks(), now.requirements());
    }

    /** Returns which changes bring what is compared to the other side of its limit, as a sentence; empty where none does. */
    static String turning(List<Effect> effects, boolean holds, Predicate<Effect> holdsWith) {
        List<String> turning = effects.stream()
                .filter(effect -> holdsWith.test(effect) != holds)
                .map(Effect::change)
                .toList();
        return turning.isEmpty()
                ? ""
                : (holds ? " It would not hold with " : " It would hold with ") + String.join("; ", turning) + ".";
    }

    private void tell(String change, Calculation changed) {
        double average = changed.average();
        Double before = base.lifeHours();
        Double after = changed.lifeHours();
        double difference = before != null && after != null
                ? Math.abs(after - before) / before
                : Math.abs(average - base.average()) / base.average();
        if (difference >= WORTH_TELLING) {
            effects.add(new Effect(change, average, after));
        }
    }
}
