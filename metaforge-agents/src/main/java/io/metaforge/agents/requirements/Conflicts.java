package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Conflict;
import io.metaforge.agents.constraints.Priority;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.constraints.Tolerance;
import io.metaforge.agents.json.JsonWriter;
import io.metaforge.agents.quantity.Unit;
import io.metaforge.agents.quantity.UnitTable;
import io.metaforge.agents.requirements.Draft.Amount;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds requirements that cannot all hold: values of one parameter that do not overlap or limit it differently, and
 * interfaces that are both asked for and ruled out. Only parameters of which a product has one value are compared.
 */
final class Conflicts {

    /** Distinct values of one parameter that are compared; more are nobody's contradiction. */
    private static final int MAX_DISTINCT = 12;

    private final Map<String, List<Stated>> values = new LinkedHashMap<>();
    private final Map<String, List<String>> refused = new LinkedHashMap<>();
    private final List<Conflict> conflicts = new ArrayList<>();

    private record Stated(
            String requirement,
            Quantity quantity,
            @Nullable BigDecimal low,
            @Nullable BigDecimal high) {

        boolean sameAs(Stated other) {
            return same(low, other.low) && same(high, other.high);
        }

        private static boolean same(@Nullable BigDecimal a, @Nullable BigDecimal b) {
            return a == null || b == null ? a == b : Conflicts.nearly(a, b);
        }
    }

    private static boolean nearly(BigDecimal a, BigDecimal b) {
        BigDecimal difference = a.subtract(b).abs();
        BigDecimal size = a.abs().max(b.abs());
        return difference.compareTo(size.multiply(new BigDecimal("1e-9"))) <= 0;
    }

    void add(Requirement requirement, Amount amount) {
        Quantity quantity = amount.quantity();
        if (!amount.parameter().single()
                || amount.assumed()
                || requirement.priority() == Priority.MAY
                || !quantity.parameter().equals(amount.parameter().name())) {
            return;
        }
        Stated stated = stated(requirement, amount);
        if (stated == null) {
            return;
        }
        List<Stated> earlier =
                values.computeIfAbsent(quantity.parameter() + " " + amount.dimension(), key -> new ArrayList<>());
        for (Stated other : earlier) {
            if (stated.sameAs(other)) {
                return;
            }
        }
        for (Stated other : earlier) {
            String reason = other.requirement.equals(stated.requirement) ? null : reason(other, stated);
            if (reason != null) {
                conflicts.add(new Conflict(List.of(other.requirement, stated.requirement), reason));
            }
        }
        if (earlier.size() < MAX_DISTINCT) {
            earlier.add(stated);
        }
    }

    private static @Nullable Stated stated(Requirement requirement, Amount amount) {
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
                requirement.id(),
                quantity,
                low == null ? null : unit.toBase(low),
                high == null ? null : unit.toBase(high));
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

    private static @Nullable String reason(Stated a, Stated b) {
        if (a.quantity.unit().length() == 3
                && b.quantity.unit().length() == 3
                && !a.quantity.unit().equals(b.quantity.unit())
                && UnitTable.STANDARD.find(a.quantity.unit()).stream()
                        .anyMatch(unit -> unit.dimension().equals(Unit.MONEY))) {
            return null;
        }
        String name = a.quantity.parameter();
        if (a.low != null && b.high != null && a.low.compareTo(b.high) > 0
                || b.low != null && a.high != null && b.low.compareTo(a.high) > 0) {
            return name + ": " + print(a) + " and " + print(b) + " do not overlap";
        }
        if (a.high != null && b.high != null && !nearly(a.high, b.high)) {
            return name + ": different upper limits, " + print(a) + " and " + print(b);
        }
        if (a.low != null && b.low != null && !nearly(a.low, b.low)) {
            return name + ": different lower limits, " + print(a) + " and " + print(b);
        }
        return null;
    }

    private static String print(Stated stated) {
        return stated.requirement + " says " + print(stated.quantity);
    }

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
        text.append(' ').append(quantity.unit());
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

    void addRefused(Requirement requirement, Set<String> interfaces) {
        for (String name : interfaces) {
            refused.computeIfAbsent(name, key -> new ArrayList<>()).add(requirement.id());
        }
    }

    List<Conflict> found(Map<String, List<String>> wanted) {
        List<Conflict> all = new ArrayList<>(conflicts);
        refused.forEach((name, ids) -> {
            List<String> by = wanted.get(name);
            if (by != null && !by.contains(ids.get(0))) {
                all.add(new Conflict(
                        List.of(by.get(0), ids.get(0)),
                        name + ": " + by.get(0) + " asks for it, " + ids.get(0) + " rules it out"));
            }
        });
        return all;
    }
}
