package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Conflict;
import io.metaforge.agents.constraints.Priority;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.quantity.Text;
import io.metaforge.agents.quantity.Unit;
import io.metaforge.agents.quantity.UnitTable;
import io.metaforge.agents.requirements.Draft.Amount;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what cannot be supplied where one rail has to supply everything: a voltage of another rail, of logic or of an
 * interface that is not the rail's. Also optional ones count: whoever decides about them has to know.
 */
final class OneRail {

    private static final SectionRules RULES = SectionRules.STANDARD;
    private static final String VOLTAGE = "voltage";

    /** Voltages that something on the board has to have. */
    private static final Set<String> SUPPLIED = Set.of("rail_voltage", "logic_voltage", "pullup_voltage");

    /** Rails or voltages kept; a document with more speaks of many things. */
    private static final int MAX = 12;

    private record Level(String requirement, boolean optional, BigDecimal volts, String written) {}

    private final List<Level> only = new ArrayList<>();
    private final List<Level> asked = new ArrayList<>();

    void add(Requirement requirement, List<Amount> amounts) {
        boolean optional = requirement.priority() == Priority.MAY;
        Text text = new Text(requirement.text());
        boolean one = !optional
                && RULES.has("all-parts", text)
                && RULES.has("one-rail", text)
                && RULES.has("rail-word", text);
        for (Amount amount : amounts) {
            Level level = level(requirement, optional, amount);
            if (level == null) {
                continue;
            }
            List<Level> levels = one ? only : asked;
            if ((one || isSupplied(requirement, amount)) && levels.size() < MAX) {
                levels.add(level);
            }
        }
    }

    /** Reports whether an amount is a voltage that the board has to make: a rail, logic, or what an interface carries. */
    private static boolean isSupplied(Requirement requirement, Amount amount) {
        String name = amount.quantity().parameter();
        return SUPPLIED.contains(name)
                || name.equals(VOLTAGE) && !requirement.interfaces().isEmpty();
    }

    private static @Nullable Level level(Requirement requirement, boolean optional, Amount amount) {
        Quantity quantity = amount.quantity();
        BigDecimal nominal = quantity.nominal();
        List<Unit> units = UnitTable.STANDARD.find(quantity.unit());
        if (nominal == null
                || amount.form() == Draft.Form.CONDITION
                || !amount.dimension().equals(VOLTAGE)
                || units.isEmpty()) {
            return null;
        }
        return new Level(
                requirement.id(),
                optional,
                units.get(0).toBase(nominal),
                nominal.toPlainString() + " " + quantity.unit());
    }

    /** Returns the conflicts: of each requirement the first voltage that is not the rail's. */
    List<Conflict> found() {
        List<Conflict> conflicts = new ArrayList<>();
        if (only.size() != 1) {
            return conflicts;
        }
        Level rail = only.get(0);
        String last = "";
        for (Level level : asked) {
            if (level.volts().compareTo(rail.volts()) != 0
                    && !level.requirement().equals(last)) {
                last = level.requirement();
                conflicts.add(new Conflict(
                        List.of(rail.requirement(), last),
                        "rail: " + rail.requirement() + " supplies everything from one rail of " + rail.written() + ", "
                                + last + (level.optional() ? " (optional)" : "") + " asks for " + level.written()
                                + ": a rail of its own, and a shift of the signals' levels"));
            }
        }
        return conflicts;
    }
}
