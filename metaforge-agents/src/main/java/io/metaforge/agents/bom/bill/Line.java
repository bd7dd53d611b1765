package io.metaforge.agents.bom.bill;

import io.metaforge.agents.bom.design.Architecture.Price;
import java.util.List;

/**
 * A line of the parts list: pieces of one part number, or of one thing that is still to be chosen.
 *
 * @param designators one for each piece, by class and number
 * @param value as the schematic shows it
 * @param mpn empty where it is still to be chosen
 * @param maker empty where it is still to be chosen
 * @param packageName land or package; empty where it is still to be chosen
 * @param footprint KiCad's, as {@code library:name}; empty where it has none or the part is to be chosen
 * @param placed whether the assembler solders it
 * @param description what it is
 * @param purposes what the pieces do, and of which part
 * @param requirements ids it serves; empty only where {@code sources} names an assumption
 * @param sources architecture, or rule with its standard or data sheet
 * @param prices indicative, the smallest quantity first; empty where not known
 */
public record Line(
        List<String> designators,
        String value,
        String mpn,
        String maker,
        String packageName,
        String footprint,
        boolean placed,
        String description,
        List<String> purposes,
        List<String> requirements,
        List<String> sources,
        List<Price> prices) {

    public Line {
        designators = List.copyOf(designators);
        purposes = List.copyOf(purposes);
        requirements = List.copyOf(requirements);
        sources = List.copyOf(sources);
        prices = List.copyOf(prices);
        if (designators.isEmpty()) {
            throw new IllegalArgumentException("a line without a piece: " + description);
        }
    }

    /** Returns the number of pieces on one board. */
    public int quantity() {
        return designators.size();
    }
}
