package io.metaforge.agents.power.budget;

import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.power.amount.Amounts;
import io.metaforge.agents.power.budget.Budget.Sum;
import io.metaforge.agents.power.budget.DeviceBudget.State;
import io.metaforge.agents.power.budget.Verdicts.Outcome;
import io.metaforge.agents.power.input.Architecture.Cell;
import io.metaforge.agents.power.input.Architecture.Device;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Verdicts on what stores energy and brings it: battery, charger, solar panel. */
final class StorageVerdicts {

    /** A panel that brings a day's draw in so many hours of full sun is there for something else than the product. */
    private static final double PASSED_ON = 0.1;

    private final Calculation calculation;
    private final Map<State, Sum> sums;
    private final List<Budget.Effect> effects;
    private final Conditions conditions;

    StorageVerdicts(Calculation calculation, Map<State, Sum> sums, List<Budget.Effect> effects, Conditions conditions) {
        this.calculation = calculation;
        this.effects = effects;
        this.conditions = conditions;
        this.sums = sums;
    }

    Outcome outcome(String kind, Quantity quantity) {
        return switch (kind) {
            case "battery_life" -> life(quantity);
            case "battery_capacity" -> capacity(quantity);
            case "charge_time" -> chargeTime(quantity);
            case "charge_current" -> chargeCurrent(quantity);
            case "discharge_current" -> dischargeCurrent(quantity);
            case "solar_power" -> solar(quantity);
            default -> throw new IllegalArgumentException("no verdict of kind " + kind);
        };
    }

    private Outcome life(Quantity quantity) {
        Double seconds = lower(quantity, "time");
        Battery battery = calculation.battery;
        Sum sum = sums.get(State.AVERAGE);
        Double life = calculation.lifeHours();
        if (seconds == null) {
            return Outcome.open("The requirement states no time.");
        }
        double wanted = seconds / 3600;
        if (sum == null) {
            return Outcome.open("No source feeds the rails.");
        }
        if (calculation.nothingDrawn(State.AVERAGE)) {
            return Outcome.open(Verdicts.NOTHING + left(sum));
        }
        if (battery == null) {
            double charge = sum.nominal() * wanted;
            return new Outcome(
                    Verdicts.OPEN,
                    "The battery is not chosen and its capacity is not stated. The average of "
                            + Amounts.current(sum.nominal()) + " takes " + Amounts.charge(charge) + " in "
                            + Amounts.duration(wanted) + ", before self-discharge and what cannot be used."
                            + left(sum),
                    Verdicts.basis(calculation, State.AVERAGE));
        }
        if (life == null) {
            return Outcome.open("Nothing is known to be drawn." + left(sum));
        }
        String text = Amounts.charge(battery.capacity().value()) + " × "
                + Amounts.percent(battery.usable().value()) + " / (" + Amounts.current(sum.nominal()) + " + "
                + Amounts.current(battery.selfDischargeMilliamperes()) + " self-discharge) = "
                + hours(life) + "; asked for are " + hours(wanted) + "." + left(sum);
        boolean tooShort = life < wanted * (1 - 1e-9);
        boolean mayLast = tooShort && battery.lifeHours(sum.nominal() - sum.overstated()) >= wanted;
        text += Effects.turning(
                effects, !tooShort, effect -> effect.lifeHours() != null && effect.lifeHours() >= wanted);
        String conditional = tooShort || !sum.gaps().isEmpty()
                ? ""
                : conditions.exceeding(
                        1 / wanted,
                        c -> 1 / Math.max(1e-9, c.lifeHours() == null ? life : c.lifeHours()),
                        rate -> Amounts.duration(1 / rate));
        text += conditional;
        if (mayLast) {
            text += Verdicts.HIGHER_POWER;
        }
        boolean mayFail = !tooShort && battery.lifeHours(sum.nominal() + sum.understated()) < wanted;
        if (mayFail) {
            text += Verdicts.PERIPHERALS;
        }
        String word = tooShort && !mayLast
                ? Verdicts.NOT_MET
                : !tooShort && !mayFail && conditional.isEmpty() && sum.gaps().isEmpty() ? Verdicts.MET : Verdicts.OPEN;
        Set<String> basis = new LinkedHashSet<>(Verdicts.basis(calculation, State.AVERAGE));
        basis.addAll(Verdicts.cited(battery.basis()));
        return new Outcome(word, text, List.copyOf(basis));
    }

    /** Returns hours, with a larger unit beside them where there is one. */
    private static String hours(double hours) {
        String plain = Amounts.plain(hours) + " h";
        String duration = Amounts.duration(hours);
        return plain.equals(duration) ? plain : plain + ", " + duration;
    }

    private static String left(Sum sum) {
        return sum.gaps().isEmpty()
                ? ""
                : " Not, or not wholly, in the average: " + Basis.some(sum.gaps(), Verdicts.GAPS, "; ") + ".";
    }

    private Outcome capacity(Quantity quantity) {
        Double coulombs = lower(quantity, "charge");
        Double joules = lower(quantity, "energy");
        Supply supply = calculation.supply;
        Battery battery = calculation.battery;
        Device part = supply == null ? null : supply.part();
        Cell cell = part == null ? null : part.cell();
        if (supply == null || cell == null || part == null || battery == null) {
            return Outcome.open(
                    battery == null
                            ? "No cell is chosen."
                            : "No cell is chosen; the budget takes the capacity from the requirement.");
        }
        double has = battery.capacity().value();
        Double wanted = coulombs != null
                ? (Double) (coulombs / 3.6)
                : joules != null ? (Double) (joules / 3.6 / supply.nominal().value()) : null;
        if (wanted == null) {
            return Outcome.open("The requirement states no capacity.");
        }
        return new Outcome(
                has >= wanted * (1 - 1e-9) ? Verdicts.MET : Verdicts.NOT_MET,
                part.name() + " holds " + Amounts.charge(has) + "; asked for are " + Amounts.charge(wanted) + ".",
                Verdicts.cited(battery.capacity().basis()));
    }

    private @Nullable Device charger() {
        return calculation.architecture.devices().stream()
                .filter(device -> device.charger() != null)
                .findFirst()
                .orElse(null);
    }

    private Outcome chargeCurrent(Quantity quantity) {
        Double wanted = Facts.first(quantity, "current");
        Device charger = charger();
        if (wanted == null) {
            return Outcome.open("The requirement states no current.");
        }
        if (charger == null || charger.charger() == null) {
            return Outcome.open("The architecture holds no charger.");
        }
        Double most = charger.charger().maxMilliamperes();
        if (most == null) {
            return Outcome.open(charger.name() + " leaves the charge current to external parts; asked for are "
                    + Amounts.current(wanted * 1000) + ".");
        }
        if (charger.charger().externalSwitches() && most >= wanted * 1000 * (1 - 1e-9)) {
            return Outcome.open(charger.name() + " charges with up to " + Amounts.current(most)
                    + " where its external transistors and inductor carry that, which are not chosen; asked for are "
                    + Amounts.current(wanted * 1000) + ".");
        }
        return new Outcome(
                most >= wanted * 1000 * (1 - 1e-9) ? Verdicts.MET : Verdicts.NOT_MET,
                charger.name() + " charges with up to " + Amounts.current(most) + "; asked for are "
                        + Amounts.current(wanted * 1000) + ".",
                List.of());
    }

    private Outcome chargeTime(Quantity quantity) {
        Double seconds = upper(quantity, "time");
        Battery battery = calculation.battery;
        Device charger = charger();
        if (seconds == null) {
            return Outcome.open("The requirement states no time.");
        }
        if (battery == null || charger == null || charger.charger() == null) {
            return Outcome.open(
                    (battery == null ? "The battery's capacity is not known." : "The architecture holds no charger."));
        }
        Cited current = chargeCurrent(battery, charger.charger().maxMilliamperes());
        Cited factor = calculation.ledger.figure("charge_factor");
        double hours = battery.capacity().value() / current.value() * factor.value();
        double wanted = seconds / 3600;
        List<String> basis = new ArrayList<>(Verdicts.cited(current.basis()));
        basis.addAll(Verdicts.cited(factor.basis()));
        return new Outcome(
                hours <= wanted * (1 + 1e-9) ? Verdicts.MET : Verdicts.NOT_MET,
                Amounts.plain(factor.value()) + " × "
                        + Amounts.charge(battery.capacity().value()) + " / "
                        + Amounts.current(current.value()) + " = " + Amounts.plain(hours) + " h; allowed are "
                        + Amounts.plain(wanted) + " h. What the product draws meanwhile is not counted.",
                basis);
    }

    private Cited chargeCurrent(Battery battery, @Nullable Double most) {
        Double given = calculation.options.number("charge_current_mA");
        if (given != null) {
            return new Cited(given, List.of("args.charge_current_mA"));
        }
        for (Requirement requirement : calculation.facts.constraints().requirements()) {
            for (Quantity quantity : requirement.quantities()) {
                Double stated = Facts.first(quantity, "current");
                if (quantity.parameter().equals("charge_current") && stated != null && stated > 0) {
                    double milliamperes = stated * 1000;
                    return new Cited(
                            most == null ? milliamperes : Math.min(milliamperes, most), List.of(requirement.id()));
                }
            }
        }
        Cited rate = calculation.ledger.figure("charge_rate");
        double half = battery.capacity().value() * rate.value();
        return new Cited(most == null ? half : Math.min(half, most), rate.basis());
    }

    private Outcome dischargeCurrent(Quantity quantity) {
        Double wanted = Facts.first(quantity, "current");
        Device part = calculation.supply == null ? null : calculation.supply.part();
        Cell cell = part == null ? null : part.cell();
        if (wanted == null || part == null || cell == null || cell.maxMilliamperes() == null) {
            return Outcome.open("The largest current of the battery is not known.");
        }
        double most = cell.maxMilliamperes();
        return new Outcome(
                most >= wanted * 1000 * (1 - 1e-9) ? Verdicts.MET : Verdicts.NOT_MET,
                part.name() + " delivers up to " + Amounts.current(most) + " continuously; asked for are "
                        + Amounts.current(wanted * 1000) + ".",
                List.of());
    }

    private Outcome solar(Quantity quantity) {
        Double watts = Facts.first(quantity, "power");
        Sum sum = sums.get(State.AVERAGE);
        if (watts == null || watts <= 0) {
            return Outcome.open("The requirement states no power.");
        }
        if (sum == null || calculation.supply == null) {
            return Outcome.open("No source feeds the rails.");
        }
        if (calculation.nothingDrawn(State.AVERAGE)) {
            return Outcome.open(Verdicts.NOTHING + left(sum));
        }
        double milliwatts = sum.nominal() * calculation.supply.nominal().value();
        double hours = milliwatts * 24 / (watts * 1000);
        boolean passedOn = charger() != null
                && hours < PASSED_ON
                && calculation.supply.part() == null
                && calculation.supply.battery();
        if (passedOn) {
            return Outcome.open("Not compared with what the product draws: the panel charges a battery outside through "
                    + "the product, which takes next to nothing of it.");
        }
        return new Outcome(
                hours > 24 ? Verdicts.NOT_MET : Verdicts.OPEN,
                "The product draws " + Amounts.power(milliwatts) + " on average, "
                        + Amounts.plain(milliwatts * 24 / 1000) + " Wh a day; a panel of "
                        + Amounts.power(watts * 1000) + " brings that in " + Amounts.plain(hours)
                        + " h of full sun, the losses of charging aside. How much sun there is, no requirement says."
                        + left(sum),
                Verdicts.basis(calculation, State.AVERAGE));
    }

    private static @Nullable Double lower(Quantity quantity, String dimension) {
        Double min = Facts.in(dimension, quantity.min(), quantity.unit());
        return min != null ? min : Facts.first(quantity, dimension);
    }

    private static @Nullable Double upper(Quantity quantity, String dimension) {
        Double max = Facts.in(dimension, quantity.max(), quantity.unit());
        return max != null ? max : Facts.first(quantity, dimension);
    }
}
