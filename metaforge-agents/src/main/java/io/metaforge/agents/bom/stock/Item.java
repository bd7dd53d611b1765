package io.metaforge.agents.bom.stock;

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
 * @param forward forward voltage of an LED; null for others
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
        Component component) {}
