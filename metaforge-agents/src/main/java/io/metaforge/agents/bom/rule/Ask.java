package io.metaforge.agents.bom.rule;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A component that a rule or a data sheet asks for, in one of four forms: a {@code value}, an {@code item} of the stock, a
 * value to {@code compute}, or a {@code spec} in words where only a person can choose.
 *
 * @param designator class letters of its reference, such as {@code C}; empty for a circuit that a person has to design
 * @param value such as {@code 100n}; empty where another form is used
 * @param item name in the stock; empty where another form is used
 * @param compute name of a computation; empty where none is needed
 * @param spec what to choose; empty where the rule chooses
 * @param count pieces, for each piece of the owner
 * @param perSupplyPin whether the count is for each supply pin
 * @param net where it is connected, to rate it: {@code supply}, {@code input}, {@code output}, {@code controller}; or empty
 * @param volts rating that the data sheet asks for; null where the net decides
 * @param dielectric such as {@code tantalum}; empty for any ceramic
 * @param packageName of a resistor; empty for the smallest
 * @param use of an inductor
 * @param role what it does there
 * @param question what a person has to answer; empty where nothing
 * @param when functions of which the design must have one; empty for always
 * @param unless functions of which it may have none
 * @param unlessText words in the requirements that make it needless
 * @param figures numbers for the computation
 * @param whenText words of which the requirements must hold one; empty for always
 * @param otherwise what to note where {@code unlessText} makes it needless; empty for nothing
 * @param fitted whether the assembler solders it; else it is an option that the board keeps a place for
 */
public record Ask(
        String designator,
        String value,
        String item,
        String compute,
        String spec,
        int count,
        boolean perSupplyPin,
        String net,
        @Nullable Double volts,
        String dielectric,
        String packageName,
        String use,
        String role,
        String question,
        List<String> when,
        List<String> unless,
        List<String> unlessText,
        Map<String, Double> figures,
        List<String> whenText,
        String otherwise,
        boolean fitted) {

    public Ask {
        when = List.copyOf(when);
        unless = List.copyOf(unless);
        unlessText = List.copyOf(unlessText);
        figures = Map.copyOf(figures);
        whenText = List.copyOf(whenText);
        if (value.isEmpty() && item.isEmpty() && compute.isEmpty() && spec.isEmpty()) {
            throw new IllegalArgumentException("asks for nothing: " + role);
        }
    }
}
