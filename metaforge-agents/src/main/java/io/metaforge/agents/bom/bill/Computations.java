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

    /** An LED whose resistor has less than this across it changes its current too much with the supply. */
    private static final double LED_HEADROOM = 0.3;

    private final Architecture design;
    private final Nets nets;
    private final Stock stock;
    private final Settings settings;
    private final Wishes wishes;

    Computations(Architecture design, Nets nets, Stock stock, Settings settings, Wishes wishes) {
        this.design = design;
        this.nets = nets;
        this.stock = stock;
        this.settings = settings;
        this.wishes = wishes;
    }

    Choice compute(Ask ask, Owner owner) {
        return switch (ask.compute()) {
            case "divider top" -> divider(owner, true);
            case "divider bottom" -> divider(owner, false);
            case "inductor" -> inductor(owner);
            case "i2c pull-up" -> pullUp(owner);
            case "led resistor" -> led();
            case "crystal load" -> crystalLoad(ask);
            case "p-mosfet" -> mosfet();
            case "tvs" -> surge();
            case "program resistor" -> program(ask);
            case "holder" -> holder(owner);
            default -> throw new IllegalArgumentException("no computation " + ask.compute());
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

    private Choice led() {
        OptionalDouble volts = nets.nominalController();
        double forward = Objects.requireNonNull(stock.item("led.green").forward());
        if (volts.isEmpty() || volts.getAsDouble() - forward < LED_HEADROOM) {
            return Choice.open(
                    "",
                    "LED series resistor",
                    "Which supply drives the LED? It needs " + Values.plain(forward + LED_HEADROOM)
                            + " V; the controller's pins "
                            + (volts.isEmpty()
                                    ? "have an unknown voltage."
                                    : "have " + Values.plain(volts.getAsDouble()) + " V."));
        }
        double ohms = Formulas.ledResistor(volts.getAsDouble(), forward, settings.ledAmperes());
        return resistor(ESeries.E24.atLeast(ohms))
                .worked("(" + Values.plain(volts.getAsDouble()) + " V - " + Values.plain(forward) + " V) / "
                        + Values.plain(settings.ledAmperes() * 1000) + " mA = "
                        + Values.ohms(Values.rounded(ohms, 3)));
    }

    private Choice crystalLoad(Ask ask) {
        double load = Objects.requireNonNull(stock.item(ask.item()).load());
        double farads = Formulas.crystalCapacitor(load, settings.strayFarads());
        Item found = stock.stableCapacitor(farads);
        return Choice.of(found.component())
                .worked("2 x (" + Values.plain(load * 1e12) + " pF - " + Values.plain(settings.strayFarads() * 1e12)
                        + " pF) = " + Values.plain(farads * 1e12) + " pF");
    }

    private Choice mosfet() {
        OptionalDouble volts = nets.highest();
        if (volts.isPresent()) {
            for (String id : List.of("mosfet.p.8V", "mosfet.p.20V")) {
                Item item = stock.item(id);
                if (Objects.requireNonNull(item.volts()) >= volts.getAsDouble()) {
                    return Choice.of(item.component());
                }
            }
        }
        String at = volts.isPresent() ? "for " + Values.plain(volts.getAsDouble()) + " V" : "for the highest input";
        return Choice.open(
                "P-MOSFET",
                "P-channel MOSFET " + at + ", gate clamped by a Zener diode",
                "Which P-channel MOSFET, " + at + " and the largest current, and which Zener diode at its gate?");
    }

    private Choice surge() {
        OptionalDouble volts = nets.outside();
        if (volts.isEmpty()) {
            return Choice.open("TVS", "surge suppressor", "Which voltage does the input have at most?");
        }
        return stock.surgeSuppressor(volts.getAsDouble())
                .map(found -> Choice.of(found)
                        .worked("stand-off at least " + Values.plain(volts.getAsDouble())
                                + " V, the highest supply from outside"))
                .orElseGet(() -> Choice.open(
                        "TVS",
                        "surge suppressor, stand-off at least " + Values.plain(volts.getAsDouble()) + " V",
                        "Which surge suppressor?"));
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

    private Choice holder(Owner owner) {
        Part cell = Objects.requireNonNull(owner.part());
        int pieces = cell.quantity();
        Optional<Item> whole = stock.find("holder." + cell.packageName() + "." + pieces);
        if (whole.isEmpty() && pieces == 1) {
            whole = stock.find("holder." + cell.packageName());
        }
        if (whole.isPresent()) {
            return Choice.of(whole.get().component());
        }
        String cells = pieces + " x " + cell.packageName();
        return Choice.open(
                cells, "holder or connector for " + cells, "Which holder, or which connector, do the cells get?");
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
