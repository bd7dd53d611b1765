package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Tolerance;
import io.metaforge.agents.json.JsonWriter;
import java.math.BigDecimal;

/** Prints quantities as people write them. */
final class QuantityPrinter {

    private QuantityPrinter() {}

    /** Prints a quantity for a person: "7 to 26 V", "at most 5 µA", "5 V ±5 %". */
    static String print(Quantity quantity) {
        StringBuilder text = new StringBuilder();
        BigDecimal min = quantity.min();
        BigDecimal max = quantity.max();
        BigDecimal nominal = quantity.nominal();
        Tolerance tolerance = quantity.tolerance();
        if (min != null && max != null) {
            text.append(JsonWriter.plain(min)).append(" to ").append(JsonWriter.plain(max));
        } else if (min != null) {
            text.append("at least ").append(JsonWriter.plain(min));
        } else if (max != null) {
            text.append("at most ").append(JsonWriter.plain(max));
        } else if (nominal != null) {
            text.append(JsonWriter.plain(nominal));
        }
        if (!quantity.unit().isEmpty()) {
            text.append(' ').append(quantity.unit());
        }
        if (nominal != null && (min != null || max != null)) {
            text.append(", typically ").append(JsonWriter.plain(nominal));
        }
        if (tolerance != null) {
            if (tolerance.plus().compareTo(tolerance.minus()) == 0) {
                text.append(" ±").append(JsonWriter.plain(tolerance.plus()));
            } else {
                text.append(" +").append(JsonWriter.plain(tolerance.plus()));
                text.append("/-").append(JsonWriter.plain(tolerance.minus()));
            }
            text.append(' ').append(tolerance.unit());
        }
        return text.toString();
    }
}
