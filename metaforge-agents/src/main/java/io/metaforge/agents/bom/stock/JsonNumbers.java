package io.metaforge.agents.bom.stock;

import com.fasterxml.jackson.databind.JsonNode;
import io.metaforge.agents.bom.design.Architecture.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Reads prices of data files, and prints numbers without trailing zeros. */
final class JsonNumbers {

    private JsonNumbers() {}

    static List<Price> prices(JsonNode list) {
        List<Price> prices = new ArrayList<>();
        for (JsonNode price : list) {
            prices.add(new Price(
                    price.path("USD").decimalValue(),
                    price.path("quantity").intValue(),
                    price.path("year").intValue()));
        }
        return prices;
    }

    static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
