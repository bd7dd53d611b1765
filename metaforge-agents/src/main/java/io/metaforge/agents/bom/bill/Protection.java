package io.metaforge.agents.bom.bill;

import io.metaforge.agents.bom.circuit.Values;
import io.metaforge.agents.bom.design.Architecture.Source;
import io.metaforge.agents.bom.stock.Item;
import io.metaforge.agents.bom.stock.Stock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Chooses what protects a terminal, against the ratings of what stands behind it. */
final class Protection {

    /** A fuse carries three quarters of its rating for years. */
    private static final double FUSE_FACTOR = 1.33;

    /** Room that a transistor in a supply lead has above the voltage of the lead. */
    private static final double MOSFET_FACTOR = 1.5;

    /** Larger surges are those of a test generator: no supply follows them. */
    private static final double LARGEST_TRANSIENT = 200;

    private static final List<String> TRANSIENT = List.of("surge_voltage");

    /** Currents of a battery's terminal where the requirement on its protection states none. */
    private static final List<String> BATTERY_CURRENTS =
            List.of("charge_current", "charging_current", "battery_current", "discharge_current");

    private final Nets nets;
    private final Stock stock;
    private final Wishes wishes;

    Protection(Nets nets, Stock stock, Wishes wishes) {
        this.nets = nets;
        this.stock = stock;
        this.wishes = wishes;
    }

    Choice surge(Owner owner) {
        List<Source> sources = nets.named(owner.terminal());
        OptionalDouble steady = Nets.highest(sources);
        if (steady.isEmpty()) {
            return Choice.open("TVS", "surge suppressor", "Which voltage does the input have at most?");
        }
        Optional<Wishes.Figure> transients = transients(owner);
        double volts = Math.max(
                steady.getAsDouble(), transients.map(Wishes.Figure::value).orElse(0.0));
        String standOff = "stand-off at least " + Values.plain(volts) + " V, "
                + (volts > steady.getAsDouble()
                        ? "the transient of "
                                + transients.map(Wishes.Figure::requirement).orElse("")
                        : "the highest supply from outside");
        OptionalDouble clamping = stock.clamping(volts);
        if (clamping.isEmpty()) {
            return Choice.open(
                    "TVS",
                    "surge suppressor, stand-off at least " + Values.plain(volts) + " V",
                    "Which surge suppressor?");
        }
        Optional<Nets.Rated> weakest = nets.weakest(sources);
        if (weakest.isPresent() && weakest.get().volts() < clamping.getAsDouble()) {
            String part = weakest.get().part().reference() + " "
                    + weakest.get().part().mpn();
            String rated =
                    part + " is specified to " + Values.plain(weakest.get().volts()) + " V";
            String why = weakest.get().volts() < volts
                    ? "; that is below the transient itself: choose another "
                            + weakest.get().part().reference()
                    : "; absolute maximum ratings are not on file";
            return Choice.open(
                    "TVS",
                    "surge suppressor, " + standOff + ", that clamps below "
                            + Values.plain(weakest.get().volts()) + " V",
                    "No SMBJ suppressor fits: with " + standOff + " it clamps at "
                            + Values.plain(clamping.getAsDouble())
                            + " V, and " + rated + why
                            + ". A part with a higher rating, a series element, or protection in two stages?");
        }
        String behind = weakest.isPresent()
                ? "; clamps at " + Values.plain(clamping.getAsDouble()) + " V, below the "
                        + Values.plain(weakest.get().volts()) + " V of "
                        + weakest.get().part().reference()
                : "; clamps at " + Values.plain(clamping.getAsDouble()) + " V";
        return stock.surgeSuppressor(volts)
                .map(found -> Choice.of(found).worked(standOff + behind))
                .orElseThrow();
    }

    Choice fuse(Owner owner) {
        Optional<Wishes.Figure> current = current(owner);
        if (current.isEmpty()) {
            return Choice.open(
                    "",
                    "fuse: rating at least " + Values.plain(FUSE_FACTOR) + " times the largest input current",
                    "Which largest current does the input carry? No requirement states it; the fuse is rated at least "
                            + Values.plain(FUSE_FACTOR) + " times that.");
        }
        double amperes = Values.rounded(current.get().value() * FUSE_FACTOR, 2);
        String stated =
                Values.plain(current.get().value()) + " A of " + current.get().requirement();
        boolean panel = owner.terminal().contains("panel");
        return Choice.open(
                        "",
                        "fuse: " + Values.plain(amperes) + " A or more, " + Values.plain(FUSE_FACTOR) + " times the "
                                + stated,
                        panel
                                ? "A panel gives no more than its short-circuit current (" + stated
                                        + "), which does not blow this fuse: is it meant against current from the"
                                        + " battery?"
                                : "Which fuse of " + Values.plain(amperes)
                                        + " A or more, and does it break the largest fault current of the source?")
                .from(current.get().requirement());
    }

    Choice mosfet(Owner owner) {
        OptionalDouble steady = Nets.highest(nets.named(owner.terminal()));
        if (steady.isEmpty()) {
            return Choice.open(
                    "P-MOSFET",
                    "P-channel MOSFET for the highest input, gate clamped by a Zener diode",
                    "Which P-channel MOSFET, for the highest input and the largest current?");
        }
        double drain = drain(owner, steady.getAsDouble());
        Optional<Wishes.Figure> current = current(owner);
        double amperes = current.map(Wishes.Figure::value).orElse(0.0);
        for (String id : List.of("mosfet.p.8V", "mosfet.p.20V")) {
            Item item = stock.item(id);
            if (fits(item.volts(), steady.getAsDouble())
                    && item.figure("drain").orElse(0) >= drain
                    && item.figure("amperes").orElse(0) >= amperes) {
                Choice choice = Choice.of(item.component())
                        .worked("at least " + Values.plain(drain) + " V drain to source, "
                                + Values.plain(steady.getAsDouble()) + " V at the gate");
                return current.isPresent()
                        ? choice
                        : choice.asking("Does " + item.component().mpn() + " carry the largest input current?"
                                + " No requirement states it.");
            }
        }
        String needs = "at least " + Values.plain(drain) + " V drain to source"
                + (amperes > 0
                        ? ", " + Values.plain(amperes) + " A ("
                                + current.map(Wishes.Figure::requirement).orElse("") + ")"
                        : "");
        return Choice.open(
                "P-MOSFET",
                "P-channel MOSFET, " + needs,
                "Which P-channel MOSFET: " + needs + (amperes > 0 ? "?" : " and the largest input current?")
                        + " None on file is rated for that.");
    }

    /** Gates stand 20 V at most: above that a Zener diode holds them. */
    boolean gateClampNeeded(Owner owner) {
        OptionalDouble steady = Nets.highest(nets.named(owner.terminal()));
        return steady.isEmpty() || !fits(stock.item("mosfet.p.20V").volts(), steady.getAsDouble());
    }

    Choice gateClamp() {
        return Choice.open(
                "Zener",
                "Zener diode from source to gate, below the largest gate voltage of the MOSFET",
                "Which Zener diode holds the gate of the MOSFET? It follows from the MOSFET that is chosen.");
    }

    private double drain(Owner owner, double steady) {
        return Values.rounded(
                Math.max(
                        MOSFET_FACTOR * steady,
                        transients(owner).map(Wishes.Figure::value).orElse(0.0)),
                3);
    }

    /** A transient belongs to the terminal whose requirements state it, or to any where only one is told apart. */
    private Optional<Wishes.Figure> transients(Owner owner) {
        Optional<Wishes.Figure> found = wishes.largest(owner.requirements(), "V", TRANSIENT);
        return found.or(() -> wishes.largest("V", TRANSIENT)).filter(figure -> figure.value() <= LARGEST_TRANSIENT);
    }

    private Optional<Wishes.Figure> current(Owner owner) {
        Optional<Wishes.Figure> own = wishes.largest(owner.requirements(), "A", List.of());
        if (own.isPresent() || !owner.terminal().contains("battery")) {
            return own.or(() -> owner.terminal().contains("panel")
                    ? wishes.largest("A", List.of("short_circuit_current"))
                    : Optional.empty());
        }
        return wishes.largest("A", BATTERY_CURRENTS);
    }

    private static boolean fits(@org.jspecify.annotations.Nullable Double rated, double volts) {
        return rated != null && rated >= volts;
    }
}
