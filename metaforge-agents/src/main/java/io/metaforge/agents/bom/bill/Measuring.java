package io.metaforge.agents.bom.bill;

import io.metaforge.agents.bom.circuit.ESeries;
import io.metaforge.agents.bom.circuit.Values;
import io.metaforge.agents.bom.rule.Ask;
import io.metaforge.agents.bom.stock.Stock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** Computes what brings a voltage or a current into the range of what measures it. */
final class Measuring {

    /** Bottom resistor of a divider: its source stays below what the sample-and-hold of common converters takes. */
    private static final double BOTTOM_OHMS = 10_000;

    private static final List<String> VOLTAGES = List.of(
            "battery_voltage", "measured_voltage", "input_voltage", "voltage", "supply_voltage", "surge_voltage");

    private static final List<String> CURRENTS =
            List.of("battery_current", "measured_current", "current", "load_current", "motor_current", "input_current");

    private final Nets nets;
    private final Stock stock;
    private final Wishes wishes;

    Measuring(Nets nets, Stock stock, Wishes wishes) {
        this.nets = nets;
        this.stock = stock;
        this.wishes = wishes;
    }

    /** Reports whether the voltage goes beyond the supply of the converter, or one of them is not known. */
    boolean needed(Owner owner) {
        OptionalDouble full = nets.nominalController();
        OptionalDouble volts = volts(owner);
        return full.isEmpty() || volts.isEmpty() || volts.getAsDouble() > full.getAsDouble();
    }

    Choice divider(Owner owner, boolean top) {
        OptionalDouble full = nets.nominalController();
        OptionalDouble volts = volts(owner);
        String part = top ? "divider resistor, top" : "divider resistor, bottom";
        if (full.isEmpty() || volts.isEmpty()) {
            return Choice.open("", part, "Which voltage is measured, and which range has the converter?");
        }
        double ohms = ESeries.E24.atLeast(BOTTOM_OHMS * (volts.getAsDouble() / full.getAsDouble() - 1));
        double reached = full.getAsDouble() * (BOTTOM_OHMS + ohms) / BOTTOM_OHMS;
        return Choice.of(stock.resistor(top ? ohms : BOTTOM_OHMS, "R0402").orElseThrow())
                .worked(Values.ohms(ohms) + " over " + Values.ohms(BOTTOM_OHMS) + ": "
                        + Values.digits(reached, 3) + " V give the " + Values.plain(full.getAsDouble())
                        + " V of the controller's rail, " + Values.plain(volts.getAsDouble())
                        + " V have to be measured")
                .asking("Two resistors of 1 % alone add up to "
                        + Values.digits(2 * ohms / (ohms + BOTTOM_OHMS), 2)
                        + " % of error, and the rail is the converter's reference unless it has its own: closer"
                        + " resistors, a reference, or calibration?");
    }

    private OptionalDouble volts(Owner owner) {
        OptionalDouble source = nets.highest();
        double most = wishes.largest(owner.requirements(), "V", VOLTAGES)
                .or(() -> wishes.largest("V", List.of("surge_voltage")).filter(figure -> figure.value() <= 200))
                .map(Wishes.Figure::value)
                .orElse(0.0);
        double volts = Math.max(most, source.orElse(0));
        return volts > 0 ? OptionalDouble.of(volts) : OptionalDouble.empty();
    }

    Choice shunt(Ask ask, Owner owner) {
        double millivolts = Objects.requireNonNull(ask.figures().get("millivolts"));
        double step = Objects.requireNonNull(ask.figures().get("stepMicrovolts"));
        Optional<Wishes.Figure> current = wishes.largest(owner.requirements(), "A", CURRENTS);
        String formula = Values.plain(millivolts) + " mV divided by the largest current to measure";
        if (current.isEmpty()) {
            return Choice.open(
                    "",
                    "current shunt, Kelvin connection: " + formula,
                    "Which largest current is measured? The shunt has " + formula + " (data sheet).");
        }
        double amperes = current.get().value();
        double ohms = millivolts / 1000 / amperes;
        double watts = amperes * amperes * ohms;
        String shown = Values.digits(ohms * 1000, 2) + " mOhm";
        return Choice.open(
                        shown,
                        "current shunt of at most " + shown + " (" + Values.plain(millivolts) + " mV / "
                                + Values.plain(amperes) + " A), at least " + Values.digits(2 * watts, 2)
                                + " W for the " + Values.digits(watts, 2) + " W it turns into heat, 1 % or better,"
                                + " Kelvin connection",
                        "Which shunt of at most " + shown + " for " + Values.digits(2 * watts, 2)
                                + " W? One step of the monitor is then " + Values.digits(step / ohms / 1000, 2)
                                + " mA; its offset voltage divided by " + shown
                                + " is the error at no current (data sheet).")
                .from(current.get().requirement());
    }

    Choice chargeSense(Ask ask) {
        double millivolts = Objects.requireNonNull(ask.figures().get("millivolts"));
        // a sense resistor bounds the current, so that "at least" counts as well
        Optional<Wishes.Figure> charge = wishes.largest("A", Wishes.CHARGE);
        if (charge.isEmpty()) {
            return Choice.open(
                    "",
                    "charge current sense resistor: " + Values.plain(millivolts) + " mV / charge current",
                    "Which charge current? The sense resistor is " + Values.plain(millivolts) + " mV divided by it.");
        }
        double ohms = millivolts / 1000 / charge.get().value();
        String shown = Values.digits(ohms * 1000, 2) + " mOhm";
        double watts = charge.get().value() * charge.get().value() * ohms;
        return Choice.open(
                        shown,
                        "charge current sense resistor of at most " + shown + ", at least "
                                + Values.digits(2 * watts, 2) + " W, 1 %, Kelvin connection",
                        "Which sense resistor of at most " + shown + " (" + Values.plain(millivolts) + " mV / "
                                + Values.plain(charge.get().value()) + " A, "
                                + charge.get().requirement() + ")?")
                .from(charge.get().requirement());
    }
}
