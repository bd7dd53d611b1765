package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What the parts cost together, at their indicative prices.
 *
 * @param total US dollars
 * @param unpriced references of parts that are not in it
 */
record Costs(BigDecimal total, List<String> unpriced) {

    static Costs of(List<Placed> parts) {
        BigDecimal total = BigDecimal.ZERO;
        List<String> unpriced = new ArrayList<>();
        for (Placed placed : parts) {
            Price price = placed.part().price();
            if (price == null) {
                unpriced.add(placed.reference());
            } else {
                total = total.add(price.usd().multiply(BigDecimal.valueOf(placed.quantity())));
            }
        }
        return new Costs(total, unpriced);
    }
}
