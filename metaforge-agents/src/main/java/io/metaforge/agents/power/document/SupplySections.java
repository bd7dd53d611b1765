package io.metaforge.agents.power.document;

import io.metaforge.agents.architecture.document.Escape;
import io.metaforge.agents.power.amount.Amounts;
import io.metaforge.agents.power.budget.Battery;
import io.metaforge.agents.power.budget.Budget;
import io.metaforge.agents.power.budget.Budget.RailBudget;
import io.metaforge.agents.power.budget.Budget.SourceBudget;
import io.metaforge.agents.power.budget.Cited;
import io.metaforge.agents.power.budget.DeviceBudget.State;
import io.metaforge.agents.power.budget.Supply;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints the sections on rails, sources and battery. */
final class SupplySections extends MarkdownLines {

    private final Budget budget;

    SupplySections(Budget budget, StringBuilder out) {
        super(out);
        this.budget = budget;
    }

    void print() {
        rails();
        sources();
        battery();
    }

    private void rails() {
        if (budget.rails().isEmpty()) {
            return;
        }
        line("## Rails");
        line("");
        line(
                "A switching regulator draws `V_out · I_out / (η · V_in)`, a linear one `I_out`, either its quiescent current"
                        + " besides. The source is counted at its nominal voltage.");
        line("");
        row(
                "Rail",
                "Voltage",
                "From",
                "Regulator",
                "η",
                "Quiescent",
                "Average",
                "At rest",
                "Peak",
                "Available",
                "Input on average",
                "Loss on average",
                "Requirements");
        row("---", "---:", "---", "---", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---");
        for (RailBudget rail : budget.rails()) {
            Cited efficiency = rail.efficiency();
            row(
                    Escape.markdown(rail.name()),
                    Amounts.volts(rail.volts()),
                    Escape.markdown(rail.from()),
                    rail.regulator().isEmpty() ? NONE : Escape.markdown(rail.regulator()) + ", " + rail.kind(),
                    efficiency == null
                            ? NONE
                            : Amounts.percent(efficiency.value()) + " (" + basis(efficiency.basis()) + ")",
                    rail.regulator().isEmpty()
                            ? NONE
                            : rail.quiescent() == null ? "not known" : current(rail.quiescent()),
                    load(rail, State.AVERAGE),
                    budget.restMatters() ? load(rail, State.REST) : NONE,
                    load(rail, State.PEAK),
                    current(rail.available()),
                    known(rail, State.AVERAGE, rail.inputs()),
                    Amounts.power(rail.lossMilliwatts()),
                    basis(rail.requirements()));
        }
        line("");
    }

    private void sources() {
        if (budget.sources().isEmpty()) {
            return;
        }
        line("## Sources");
        line("");
        Supply supply = budget.supply();
        if (supply != null) {
            line("The " + Escape.markdown(supply.source().name()) + " is counted at "
                    + Amounts.volts(supply.nominal().value()) + ", the " + supply.how() + " ("
                    + basis(supply.nominal().basis()) + ").");
            line("");
        }
        line(
                "Currents and powers at the lowest and at the highest voltage of each source, as if it fed the rails alone:");
        line("");
        row("Source", "Voltage", "At rest", "Average", "Peak", "Power on average", "Power at peak", "Requirements");
        row("---", "---", "---", "---", "---", "---", "---", "---");
        for (SourceBudget source : budget.sources()) {
            String name = Escape.markdown(source.name()) + (source.part().isEmpty() ? "" : " (" + source.part() + ")");
            String volts = source.min() == source.max()
                    ? Amounts.volts(source.min())
                    : Amounts.volts(source.min()) + " to " + Amounts.volts(source.max());
            if (source.atLowest().isEmpty()) {
                row(name, volts, "feeds no rail", NONE, NONE, NONE, NONE, basis(source.requirements()));
            } else {
                row(
                        name,
                        volts,
                        ends(source, State.REST),
                        ends(source, State.AVERAGE),
                        ends(source, State.PEAK),
                        powers(source, State.AVERAGE),
                        powers(source, State.PEAK),
                        basis(source.requirements()));
            }
        }
        line("");
    }

    private static String load(RailBudget rail, State state) {
        return known(rail, state, rail.loads());
    }

    private static String known(RailBudget rail, State state, Map<State, Double> currents) {
        double current = currents.getOrDefault(state, 0.0);
        if (!rail.incomplete().contains(state)) {
            return Amounts.current(current);
        }
        return current > 0 ? "≥ " + Amounts.current(current) : "not known";
    }

    private String ends(SourceBudget source, State state) {
        if (state == State.REST && !budget.restMatters()) {
            return NONE;
        }
        if (source.atHighest().getOrDefault(state, 0.0) <= 0) {
            return "not known";
        }
        return atLeast(state)
                + ends(
                        Amounts.current(source.atLowest().getOrDefault(state, 0.0)),
                        Amounts.current(source.atHighest().getOrDefault(state, 0.0)));
    }

    private String atLeast(State state) {
        return budget.sum(state).gaps().isEmpty() ? "" : "≥ ";
    }

    private String powers(SourceBudget source, State state) {
        if (source.atHighest().getOrDefault(state, 0.0) <= 0) {
            return "not known";
        }
        return atLeast(state)
                + ends(
                        Amounts.power(source.atLowest().getOrDefault(state, 0.0) * source.min()),
                        Amounts.power(source.atHighest().getOrDefault(state, 0.0) * source.max()));
    }

    private static String ends(String low, String high) {
        return low.equals(high) ? low : low + " to " + high;
    }

    private void battery() {
        Battery battery = budget.battery();
        if (battery == null) {
            return;
        }
        line("## Battery");
        line("");
        line(Escape.markdown(battery.name())
                + (battery.chemistry().isEmpty() ? "" : ", " + Escape.markdown(battery.chemistry())) + ":");
        line("");
        line("- capacity: " + Amounts.charge(battery.capacity().value())
                + (battery.condition().isEmpty() ? "" : ", stated at " + Escape.markdown(battery.condition())) + " ("
                + basis(battery.capacity().basis()) + ")");
        line("- of it used: " + Amounts.percent(battery.usable().value()) + " ("
                + basis(battery.usable().basis()) + ")");
        line("- self-discharge: " + Amounts.plain(battery.selfDischarge().value()) + " % a year, which counts as "
                + Amounts.current(battery.selfDischargeMilliamperes()) + " ("
                + basis(battery.selfDischarge().basis()) + ")");
        Double life = budget.lifeHours();
        if (life != null) {
            line("- life: " + Amounts.charge(battery.usableMilliampereHours()) + " / ("
                    + Amounts.current(budget.sum(State.AVERAGE).nominal()) + " + "
                    + Amounts.current(battery.selfDischargeMilliamperes()) + ") = " + Amounts.plain(life) + " h, "
                    + Amounts.duration(life));
        }
        line("");
    }

    private static String current(@Nullable Double milliamperes) {
        return milliamperes == null ? NONE : Amounts.current(milliamperes);
    }
}
