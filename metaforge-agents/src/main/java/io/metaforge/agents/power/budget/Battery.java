package io.metaforge.agents.power.budget;

import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.power.amount.Amounts;
import io.metaforge.agents.power.input.Architecture.Cell;
import io.metaforge.agents.power.input.Architecture.Device;
import io.metaforge.agents.power.rule.Rules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The battery. Its charge is used up by the load and by self-discharge, both counted as constant currents: with nominal
 * capacity C, usable share u, average current I and self-discharge of s a year it lasts u · C / (I + s · C / 8766 h).
 *
 * @param name what it is
 * @param chemistry empty where unknown
 * @param capacity nominal, milliampere hours
 * @param condition of the capacity; empty where none is stated
 * @param usable share of it
 * @param selfDischarge percent of it a year
 */
public record Battery(
        String name, String chemistry, Cited capacity, String condition, Cited usable, Cited selfDischarge) {

    /** Returns the battery of the design; null where its capacity is not known. */
    static @Nullable Battery of(Supply supply, Facts facts, Options options, Ledger ledger) {
        if (!supply.battery()) {
            return null;
        }
        Device part = supply.part();
        Cell cell = part == null ? null : part.cell();
        Double given = options.number("capacity_mAh");
        Cited stated = cell == null ? stated(facts, supply.nominal().value()) : null;
        if (cell == null && given == null && stated == null) {
            return null;
        }
        Rules rules = ledger.rules();
        String chemistry = cell != null ? cell.chemistry() : chemistry(supply, stated, facts, rules);
        List<String> sheet = part == null ? List.of() : List.of("data sheet of " + part.reference());
        Cited capacity = given != null
                ? new Cited(given, List.of("args.capacity_mAh"))
                : cell != null
                        ? new Cited(cell.milliampereHours(), sheet)
                        : stated == null ? new Cited(0, List.of()) : stated;
        if (part != null && cell != null && part.quantity() > 1 && given == null) {
            List<String> basis = new ArrayList<>(capacity.basis());
            basis.add(ledger.make("series"));
            capacity = new Cited(capacity.value(), basis);
        }
        Double usable = options.number("usable");
        Double self = options.number("self_discharge_percent_per_year");
        return new Battery(
                part != null && cell != null
                        ? (part.quantity() > 1 ? part.quantity() + " × " : "") + part.name()
                        : "the battery",
                chemistry,
                capacity,
                given == null && cell != null ? cell.capacityAt() : "",
                usable != null
                        ? new Cited(usable, List.of("args.usable"))
                        : ledger.figure(rules.assumption("usable", chemistry)),
                self != null
                        ? new Cited(self, List.of("args.self_discharge_percent_per_year"))
                        : cell != null && cell.selfDischarge() != null
                                ? new Cited(cell.selfDischarge(), sheet)
                                : ledger.figure(rules.assumption("self_discharge", chemistry)));
    }

    /** Returns the capacity that a requirement states, in milliampere hours. */
    private static @Nullable Cited stated(Facts facts, double volts) {
        for (Requirement requirement : facts.constraints().requirements()) {
            for (Quantity quantity : requirement.quantities()) {
                if (!quantity.parameter().equals("battery_capacity")) {
                    continue;
                }
                Double coulombs = Facts.first(quantity, "charge");
                Double joules = Facts.first(quantity, "energy");
                Double hours = coulombs != null
                        ? (Double) (coulombs / 3.6)
                        : joules != null ? (Double) (joules / 3.6 / volts) : null;
                if (hours != null && hours > 0) {
                    return new Cited(hours, List.of(requirement.id()));
                }
            }
        }
        return null;
    }

    private static String chemistry(Supply supply, @Nullable Cited stated, Facts facts, Rules rules) {
        List<String> ids = new ArrayList<>(stated == null ? List.of() : stated.basis());
        ids.addAll(supply.source().requirements());
        for (Requirement requirement : facts.of(ids)) {
            String found = rules.chemistryIn(Facts.lower(requirement));
            if (!found.isEmpty()) {
                return found;
            }
        }
        return "";
    }

    /** Returns the milliamperes that self-discharge amounts to. */
    public double selfDischargeMilliamperes() {
        return capacity.value() * selfDischarge.value() / 100 / Amounts.HOURS_A_YEAR;
    }

    /** Returns the milliampere hours that are used. */
    public double usableMilliampereHours() {
        return capacity.value() * usable.value();
    }

    /** Returns the hours it lasts at an average of {@code milliamperes}; infinite at nothing. */
    public double lifeHours(double milliamperes) {
        double all = milliamperes + selfDischargeMilliamperes();
        return all <= 0 ? Double.POSITIVE_INFINITY : usableMilliampereHours() / all;
    }

    /** Returns the ids of all that its life rests on. */
    public List<String> basis() {
        List<String> all = new ArrayList<>();
        for (Cited cited : List.of(capacity, usable, selfDischarge)) {
            cited.basis().stream().filter(id -> !all.contains(id)).forEach(all::add);
        }
        return all;
    }
}
