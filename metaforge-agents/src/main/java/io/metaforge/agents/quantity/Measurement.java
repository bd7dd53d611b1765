package io.metaforge.agents.quantity;

import io.metaforge.agents.constraints.Tolerance;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An amount found in a text.
 *
 * @param start offset of its first character
 * @param end offset after its last
 * @param low lower end of a range; null for a single value
 * @param high upper end of a range, or the single value
 * @param bound what the words around a single value make of it
 * @param tolerance of a single value; null where none is given
 * @param units what the unit may stand for, likeliest first; empty for a number without unit
 * @param unit as written, or an ISO 4217 code; empty for a number without unit
 * @param shape how it was written
 * @param side of a box, from 0; 0 for anything else
 * @param sides how many sides were given; 0 for anything else
 */
public record Measurement(
        int start,
        int end,
        @Nullable BigDecimal low,
        BigDecimal high,
        Bound bound,
        @Nullable Tolerance tolerance,
        List<Unit> units,
        String unit,
        Shape shape,
        int side,
        int sides) {

    /** How an amount is written. */
    public enum Shape {
        /** One value. */
        SINGLE,
        /** Two ends. */
        RANGE,
        /** A deviation on its own, such as "±3 mV": the range from -3 to 3. */
        DEVIATION,
        /** A side of "60 mm × 40 mm". */
        SIDE,
        /** The time from one event to the next, from how often it happens: "twice a day". */
        INTERVAL
    }

    Measurement withEnd(int newEnd) {
        return new Measurement(start, newEnd, low, high, bound, tolerance, units, unit, shape, side, sides);
    }

    /** Returns the same amount with another bound. */
    public Measurement bounded(Bound other) {
        return new Measurement(start, end, low, high, other, tolerance, units, unit, shape, side, sides);
    }

    /** Reports whether the first reading of the unit is {@code dimension}. */
    public boolean is(String dimension) {
        return !units.isEmpty() && units.get(0).dimension().equals(dimension);
    }

    /** Reports whether some reading of the unit is {@code dimension}. */
    public boolean mayBe(String dimension) {
        for (Unit unit : units) {
            if (unit.dimension().equals(dimension)) {
                return true;
            }
        }
        return false;
    }
}
