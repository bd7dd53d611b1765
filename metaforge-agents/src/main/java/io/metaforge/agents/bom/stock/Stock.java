package io.metaforge.agents.bom.stock;

import io.metaforge.agents.bom.circuit.ESeries;
import io.metaforge.agents.bom.circuit.Values;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** The passive and discrete parts to choose from. Immutable. */
public final class Stock {

    private final List<ResistorSeries> resistors;
    private final Surge surge;
    private final List<Item> items;

    Stock(List<ResistorSeries> resistors, Surge surge, List<Item> items) {
        this.resistors = List.copyOf(resistors);
        this.surge = surge;
        this.items = List.copyOf(items);
    }

    /** Surge suppressors whose part numbers hold their stand-off voltage. */
    record Surge(
            String maker,
            String secondMaker,
            String prefix,
            String suffix,
            String packageName,
            String footprint,
            List<String> standoff,
            List<Double> clamping,
            List<io.metaforge.agents.bom.design.Architecture.Price> prices) {}

    private static final class BuiltIn {
        static final Stock INSTANCE = StockReader.resource("stock.json");
    }

    /** Returns the parts that come with this module; read once. */
    public static Stock builtIn() {
        return BuiltIn.INSTANCE;
    }

    /** Returns all that are listed one by one. */
    public List<Item> items() {
        return items;
    }

    /**
     * Finds a part of the rules by its name.
     *
     * @throws IllegalArgumentException where there is none: a mistake in the rules
     */
    public Item item(String id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("no part " + id));
    }

    /** Finds a part by its name. */
    public Optional<Item> find(String id) {
        return items.stream().filter(item -> item.id().equals(id)).findFirst();
    }

    /** Finds a 1 % resistor; there is none where {@code ohms} is no value of E24 or E96. */
    public Optional<Component> resistor(double ohms, String packageName) {
        if (!ESeries.E24.holds(ohms) && !ESeries.E96.holds(ohms)) {
            return Optional.empty();
        }
        return resistors.stream()
                .filter(series ->
                        series.packageName().equals(packageName) && ohms >= series.min() && ohms <= series.max())
                .findFirst()
                .map(series -> new Component(
                        Values.ohms(ohms),
                        series.first().number(ohms),
                        series.first().name(),
                        series.packageName(),
                        series.footprint(),
                        "Resistor, " + Values.ohms(ohms) + ", 1 %, " + JsonNumbers.plain(series.watts()) + " W",
                        series.prices(),
                        new Component.Second(
                                series.second().number(ohms), series.second().name())));
    }

    /**
     * Finds the capacitor of exactly {@code farads} with the lowest rating that is not below {@code volts}.
     *
     * @param dielectric empty where any will do
     */
    public Optional<Component> capacitor(double farads, double volts, String dielectric) {
        return items.stream()
                .filter(item -> item.type().equals("capacitor")
                        && same(item.quantity(), farads)
                        && Objects.requireNonNull(item.volts()) >= volts - 1e-9
                        && (dielectric.isEmpty()
                                ? !item.dielectric().equals("tantalum")
                                : item.dielectric().equals(dielectric)))
                .min(Comparator.comparingDouble(item -> Objects.requireNonNull(item.volts())))
                .map(Item::component);
    }

    /** Finds the C0G capacitor whose value is nearest to {@code farads}; of two the smaller. */
    public Item stableCapacitor(double farads) {
        return items.stream()
                .filter(item ->
                        item.type().equals("capacitor") && item.dielectric().equals("C0G"))
                .min(Comparator.comparingDouble(
                        item -> Math.abs(Math.log(Objects.requireNonNull(item.quantity()) / farads))))
                .orElseThrow();
    }

    /** Finds the inductor of exactly {@code henries} for {@code use}. */
    public Optional<Component> inductor(double henries, String use) {
        return items.stream()
                .filter(item ->
                        item.type().equals("inductor") && item.use().equals(use) && same(item.quantity(), henries))
                .findFirst()
                .map(Item::component);
    }

    /** Finds the smallest power inductor that is not below {@code henries}. */
    public Optional<Item> powerInductorFrom(double henries) {
        return items.stream()
                .filter(item -> item.type().equals("inductor")
                        && item.use().equals("power")
                        && Objects.requireNonNull(item.quantity()) >= henries * (1 - 1e-9))
                .min(Comparator.comparingDouble(item -> Objects.requireNonNull(item.quantity())));
    }

    /** Finds the surge suppressor with the lowest stand-off voltage that is not below {@code volts}. */
    public Optional<Component> surgeSuppressor(double volts) {
        return surge.standoff().stream()
                .filter(text -> Double.parseDouble(text) >= volts - 1e-9)
                .findFirst()
                .map(text -> {
                    String mpn = surge.prefix() + text + surge.suffix();
                    return new Component(
                            "TVS " + text + " V",
                            mpn,
                            surge.maker(),
                            surge.packageName(),
                            surge.footprint(),
                            "Surge suppressor, 600 W, one direction, stand-off " + text + " V",
                            surge.prices(),
                            new Component.Second(mpn, surge.secondMaker()));
                });
    }

    /** Returns the voltage to which the suppressor of {@link #surgeSuppressor} lets its pulse current rise. */
    public OptionalDouble clamping(double volts) {
        for (int i = 0; i < surge.standoff().size(); i++) {
            if (Double.parseDouble(surge.standoff().get(i)) >= volts - 1e-9) {
                return OptionalDouble.of(surge.clamping().get(i));
            }
        }
        return OptionalDouble.empty();
    }

    private static boolean same(@org.jspecify.annotations.Nullable Double value, double wanted) {
        return value != null && Math.abs(value / wanted - 1) < 1e-6;
    }
}
