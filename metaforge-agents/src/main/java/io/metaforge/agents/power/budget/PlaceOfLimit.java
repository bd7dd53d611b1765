package io.metaforge.agents.power.budget;

import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.json.JsonWriter;
import io.metaforge.agents.power.amount.Amounts;
import io.metaforge.agents.power.budget.Budget.Sum;
import io.metaforge.agents.power.budget.DeviceBudget.State;
import io.metaforge.agents.power.budget.Verdicts.Outcome;
import io.metaforge.agents.power.input.Architecture.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a limit on a current holds. A requirement that names a voltage which the first source does not have means a
 * rail of that voltage, or another source: the current is that there, not what a converter before it takes.
 */
final class PlaceOfLimit {

    private static final double SAME = 0.01;

    private final Calculation calculation;

    PlaceOfLimit(Calculation calculation) {
        this.calculation = calculation;
    }

    /** Returns the voltage "at" or "from" which a requirement says that its limit holds; null where it names none that fits. */
    static @Nullable Double stated(Requirement requirement, DoublePredicate fits) {
        for (Quantity quantity : requirement.quantities()) {
            Double volts = Facts.in("voltage", quantity.nominal(), quantity.unit());
            if (volts == null || quantity.nominal() == null) {
                continue;
            }
            String number = Pattern.quote(JsonWriter.plain(quantity.nominal()));
            boolean atIt = Pattern.compile("\\b(?:at|from) (?:a |the )?" + number + " ?v\\b")
                    .matcher(Facts.lower(requirement))
                    .find();
            if (atIt && fits.test(volts)) {
                return volts;
            }
        }
        return null;
    }

    /** Returns the verdict where the limit holds at a rail or at another source; null where it holds at the first source. */
    @Nullable
    Outcome outcome(State state, Sum sum, Requirement requirement, double limit) {
        Supply supply = calculation.supply;
        Double volts = stated(requirement, v -> true);
        if (supply == null
                || volts == null
                || (volts >= supply.source().min() && volts <= supply.source().max())) {
            return null;
        }
        PowerTree.Node rail = calculation.tree.nodes().stream()
                .filter(node -> Math.abs(node.rail().volts() - volts) < SAME * volts)
                .findFirst()
                .orElse(null);
        Source source = calculation.architecture.sources().stream()
                .filter(s -> s.feedsRails() && volts >= s.min() && volts <= s.max())
                .findFirst()
                .orElse(null);
        double current;
        String where;
        if (rail != null) {
            current = calculation
                    .flow(state, supply.nominal().value())
                    .loads()
                    .getOrDefault(rail.rail().name(), 0.0);
            where = "from rail " + rail.rail().name() + " (" + Amounts.volts(volts) + ")";
        } else if (source != null) {
            current = calculation.from(source, state, volts);
            where = "from " + source.name() + " at " + Amounts.volts(volts);
        } else {
            return null;
        }
        StringBuilder text = new StringBuilder(Verdicts.title(state))
                .append(' ')
                .append(where)
                .append(": ")
                .append(sum.gaps().isEmpty() ? "" : "at least ")
                .append(Amounts.current(current))
                .append(". Allowed are ")
                .append(Amounts.current(limit))
                .append('.');
        if (rail != null && current < limit) {
            text.append(room(state, sum, rail, limit - current));
        }
        Verdicts.gaps(sum, text);
        String word =
                current > limit * (1 + 1e-9) ? Verdicts.NOT_MET : sum.gaps().isEmpty() ? Verdicts.MET : Verdicts.OPEN;
        return new Outcome(word, text.toString(), Verdicts.basis(calculation, state));
    }

    /** Solves for what is not known: how much it may take at the rail on which it hangs. */
    private String room(State state, Sum sum, PowerTree.Node at, double left) {
        List<String> names = new ArrayList<>();
        String rail = "";
        for (DeviceBudget device : calculation.devices) {
            if (device.gaps().containsKey(state)) {
                if (!rail.isEmpty() && !rail.equals(device.device().rail())) {
                    return "";
                }
                rail = device.device().rail();
                names.add(device.device().name());
            }
        }
        double before = calculation.tree.factorBetween(at.rail().name(), rail);
        if (names.isEmpty() || names.size() != sum.gaps().size() || before <= 0) {
            return "";
        }
        return " It holds as long as " + String.join(" and ", names) + (names.size() > 1 ? " together draw" : " draws")
                + " less than " + Amounts.current(left / before) + " from " + rail + ".";
    }
}
