package io.metaforge.agents.bom.stock;

import io.metaforge.agents.bom.design.Architecture.Price;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An orderable passive or discrete part.
 *
 * @param value as a parts list shows it, such as {@code 100nF}
 * @param packageName never all digits: spreadsheets would turn {@code 0402} into 402
 * @param footprint KiCad's, as {@code library:name}; empty where its libraries have none
 * @param prices indicative, the smallest quantity first
 * @param second a part of another maker with the same value, ratings and land; null where none is known
 */
public record Component(
        String value,
        String mpn,
        String maker,
        String packageName,
        String footprint,
        String description,
        List<Price> prices,
        @Nullable Second second) {

    public Component {
        prices = List.copyOf(prices);
    }

    /** A second source. */
    public record Second(String mpn, String maker) {}
}
