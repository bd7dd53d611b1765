package io.metaforge.agents.bom.bill;

import io.metaforge.agents.bom.circuit.Values;
import io.metaforge.agents.bom.design.Architecture.Span;
import io.metaforge.agents.bom.rule.Ask;
import io.metaforge.agents.bom.stock.Component;
import io.metaforge.agents.bom.stock.Item;
import io.metaforge.agents.bom.stock.Stock;
import java.util.Optional;
import java.util.OptionalDouble;

/** Finds the component for what a rule asks for. */
final class Chooser {

    /** Class 2 ceramics lose capacitance with voltage; this keeps most of it and leaves room for transients. */
    static final double VOLTAGE_FACTOR = 1.5;

    private final Stock stock;
    private final Nets nets;
    private final Wishes wishes;
    private final Computations computations;

    Chooser(Stock stock, Nets nets, Wishes wishes, Computations computations) {
        this.stock = stock;
        this.nets = nets;
        this.wishes = wishes;
        this.computations = computations;
    }

    Choice choose(Ask ask, Owner owner) {
        Choice choice;
        if (!ask.spec().isEmpty()) {
            choice = Choice.open("", ask.spec(), ask.question());
        } else if (!ask.compute().isEmpty()) {
            choice = computations.compute(ask, owner);
        } else if (!ask.item().isEmpty()) {
            choice = item(stock.item(ask.item()));
        } else {
            choice = byValue(ask, owner);
        }
        return choice.question().isEmpty() ? choice.asking(ask.question()) : choice;
    }

    /** Reports whether what {@code ask} computes is of use for {@code owner}. */
    boolean needed(Ask ask, Owner owner) {
        return computations.needed(ask, owner);
    }

    /** A part that does not stand the temperatures of the requirements is no choice. */
    private Choice item(Item item) {
        Optional<Span> needed = wishes.operating();
        Item found = item;
        if (needed.isPresent() && !stands(item, needed.get()) && !item.wider().isEmpty()) {
            found = stock.item(item.wider());
        }
        if (needed.isEmpty() || stands(found, needed.get())) {
            return Choice.of(found.component());
        }
        String range = Values.plain(needed.get().min()) + " C to "
                + Values.plain(needed.get().max()) + " C";
        return Choice.open(
                found.component().value(),
                found.component().description() + ", specified for " + range,
                "Which part is specified for " + range + "? The one on file, "
                        + found.component().maker() + " " + found.component().mpn() + ", is for "
                        + Values.plain(found.figure("coldest").orElseThrow()) + " C to "
                        + Values.plain(found.figure("hottest").orElseThrow()) + " C.");
    }

    private static boolean stands(Item item, Span needed) {
        return item.figure("coldest").orElse(needed.min()) <= needed.min()
                && item.figure("hottest").orElse(needed.max()) >= needed.max();
    }

    private Choice byValue(Ask ask, Owner owner) {
        double value = Values.parse(ask.value());
        return switch (ask.designator()) {
            case "R" ->
                Choice.of(stock.resistor(value, ask.packageName().isEmpty() ? "R0402" : ask.packageName())
                        .orElseThrow(() -> new IllegalArgumentException("no resistor " + ask.value())));
            case "L" ->
                Choice.of(stock.inductor(value, ask.use())
                        .orElseThrow(() -> new IllegalArgumentException("no inductor " + ask.value())));
            case "C" -> capacitor(value, ask, owner);
            default -> throw new IllegalArgumentException("no value for class " + ask.designator());
        };
    }

    private Choice capacitor(double farads, Ask ask, Owner owner) {
        String value = Values.farads(farads);
        double rating;
        if (ask.volts() != null) {
            rating = ask.volts();
        } else if (owner.part() == null && !ask.net().equals("controller")) {
            throw new IllegalArgumentException("a capacitor without a part or a rating: " + ask.role());
        } else {
            OptionalDouble volts = owner.part() == null ? nets.controller() : nets.volts(ask.net(), owner.part());
            if (volts.isEmpty()) {
                return Choice.open(
                        value,
                        "capacitor, " + value + ", rated for its net",
                        "Which voltage does the net have? The architecture does not say.");
            }
            rating = volts.getAsDouble() * VOLTAGE_FACTOR;
        }
        Optional<Component> found = stock.capacitor(farads, rating, ask.dielectric());
        return found.map(Choice::of)
                .orElseGet(() -> Choice.open(
                        value,
                        "capacitor, " + value + ", at least " + Values.plain(rating) + " V",
                        "Which capacitor of " + value + " for at least " + Values.plain(rating)
                                + " V? None is in the built-in list."));
    }
}
