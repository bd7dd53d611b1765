package io.metaforge.agents.quantity;

import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Tolerance;
import io.metaforge.agents.json.JsonWriter;
import java.math.BigDecimal;

/** Prints quantities as people write them. */
public final class QuantityPrinter {

    private QuantityPrinter() {}

    /** Prints a quantity for a person: "7 to 26 V", "at most 5 µA", "5 V ±5 %". */
    public static String print(Quantity quantity) {
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
        unit(text, quantity.unit());
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
            unit(text, tolerance.unit());
        }
        return text.toString();
    }

    /** Appends a unit as it is read back: "5 V", but "6S" and "2.8\"". */
    private static void unit(StringBuilder text, String unit) {
        if (!unit.isEmpty() && !UnitTable.STANDARD.isAttached(unit)) {
            text.append(' ');
        }
        text.append(unit);
    }
}
