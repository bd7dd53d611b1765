package io.metaforge.agents.power.document;

import io.metaforge.agents.architecture.document.Escape;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.power.amount.Amounts;
import io.metaforge.agents.power.budget.Battery;
import io.metaforge.agents.power.budget.Budget;
import io.metaforge.agents.power.budget.Budget.Share;
import io.metaforge.agents.power.budget.Budget.Sum;
import io.metaforge.agents.power.budget.Cited;
import io.metaforge.agents.power.budget.DeviceBudget;
import io.metaforge.agents.power.budget.DeviceBudget.ModeUse;
import io.metaforge.agents.power.budget.DeviceBudget.State;
import io.metaforge.agents.power.budget.Supply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prints {@code power-budget.md}, for people. */
public final class MarkdownBudget extends MarkdownLines {

    private static final double LONG_LIFE = 10 * Amounts.HOURS_A_YEAR;
    private static final int DOMINATING = 3;
    private static final Set<String> STAND_INS = Set.of("receive", "transmit", "core", "peak");

    private final StringBuilder out;
    private final Budget budget;
    private final Constraints constraints;
    private final String chart;

    private MarkdownBudget(Budget budget, Constraints constraints, String chart, StringBuilder out) {
        super(out);
        this.out = out;
        this.budget = budget;
        this.constraints = constraints;
        this.chart = chart;
    }

    /**
     * Returns the document.
     *
     * @param chart name of the chart beside it
     */
    public static String of(Budget budget, Constraints constraints, String chart) {
        return new MarkdownBudget(budget, constraints, chart, new StringBuilder(16_384)).print();
    }

    private String print() {
        line("# Power budget: " + Escape.markdown(budget.architecture().project()));
        line("");
        budget.warnings().forEach(warning -> {
            line("> **Warning:** " + Escape.markdown(warning));
            line("");
        });
        summary();
        verdicts();
        dominating();
        effects();
        duty();
        new SupplySections(budget, out).print();
        list("Not counted", budget.notCounted());
        assumptions();
        questions();
        return out.toString();
    }

    private void summary() {
        Supply supply = budget.supply();
        Sum average = budget.sum(State.AVERAGE);
        if (budget.shares().isEmpty()) {
            line("No current is known: the architecture holds no supplied part with one.");
        } else if (supply != null) {
            String from = Escape.markdown(supply.source().name()) + " at "
                    + Amounts.volts(supply.nominal().value());
            line("The product draws **" + (average.gaps().isEmpty() ? "" : "at least ")
                    + Amounts.current(average.nominal()) + "** on average, "
                    + Amounts.power(average.nominal() * supply.nominal().value()) + " from " + from
                    + (average.gaps().isEmpty() ? "." : "; " + missing(average) + "."));
        }
        Battery battery = budget.battery();
        Double life = budget.lifeHours();
        if (battery != null && life != null) {
            line(Escape.markdown(battery.name()) + (battery.name().contains("×") ? " last" : " lasts") + " **"
                    + (average.gaps().isEmpty() ? "" : "at most ") + Amounts.duration(life) + "**"
                    + (life > LONG_LIFE
                            ? " by calculation; beyond 10 years the cells' shelf life decides, which the budget does not know."
                            : "."));
        }
        int all = budget.verdicts().size();
        line(
                all == 0
                        ? "No requirement states a figure on power that this budget calculates."
                        : "Of " + all + (all == 1 ? " figure" : " figures") + " that requirements state on power, "
                                + counts() + ".");
        line("");
        line(
                "Figures of parts are typical ones at 25 °C unless a condition stands with them; they were entered by hand and"
                        + " have to be compared with the data sheets. `A1` and the like are [assumptions](#assumptions), `REQ-001` and the like requirements.");
        line("");
    }

    private String counts() {
        List<String> counts = new ArrayList<>();
        for (String word : List.of("met", "not met", "open")) {
            long count = budget.count(word);
            if (count > 0) {
                counts.add(count + (counts.isEmpty() ? count == 1 ? " is " : " are " : " ") + word);
            }
        }
        return counts.size() < 3
                ? String.join(" and ", counts)
                : counts.get(0) + ", " + counts.get(1) + " and " + counts.get(2);
    }

    private static String missing(Sum sum) {
        int parts = sum.gaps().size();
        return parts == 1 ? "one draw is not in the sum" : parts + " draws are not in the sum";
    }

    private void verdicts() {
        line("## Requirements");
        line("");
        if (!budget.verdicts().isEmpty()) {
            row("Requirement", "Text", "Limit", "Verdict", "Arithmetic", "Rests on");
            row("---", "---", "---", "---", "---", "---");
            for (Budget.Verdict verdict : budget.verdicts()) {
                row(
                        verdict.requirement(),
                        Escape.markdown(constraints
                                .requirement(verdict.requirement())
                                .map(Requirement::text)
                                .orElse("")),
                        Escape.markdown(verdict.parameter().replace('_', ' ') + ": " + verdict.limit()),
                        "**" + verdict.word() + "**",
                        Escape.markdown(verdict.arithmetic()),
                        basis(verdict.basis()));
            }
            line("");
        }
        if (!budget.uncompared().isEmpty()) {
            line("Requirements on power that state nothing this budget calculates: "
                    + String.join(", ", budget.uncompared()) + ".");
            line("");
        }
    }

    private void dominating() {
        if (budget.shares().isEmpty()) {
            return;
        }
        line("## What dominates");
        line("");
        line("![Shares of the average current by part and by rail](" + chart + ")");
        line("");
        List<String> unknown = budget.sum(State.AVERAGE).gaps();
        if (!unknown.isEmpty()) {
            line("Not, or not wholly, known: " + Escape.markdown(String.join("; ", unknown))
                    + ". Any of it may take more than all that follows, so that no shares are given.");
            line("");
        }
        int place = 0;
        for (Share share : budget.shares()) {
            if (++place > DOMINATING) {
                break;
            }
            String most = share.byGroup().entrySet().stream()
                    .max(Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getKey)
                    .orElse("");
            double largest = share.byGroup().getOrDefault(most, 0.0) / share.milliamperes();
            line(place + ". " + Escape.markdown(share.name()) + ": "
                    + (unknown.isEmpty() ? Amounts.roughPercent(share.milliamperes() / budget.total()) + ", " : "")
                    + Amounts.current(share.milliamperes())
                    + (share.byGroup().size() > 1
                            ? ", " + Amounts.roughPercent(largest) + " of it " + most
                            : ", " + most)
                    + condition(share.name(), most) + ".");
        }
        line("");
    }

    /** Returns the condition under which the figure behind a share is stated. */
    private String condition(String name, String group) {
        return budget.devices().stream()
                .filter(device -> device.device().name().equals(name))
                .flatMap(device -> device.uses().stream())
                .filter(use -> use.group().equals(group) && !use.at().isEmpty())
                .max(Comparator.comparingDouble(ModeUse::average))
                .map(use -> " (stated at " + Escape.markdown(use.at()) + ")")
                .orElse("");
    }

    private void effects() {
        if (budget.effects().isEmpty()) {
            return;
        }
        line("## What a change would do");
        line("");
        boolean lives = budget.lifeHours() != null;
        line("One thing changed at a time; now it is "
                + (budget.sum(State.AVERAGE).gaps().isEmpty() ? "" : "at least ")
                + Amounts.current(budget.sum(State.AVERAGE).nominal())
                + (lives ? " and " + Amounts.duration(budget.lifeHours()) : "") + ".");
        line("");
        if (lives) {
            row("Change", "Average", "Life");
            row("---", "---:", "---:");
        } else {
            row("Change", "Average");
            row("---", "---:");
        }
        for (Budget.Effect effect : budget.effects()) {
            Double life = effect.lifeHours();
            if (lives) {
                row(
                        Escape.markdown(effect.change()),
                        Amounts.current(effect.average()),
                        life == null ? NONE : Amounts.duration(life));
            } else {
                row(Escape.markdown(effect.change()), Amounts.current(effect.average()));
            }
        }
        line("");
    }

    private void duty() {
        line("## Modes");
        line("");
        if (!budget.listening().isEmpty()) {
            line("The controller listens all the time, for other devices ask the product over a bus ("
                    + String.join(", ", budget.listening()) + "): a mode without clocks does not count for it.");
        }
        if (budget.cyclic()) {
            String who = budget.listening().isEmpty()
                    ? "The product sleeps between what it does ("
                    : "Other parts sleep between what they do (";
            StringBuilder text = new StringBuilder(who)
                    .append(String.join(", ", budget.cyclicBecause()))
                    .append(budget.intervals().isEmpty() ? ")" : "):");
            String and = " ";
            for (Map.Entry<String, Cited> interval : budget.intervals().entrySet()) {
                text.append(and)
                        .append("one ")
                        .append(interval.getKey())
                        .append(" every ")
                        .append(Amounts.seconds(interval.getValue().value()))
                        .append(" (")
                        .append(basis(interval.getValue().basis()))
                        .append(')');
                and = ", ";
            }
            line(text.append('.').toString());
        } else {
            line("Nothing sleeps: no requirement speaks of an interval or of sleeping.");
        }
        line("");
        if (budget.devices().isEmpty()) {
            return;
        }
        row("Part", "Rail", "Mode", "Current", "Stated at", "Share of the time", "How long", "Average", "Rests on");
        row("---", "---", "---", "---:", "---", "---:", "---", "---:", "---");
        for (DeviceBudget device : budget.devices()) {
            String name = Escape.markdown(device.device().name())
                    + (device.device().quantity() > 1 ? " × " + device.device().quantity() : "");
            String rail = device.device().rail().isEmpty()
                    ? NONE
                    : Escape.markdown(device.device().rail());
            if (device.uses().isEmpty()) {
                row(
                        name,
                        rail,
                        device.gaps().containsValue("no rail supplies it") ? "no supply" : "not known",
                        NONE,
                        NONE,
                        NONE,
                        NONE,
                        NONE,
                        NONE);
            }
            for (ModeUse use : device.uses()) {
                boolean known = !use.mode().equals("unknown");
                row(
                        name,
                        rail,
                        known ? Escape.markdown(mode(use)) : "not known",
                        known ? Amounts.current(use.milliamperes()) : NONE,
                        use.at().isEmpty() ? NONE : Escape.markdown(use.at()),
                        Amounts.percent(use.share()),
                        Escape.markdown(use.how()),
                        known ? Amounts.current(use.average()) : NONE,
                        basis(use.basis()));
            }
        }
        line("");
    }

    /** Returns the name of a mode, and what it stands for where that is another one. */
    private static String mode(ModeUse use) {
        boolean standsFor = use.group().equals("active") && STAND_INS.contains(use.mode());
        return standsFor ? "active (counted with the " + use.mode() + " current)" : use.mode();
    }

    private void list(String title, List<String> texts) {
        if (texts.isEmpty()) {
            return;
        }
        line("## " + title);
        line("");
        texts.forEach(text -> line("- " + Escape.markdown(text)));
        line("");
    }

    private void assumptions() {
        line("## Assumptions");
        line("");
        if (budget.assumptions().isEmpty()) {
            line("None.");
            line("");
            return;
        }
        row("Id", "Assumed", "Source", "Replaced by");
        row("---", "---", "---", "---");
        budget.assumptions()
                .forEach(assumed -> row(
                        assumed.id(),
                        Escape.markdown(assumed.text()),
                        Escape.markdown(assumed.source()),
                        assumed.arg().isEmpty() ? NONE : "`args." + assumed.arg() + "`"));
        line("");
    }

    private void questions() {
        line("## Open questions");
        line("");
        if (budget.questions().isEmpty()) {
            line("None.");
        }
        for (int i = 0; i < budget.questions().size(); i++) {
            line("- **Q" + (i + 1) + "** " + Escape.markdown(budget.questions().get(i)));
        }
    }
}
