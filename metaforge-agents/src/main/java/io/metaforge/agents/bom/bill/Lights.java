package io.metaforge.agents.bom.bill;

import io.metaforge.agents.bom.circuit.ESeries;
import io.metaforge.agents.bom.circuit.Formulas;
import io.metaforge.agents.bom.circuit.Values;
import io.metaforge.agents.bom.stock.Item;
import io.metaforge.agents.bom.stock.Stock;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Chooses indicator LEDs: what they say decides the colour, their supply whether they light. */
final class Lights {

    /** An LED whose resistor has less than this across it changes its current too much with the supply. */
    private static final double HEADROOM = 0.3;

    /** IEC 60073: red for danger and fault. */
    private static final Pattern RED = Pattern.compile("\\b(?:fault|alarm|error|failure|emergency|fehler|störung)\\b");

    private final Nets nets;
    private final Stock stock;
    private final Settings settings;

    Lights(Nets nets, Stock stock, Settings settings) {
        this.nets = nets;
        this.stock = stock;
        this.settings = settings;
    }

    Choice led(Owner owner) {
        return Choice.of(item(owner).component());
    }

    Choice resistor(Owner owner) {
        Item led = item(owner);
        OptionalDouble volts = nets.nominalController();
        OptionalDouble least = nets.leastController();
        double forward = Objects.requireNonNull(led.forward());
        double most = led.figure("forwardMax").orElse(forward);
        if (volts.isEmpty() || least.getAsDouble() - most < HEADROOM) {
            return Choice.open(
                    "",
                    "LED series resistor",
                    "Which supply drives the LED? It takes up to " + Values.plain(most)
                            + " V at its rated current and its resistor "
                            + Values.plain(HEADROOM) + " V; the controller's pins have "
                            + (least.isEmpty()
                                    ? "an unknown voltage."
                                    : Values.plain(least.getAsDouble())
                                            + " V at least. An LED that is specified at its real current, or a higher"
                                            + " supply?"));
        }
        double ohms = Formulas.ledResistor(volts.getAsDouble(), forward, settings.ledAmperes());
        return Choice.of(stock.resistor(ESeries.E24.atLeast(ohms), "R0402").orElseThrow())
                .worked("(" + Values.plain(volts.getAsDouble()) + " V - " + Values.plain(forward) + " V) / "
                        + Values.plain(settings.ledAmperes() * 1000) + " mA = "
                        + Values.ohms(Values.rounded(ohms, 3)));
    }

    private Item item(Owner owner) {
        return stock.item(RED.matcher(owner.name().toLowerCase(Locale.ROOT)).find() ? "led.red" : "led.green");
    }
}
