package io.metaforge.agents.bom.bill;

import io.metaforge.agents.bom.design.Architecture.Price;
import java.util.List;

/**
 * A part that could take the place of one in the parts list.
 *
 * @param line the line whose part it could replace
 * @param mpn its number
 * @param maker who makes it; empty where not known
 * @param packageName empty where not known
 * @param prices indicative; empty where not known
 * @param difference what taking it changes
 * @param source who says that it fits
 */
public record Alternate(
        Line line, String mpn, String maker, String packageName, List<Price> prices, String difference, String source) {

    public Alternate {
        prices = List.copyOf(prices);
    }
}
