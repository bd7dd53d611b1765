package io.metaforge.agents.bom.stock;

import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A component with what it is found by.
 *
 * @param id name in the rules; empty where it is found by its value
 * @param type such as {@code capacitor}
 * @param quantity its value in SI units; null where it has none
 * @param volts rated voltage, of a MOSFET that of its gate; null where it does not matter
 * @param dielectric of a capacitor; empty for others
 * @param use of an inductor: {@code power} or {@code signal}; empty for others
 * @param load load capacitance of a crystal in F; null for others
 * @param forward forward voltage of an LED, typical; null for others
 * @param figures further ratings in SI units, by name: {@code forwardMax}, {@code drain} and {@code amperes} of a
 *     MOSFET, {@code saturation} of an inductor, {@code length} and {@code width} in mm, {@code coldest} and
 *     {@code hottest} in °C; what is not known is absent
 * @param wider name of a part for the same place with a wider range of temperatures; empty where none is on file
 */
public record Item(
        String id,
        String type,
        @Nullable Double quantity,
        @Nullable Double volts,
        String dielectric,
        String use,
        @Nullable Double load,
        @Nullable Double forward,
        Map<String, Double> figures,
        String wider,
        Component component) {

    public Item {
        figures = Map.copyOf(figures);
    }

    /** Returns a rating; empty where it is not known. */
    public OptionalDouble figure(String name) {
        Double value = figures.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
