package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.need.Figures;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Compares what cells weigh, and how they may be stored, with what requirements say of the product they are in. */
final class CellChecks {

    private CellChecks() {}

    static List<Check> of(Constraints constraints, List<Placed> parts) {
        List<Check> checks = new ArrayList<>();
        for (Requirement requirement : constraints.requirements()) {
            for (Quantity quantity : requirement.quantities()) {
                for (Placed placed : parts) {
                    if (placed.part().cell() != null) {
                        switch (quantity.parameter()) {
                            case "storage_temperature" -> storage(requirement, quantity, placed.part(), checks);
                            case "weight", "mass" -> weight(requirement, quantity, placed, checks);
                            default -> {}
                        }
                    }
                }
            }
        }
        return checks;
    }

    private static void storage(Requirement requirement, Quantity quantity, Part cell, List<Check> checks) {
        Double low = cell.figures().get("storage_temperature_min");
        Double high = cell.figures().get("storage_temperature_max");
        BigDecimal min = quantity.min();
        BigDecimal max = quantity.max();
        boolean cold = low != null && min != null && min.doubleValue() < low - 1e-9;
        boolean hot = high != null && max != null && max.doubleValue() > high + 1e-9;
        if (cold || hot) {
            checks.add(new Check(
                    "storage temperature",
                    Check.Verdict.FAILS,
                    cell.mpn() + " is specified for storage "
                            + (hot ? "up to " + Figures.of(high, "°C") : "down to " + Figures.of(low, "°C"))
                            + "; asked for is "
                            + (hot ? Figures.of(max.doubleValue(), "°C") : Figures.of(min.doubleValue(), "°C"))
                            + ". With the cells packed apart, or a narrower range, it would hold.",
                    List.of(requirement.id())));
        }
    }

    private static void weight(Requirement requirement, Quantity quantity, Placed placed, List<Check> checks) {
        Double each = placed.part().figures().get("mass");
        BigDecimal max = quantity.max();
        double factor = quantity.unit().equals("kg") ? 1000 : quantity.unit().equals("g") ? 1 : 0;
        if (each == null || max == null || factor == 0) {
            return;
        }
        double cells = each * placed.quantity();
        double allowed = max.doubleValue() * factor;
        checks.add(new Check(
                "weight",
                cells > allowed + 1e-9 ? Check.Verdict.FAILS : Check.Verdict.OPEN,
                placed.quantity() + " × " + placed.part().mpn() + " weigh " + Figures.of(cells, "g") + " of the "
                        + Figures.of(allowed, "g")
                        + " allowed; board, parts and enclosure have to be weighed: the catalogue holds no weights of them.",
                List.of(requirement.id())));
    }
}
