package io.metaforge.agents.bom.bill;

import io.metaforge.agents.bom.circuit.Divider;
import io.metaforge.agents.bom.circuit.ESeries;
import io.metaforge.agents.bom.circuit.Formulas;
import io.metaforge.agents.bom.circuit.PullUp;
import io.metaforge.agents.bom.circuit.Values;
import io.metaforge.agents.bom.design.Architecture;
import io.metaforge.agents.bom.design.Architecture.Part;
import io.metaforge.agents.bom.design.Architecture.Rail;
import io.metaforge.agents.bom.rule.Application;
import io.metaforge.agents.bom.rule.Ask;
import io.metaforge.agents.bom.stock.Component;
import io.metaforge.agents.bom.stock.Item;
import io.metaforge.agents.bom.stock.Stock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** Computes the values that depend on the design. What it cannot know it leaves open, in words. */
final class Computations {

    /** Feedback dividers with a bottom resistor of this many ohms draw 10 µA to 100 µA and are not upset by leakage. */
    private static final double DIVIDER_FROM = 10_000;

    private static final double DIVIDER_TO = 22_000;

    /** Share of the rated current that the ripple of a step-down converter's inductor has. */
    private static final double RIPPLE = 0.4;

    /** Regulators for no more than this get an inductor of 2 mm × 1.6 mm. */
    private static final double SMALL_MILLIAMPERES = 500;

    /** Capacitance of one device's pin on a bus, UM10204 table 10, and of the traces together. */
    private static final double PIN_FARADS = 10e-12;

    private static final double TRACE_FARADS = 20e-12;

    /** Usual pull-ups, the largest first: the least current that is fast enough. */
    private static final List<Double> PULL_UPS = List.of(10_000.0, 4_700.0, 2_200.0, 1_500.0, 1_000.0);

    private final Architecture design;
    private final Nets nets;
    private final Stock stock;
    private final Settings settings;
    private final Wishes wishes;
    private final Protection protection;
    private final Measuring measuring;
    private final Lights lights;

    Computations(Architecture design, Nets nets, Stock stock, Settings settings, Wishes wishes) {
        this.design = design;
        this.nets = nets;
        this.stock = stock;
        this.settings = settings;
        this.wishes = wishes;
        protection = new Protection(nets, stock, wishes);
        measuring = new Measuring(nets, stock, wishes);
        lights = new Lights(nets, stock, settings);
    }

    Choice compute(Ask ask, Owner owner) {
        return switch (ask.compute()) {
            case "divider top" -> divider(owner, true);
            case "divider bottom" -> divider(owner, false);
            case "inductor" -> inductor(owner);
            case "i2c pull-up" -> pullUp(owner);
            case "led" -> lights.led(owner);
            case "led resistor" -> lights.resistor(owner);
            case "crystal load" -> crystalLoad(ask);
            case "p-mosfet" -> protection.mosfet(owner);
            case "gate clamp" -> protection.gateClamp();
            case "tvs" -> protection.surge(owner);
            case "fuse" -> protection.fuse(owner);
            case "voltage divider top" -> measuring.divider(owner, true);
            case "voltage divider bottom" -> measuring.divider(owner, false);
            case "shunt" -> measuring.shunt(ask, owner);
            case "charge sense" -> measuring.chargeSense(ask);
            case "program resistor" -> program(ask);
            case "holder" -> new Holders(stock, wishes).holder(owner);
            default -> throw new IllegalArgumentException("no computation " + ask.compute());
        };
    }

    /** Reports whether what {@code ask} computes is of use there: not each voltage has to be divided. */
    boolean needed(Ask ask, Owner owner) {
        return switch (ask.compute()) {
            case "voltage divider top", "voltage divider bottom" -> measuring.needed(owner);
            case "gate clamp" -> protection.gateClampNeeded(owner);
            default -> true;
        };
    }

    private Choice divider(Owner owner, boolean top) {
        double reference = Objects.requireNonNull(circuit(owner).reference());
        OptionalDouble volts = nets.nominalOutput(Objects.requireNonNull(owner.part()));
        String spec = top ? "feedback resistor, top, 1 %" : "feedback resistor, bottom, 1 %";
        if (volts.isEmpty() || volts.getAsDouble() <= reference) {
            return Choice.open("", spec, "Which voltage does the regulator make? The architecture gives it no rail.");
        }
        Divider divider = Divider.nearest(reference, volts.getAsDouble(), DIVIDER_FROM, DIVIDER_TO);
        String working = Values.plain(reference) + " V x (1 + " + Values.ohms(divider.topOhms()) + " / "
                + Values.ohms(divider.bottomOhms()) + ") = " + Values.digits(divider.volts(), 4) + " V, "
                + Values.signed(divider.errorPercent()) + " % from " + Values.plain(volts.getAsDouble()) + " V";
        return resistor(top ? divider.topOhms() : divider.bottomOhms()).worked(working);
    }

    private Choice inductor(Owner owner) {
        Part part = Objects.requireNonNull(owner.part());
        Application.Circuit circuit = circuit(owner);
        if (circuit.inductor() != null) {
            double henries = circuit.inductor();
            Double rated = Objects.requireNonNull(part.regulator()).maxMilliamperes();
            return Optional.of("small")
                    .filter(small -> rated != null && rated <= SMALL_MILLIAMPERES)
                    .flatMap(small -> stock.inductor(henries, small))
                    .or(() -> stock.inductor(henries, "power"))
                    .map(found -> Choice.of(found).worked("value of the data sheet"))
                    .orElseThrow(() -> new IllegalArgumentException("no inductor " + henries));
        }
        OptionalDouble in = nets.input(part);
        OptionalDouble out = nets.nominalOutput(part);
        Double rated = Objects.requireNonNull(part.regulator()).maxMilliamperes();
        String open = "Which inductor does the data sheet ask for?";
        if (in.isEmpty() || out.isEmpty() || rated == null || in.getAsDouble() <= out.getAsDouble()) {
            return Choice.open("", "power inductor", open);
        }
        double ripple = RIPPLE * rated / 1000;
        double henries = Formulas.buckInductor(
                in.getAsDouble(), out.getAsDouble(), ripple, Objects.requireNonNull(circuit.hertz()));
        Optional<Item> found = stock.powerInductorFrom(henries);
        if (found.isEmpty()) {
            return Choice.open(Values.henries(henries), "power inductor, at least " + Values.henries(henries), open);
        }
        Double planned = nets.rails(part).stream()
                .map(Rail::milliamperes)
                .filter(Objects::nonNull)
                .max(Double::compare)
                .orElse(null);
        double actual = ripple * henries / Objects.requireNonNull(found.get().quantity());
        String working = Values.plain(out.getAsDouble()) + " V x (" + Values.plain(in.getAsDouble()) + " V - "
                + Values.plain(out.getAsDouble()) + " V) / (" + Values.plain(in.getAsDouble()) + " V x "
                + Values.plain(ripple) + " A x " + Values.plain(circuit.hertz() / 1000) + " kHz) = "
                + Values.henries(Values.rounded(henries, 2));
        Choice choice = Choice.of(found.get().component()).worked(working);
        double peak = planned == null ? 0 : planned / 1000 + actual / 2;
        OptionalDouble saturation = found.get().figure("saturation");
        if (planned != null && saturation.isPresent() && saturation.getAsDouble() >= peak) {
            return Choice.of(found.get().component())
                    .worked(working + "; saturates at " + Values.plain(saturation.getAsDouble()) + " A, carries "
                            + Values.digits(peak, 2) + " A");
        }
        return planned == null
                ? choice
                : choice.asking("Is its saturation current above "
                        + Values.digits(planned / 1000 + actual / 2, 2)
                        + " A: the current the rail is planned for and half the ripple?");
    }

    private Choice pullUp(Owner owner) {
        List<Part> devices = design.parts().stream()
                .filter(part -> part.buses().contains(owner.bus()))
                .toList();
        OptionalDouble volts = nets.controller();
        if (volts.isEmpty()) {
            volts = devices.stream()
                    .map(nets::supply)
                    .filter(OptionalDouble::isPresent)
                    .mapToDouble(OptionalDouble::getAsDouble)
                    .max();
        }
        if (volts.isEmpty()) {
            return Choice.open("", "pull-up resistor", "Which voltage does " + owner.bus() + " have?");
        }
        int pins = 1 + devices.stream().mapToInt(Part::quantity).sum();
        double farads = TRACE_FARADS + pins * PIN_FARADS;
        PullUp bounds = PullUp.of(volts.getAsDouble(), farads, settings.busHertz());
        double chosen = PULL_UPS.stream()
                .filter(ohms -> ohms >= bounds.minOhms() && ohms <= bounds.maxOhms())
                .findFirst()
                .orElse(0.0);
        String working = Values.ohms(Values.rounded(bounds.minOhms(), 2)) + " to "
                + Values.ohms(Values.rounded(bounds.maxOhms(), 2)) + " at " + Values.plain(volts.getAsDouble()) + " V, "
                + Values.plain(farads * 1e12) + " pF, " + Values.plain(settings.busHertz() / 1000) + " kHz";
        if (chosen == 0) {
            return Choice.open(
                    "", "pull-up resistor, " + working, "How is " + owner.bus() + " made faster or shorter?");
        }
        return resistor(chosen).worked(working);
    }

    private Choice crystalLoad(Ask ask) {
        double load = Objects.requireNonNull(stock.item(ask.item()).load());
        double farads = Formulas.crystalCapacitor(load, settings.strayFarads());
        Item found = stock.stableCapacitor(farads);
        return Choice.of(found.component())
                .worked("2 x (" + Values.plain(load * 1e12) + " pF - " + Values.plain(settings.strayFarads() * 1e12)
                        + " pF) = " + Values.plain(farads * 1e12) + " pF");
    }

    private Choice program(Ask ask) {
        double constant = Objects.requireNonNull(ask.figures().get("volts"));
        double most = Objects.requireNonNull(ask.figures().get("maxMilliamperes")) / 1000;
        Wishes.Charge charge = wishes.charge();
        String formula = "R = " + Values.plain(constant) + " V / charge current";
        if (charge == null) {
            return Choice.open(
                    "", "current-setting resistor, 1 %: " + formula, "Which charge current? " + formula + ".");
        }
        if (charge.amperes() > most) {
            return Choice.open(
                    "",
                    "current-setting resistor, 1 %: " + formula,
                    "The charger gives at most " + Values.plain(most) + " A; " + charge.requirement() + " asks for "
                            + Values.plain(charge.amperes()) + " A.");
        }
        double ohms = constant / charge.amperes();
        return resistor(ESeries.E24.atLeast(ohms))
                .worked(Values.plain(constant) + " V / " + Values.plain(charge.amperes()) + " A = "
                        + Values.ohms(Values.rounded(ohms, 3)))
                .from(charge.requirement());
    }

    private static Application.Circuit circuit(Owner owner) {
        return Objects.requireNonNull(
                Objects.requireNonNull(owner.application()).circuit());
    }

    private Choice resistor(double ohms) {
        Component found = stock.resistor(ohms, "R0402")
                .orElseThrow(() -> new IllegalArgumentException("no resistor of " + ohms + " ohms"));
        return Choice.of(found);
    }
}
