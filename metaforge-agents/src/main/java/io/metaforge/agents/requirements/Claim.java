package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Tolerance;
import io.metaforge.agents.quantity.QuantityPrinter;
import io.metaforge.agents.quantity.Unit;
import io.metaforge.agents.quantity.UnitTable;
import io.metaforge.agents.requirements.Draft.Amount;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one requirement says a parameter of a subject is.
 *
 * @param requirement its id
 * @param values one, or several that hold beside each other
 */
record Claim(String requirement, List<Stated> values) {

    /**
     * A value in the base unit of its dimension.
     *
     * @param quantity as written
     * @param low lower end; null where there is none
     * @param high upper end; null where there is none
     * @param strict whether a second limit that differs is a contradiction too
     */
    record Stated(
            Quantity quantity,
            @Nullable BigDecimal low,
            @Nullable BigDecimal high,
            boolean strict) {

        boolean overlaps(Stated other) {
            return !(low != null && other.high != null && low.compareTo(other.high) > 0)
                    && !(other.low != null && high != null && other.low.compareTo(high) > 0);
        }

        boolean isBound() {
            return quantity.min() != null || quantity.max() != null;
        }

        boolean sameAs(Stated other) {
            return same(low, other.low) && same(high, other.high);
        }
    }

    /** Returns {@code amount} in its base unit; null where its unit is not known. */
    static @Nullable Stated stated(Amount amount) {
        Quantity quantity = amount.quantity();
        Unit unit = unit(quantity.unit(), amount.dimension());
        if (unit == null) {
            return null;
        }
        BigDecimal low = quantity.min();
        BigDecimal high = quantity.max();
        BigDecimal nominal = quantity.nominal();
        if (nominal != null && low == null && high == null) {
            Tolerance tolerance = quantity.tolerance();
            BigDecimal plus = BigDecimal.ZERO;
            BigDecimal minus = BigDecimal.ZERO;
            if (tolerance != null) {
                boolean relative = tolerance.unit().equals("%");
                BigDecimal scale = nominal.abs().movePointLeft(2);
                plus = relative ? scale.multiply(tolerance.plus()) : tolerance.plus();
                minus = relative ? scale.multiply(tolerance.minus()) : tolerance.minus();
            }
            low = nominal.subtract(minus);
            high = nominal.add(plus);
        }
        return new Stated(
                quantity,
                low == null ? null : unit.toBase(low),
                high == null ? null : unit.toBase(high),
                amount.parameter().single());
    }

    private static @Nullable Unit unit(String spelling, String dimension) {
        if (dimension.equals(Unit.MONEY)) {
            return new Unit(spelling, BigDecimal.ONE, BigDecimal.ZERO, Set.of());
        }
        for (Unit unit : UnitTable.STANDARD.find(spelling)) {
            if (unit.dimension().equals(dimension)) {
                return unit;
            }
        }
        return null;
    }

    boolean saysTheSameAs(Claim other) {
        return values.size() == other.values.size()
                && values.stream().allMatch(value -> other.values.stream().anyMatch(value::sameAs));
    }

    /** Returns why this and a later claim cannot both hold; null if they can. */
    @Nullable
    String contradiction(Claim other) {
        for (Stated mine : values) {
            for (Stated theirs : other.values) {
                if (mine.overlaps(theirs) || inOtherMoney(mine, theirs)) {
                    return values.size() == 1 && other.values.size() == 1 ? otherLimit(other) : null;
                }
            }
        }
        return name(other) + ": " + says() + " and " + other.says() + " do not overlap";
    }

    private @Nullable String otherLimit(Claim other) {
        Stated a = values.get(0);
        Stated b = other.values.get(0);
        if (!a.strict || inOtherMoney(a, b) || !a.isBound() || !b.isBound()) {
            return null;
        }
        if (a.high != null && b.high != null && !nearly(a.high, b.high)) {
            return name(other) + ": different upper limits, " + says() + " and " + other.says();
        }
        if (a.low != null && b.low != null && !nearly(a.low, b.low)) {
            return name(other) + ": different lower limits, " + says() + " and " + other.says();
        }
        return null;
    }

    private String name(Claim other) {
        String mine = values.get(0).quantity().parameter();
        String theirs = other.values.get(0).quantity().parameter();
        return mine.equals(theirs) ? mine : mine + " and " + theirs;
    }

    private String says() {
        StringBuilder text = new StringBuilder(requirement).append(" says ");
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : i == values.size() - 1 ? " or " : ", ")
                    .append(QuantityPrinter.print(values.get(i).quantity()));
        }
        return text.toString();
    }

    private static boolean inOtherMoney(Stated a, Stated b) {
        return !a.quantity.unit().equals(b.quantity.unit())
                && UnitTable.STANDARD.find(a.quantity.unit()).stream()
                        .anyMatch(unit -> unit.dimension().equals(Unit.MONEY));
    }

    private static boolean same(@Nullable BigDecimal a, @Nullable BigDecimal b) {
        return a == null || b == null ? a == b : nearly(a, b);
    }

    private static boolean nearly(BigDecimal a, BigDecimal b) {
        BigDecimal difference = a.subtract(b).abs();
        BigDecimal size = a.abs().max(b.abs());
        return difference.compareTo(size.multiply(new BigDecimal("1e-9"))) <= 0;
    }
}
