package io.metaforge.agents.power.budget;

import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.power.amount.Amounts;
import io.metaforge.agents.power.budget.Budget.Sum;
import io.metaforge.agents.power.budget.DeviceBudget.State;
import io.metaforge.agents.power.budget.Verdicts.Outcome;
import java.util.List;
import java.util.Map;

/** Compares what requirements ask of rails with what their regulators deliver. */
final class RailVerdicts {

    private final Calculation calculation;
    private final Map<State, Sum> sums;

    RailVerdicts(Calculation calculation, Map<State, Sum> sums) {
        this.calculation = calculation;
        this.sums = sums;
    }

    Outcome outcome(Requirement requirement, Quantity quantity) {
        Budget.RailBudget rail = null;
        List<Budget.RailBudget> rails = calculation.rails();
        for (Budget.RailBudget candidate : rails) {
            boolean named = candidate.requirements().contains(requirement.id())
                    || requirement.quantities().stream().anyMatch(q -> {
                        Double volts = Facts.first(q, "voltage");
                        return volts != null && Math.abs(volts - candidate.volts()) < 1e-6;
                    });
            rail = rail == null && named ? candidate : rail;
        }
        if (rail == null) {
            boolean unmet = calculation.architecture.rails().stream()
                    .anyMatch(r -> !r.met() && r.requirements().contains(requirement.id()));
            return unmet
                    ? new Outcome(Verdicts.NOT_MET, "In the architecture nothing supplies this rail.", List.of())
                    : Outcome.open("None of the rails can be told to be the one that is meant.");
        }
        double peak = rail.loads().getOrDefault(State.PEAK, 0.0);
        boolean known = !rail.incomplete().contains(State.PEAK);
        String load = "Rail " + rail.name() + " delivers at " + (known ? "most " : "least ") + Amounts.current(peak)
                + " to everything of this design on it at once";
        Double most = Facts.in("current", quantity.max(), quantity.unit());
        if (most != null) {
            Sum sum = sums.getOrDefault(State.PEAK, new Sum(0, 0, 0, List.of(), 0, 0, 0));
            StringBuilder text = new StringBuilder(load)
                    .append("; allowed are ")
                    .append(Amounts.current(most * 1000))
                    .append('.');
            String word = peak > most * 1000 * (1 + 1e-9)
                    ? Verdicts.NOT_MET
                    : sum.gaps().isEmpty() ? Verdicts.MET : Verdicts.OPEN;
            Verdicts.gaps(sum, text);
            return new Outcome(word, text.toString(), List.of());
        }
        Double wanted = Facts.first(quantity, "current");
        if (wanted == null || rail.available() == null) {
            return Outcome.open(load + "; what it can deliver is not stated.");
        }
        double asked = wanted * 1000;
        double available = rail.available();
        double planned = planned(rail.name(), asked);
        String text = (rail.regulator().isEmpty() ? "The rail" : rail.regulator()) + " can deliver "
                + Amounts.current(available) + "; asked for are " + Amounts.current(asked)
                + (planned > asked * 1.001
                        ? ", the architecture plans with " + Amounts.current(planned) + " for everything on "
                                + rail.name()
                        : "")
                + ". " + load + ".";
        if (available < planned * (1 - 1e-9)) {
            return new Outcome(Verdicts.NOT_MET, text, List.of());
        }
        if (peak > planned * (1 + 1e-9)) {
            return new Outcome(
                    Verdicts.OPEN,
                    text + " Whether what is asked for is meant beside that, it does not say.",
                    List.of());
        }
        boolean reserved = planned > asked * 1.001;
        if (!known && !reserved) {
            return Outcome.open(text + " What is not known may take at most " + Amounts.current(planned - peak) + ".");
        }
        return new Outcome(Verdicts.MET, text, List.of());
    }

    /** Returns what the architecture plans with for a rail, at least what is asked for. */
    private double planned(String rail, double asked) {
        return calculation
                .architecture
                .rail(rail)
                .map(r -> r.planned() == null ? asked : Math.max(asked, r.planned()))
                .orElse(asked);
    }
}
