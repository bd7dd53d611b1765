package io.metaforge.agents.power.budget;

import io.metaforge.agents.constraints.Category;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Priority;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.power.amount.Amounts;
import io.metaforge.agents.power.budget.Budget.Assumed;
import io.metaforge.agents.power.budget.Budget.Sum;
import io.metaforge.agents.power.budget.Budget.Verdict;
import io.metaforge.agents.power.budget.DeviceBudget.State;
import io.metaforge.agents.power.input.Architecture;
import io.metaforge.agents.power.input.Architecture.Block;
import io.metaforge.agents.power.input.Architecture.Cell;
import io.metaforge.agents.power.input.Architecture.Device;
import io.metaforge.agents.power.input.Architecture.Rail;
import io.metaforge.agents.power.input.Architecture.Source;
import io.metaforge.agents.power.rule.Rules;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes a power budget. */
public final class Budgeter {

    static final String UNSUPPLIED = "no rail supplies it";

    private static final double COLD = 0;

    /** Makers of primary cells state shelf lives of 10 to 20 years. */
    private static final double LONG_LIFE = 10 * Amounts.HOURS_A_YEAR;

    private Budgeter() {}

    /**
     * Returns the budget.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code VALIDATION} where {@code options} name parts or
     *     modes that the architecture does not have
     */
    public static Budget budget(Architecture architecture, Constraints constraints, Options options) {
        Calculation calculation = new Calculation(architecture, constraints, options);
        List<Budget.Effect> effects = Effects.of(calculation, constraints);
        List<Verdict> verdicts = new Verdicts(calculation, effects).all();
        List<String> notCounted = notCounted(calculation);
        return new Budget(
                architecture,
                calculation.profile.cyclic(),
                calculation.profile.because(),
                calculation.profile.listening(),
                calculation.profile.used(),
                calculation.supply,
                calculation.sources(),
                calculation.devices,
                calculation.rails(),
                calculation.sums(),
                calculation.shares(),
                calculation.battery,
                calculation.lifeHours(),
                effects,
                verdicts,
                uncompared(architecture, constraints, verdicts),
                notCounted,
                calculation.ledger.all().stream()
                        .map(made -> new Assumed(made.id(), made.text(), made.source(), made.arg()))
                        .toList(),
                questions(calculation, verdicts),
                warnings(architecture, constraints));
    }

    private static List<String> notCounted(Calculation calculation) {
        List<String> notCounted = new ArrayList<>();
        Rules rules = Rules.builtIn();
        List<String> none = rules.words("noCurrent");
        for (Block block : calculation.architecture.blocks()) {
            boolean draws = none.stream()
                    .noneMatch(
                            f -> block.function().equals(f) || block.function().startsWith(f + "."));
            if (block.status().equals("reserved") && draws) {
                notCounted.add(block.title() + " (" + String.join(", ", block.requirements())
                        + "): the schematic chooses the components and with them the current.");
            }
        }
        calculation.duties.occasional().forEach(radio -> notCounted.add(radio + ": not on in service."));
        rules.leftOut().forEach((function, text) -> {
            if (function.isEmpty()) {
                notCounted.add(text);
            } else {
                calculation.architecture.blocks().stream()
                        .filter(block -> block.function().equals(function))
                        .findFirst()
                        .ifPresent(block -> notCounted.add(
                                block.title() + " (" + String.join(", ", block.requirements()) + "): " + text));
            }
        });
        List<String> outside = new ArrayList<>(rules.words("outside"));
        if (calculation.architecture.devices().stream().anyMatch(d -> d.charger() != null)) {
            outside.add("charge_current");
        }
        Set<String> passing = new LinkedHashSet<>();
        for (Requirement requirement : calculation.facts.constraints().requirements()) {
            for (Quantity quantity : requirement.quantities()) {
                if (requirement.priority() != Priority.MAY && outside.contains(quantity.parameter())) {
                    passing.add(quantity.parameter().replace('_', ' ') + " (" + requirement.id() + ")");
                }
            }
        }
        if (!passing.isEmpty()) {
            notCounted.add("What the product passes on or drives: " + String.join(", ", passing)
                    + ". This budget is its own consumption.");
        }
        return notCounted;
    }

    /** Returns requirements on power that no verdict answers, leaving aside those that sources and rails were made from. */
    private static List<String> uncompared(Architecture architecture, Constraints constraints, List<Verdict> verdicts) {
        Set<String> answered = new LinkedHashSet<>();
        verdicts.forEach(verdict -> answered.add(verdict.requirement()));
        architecture.sources().stream().map(Source::requirements).forEach(answered::addAll);
        architecture.rails().stream().map(Rail::requirements).forEach(answered::addAll);
        return constraints.requirements().stream()
                .filter(r -> r.category() == Category.POWER)
                .map(Requirement::id)
                .filter(id -> !answered.contains(id))
                .toList();
    }

    /** Reports whether the state of rest is of interest: the product sleeps, or a requirement asks for it. */
    static boolean restMatters(boolean cyclic, List<Verdict> verdicts) {
        return cyclic
                || verdicts.stream().anyMatch(v -> Rules.builtIn()
                        .verdict(v.parameter())
                        .map(rule -> rule.kind().startsWith("rest"))
                        .orElse(false));
    }

    private static List<String> questions(Calculation calculation, List<Verdict> verdicts) {
        List<String> questions = new ArrayList<>();
        if (calculation.supply == null) {
            questions.add("What feeds the rails? The architecture names no source with a voltage above 0 V.");
        }
        Set<String> gaps = new LinkedHashSet<>();
        calculation.sums().forEach((state, sum) -> {
            if (state != State.REST || restMatters(calculation.profile.cyclic(), verdicts)) {
                gaps.addAll(sum.gaps());
            }
        });
        for (String gap : gaps) {
            questions.add(gap + (gap.endsWith(UNSUPPLIED) ? ". What supplies it?" : ". What does it draw?"));
        }
        pulses(calculation).ifPresent(questions::add);
        Double life = calculation.lifeHours();
        if (calculation.battery != null && life != null && life > LONG_LIFE) {
            questions.add(
                    calculation.battery.name() + ": a life of " + Amounts.duration(life)
                            + " comes near the shelf life of cells, which the catalogue does not hold. What does the maker guarantee?");
        }
        if (calculation.battery != null) {
            List<Requirement> ambientFirst =
                    new ArrayList<>(calculation.facts.constraints().requirements());
            ambientFirst.sort(java.util.Comparator.comparing(r ->
                    !(Facts.lower(r).contains("operating") || Facts.lower(r).contains("ambient"))));
            for (Requirement requirement : ambientFirst) {
                for (Quantity quantity : requirement.quantities()) {
                    Double cold = Facts.in("temperature", quantity.min(), quantity.unit());
                    if (quantity.parameter().equals("operating_temperature") && cold != null && cold < COLD) {
                        questions.add("What is left of the capacity at "
                                + Amounts.plain(cold) + " °C (" + requirement.id()
                                + ")? The capacity counted is that at room temperature.");
                        return questions;
                    }
                }
            }
        }
        return questions;
    }

    /** Asks whether the cell delivers the peak: small cells do not, long before they are empty. */
    private static Optional<String> pulses(Calculation calculation) {
        Supply supply = calculation.supply;
        Device part = supply == null ? null : supply.part();
        Cell cell = part == null ? null : part.cell();
        Sum peak = calculation.sums().get(State.PEAK);
        if (part == null || cell == null || peak == null || peak.worst() <= 0) {
            return Optional.empty();
        }
        String draw = "at its lowest voltage the design draws up to " + Amounts.current(peak.worst()) + ".";
        if (cell.maxMilliamperes() == null) {
            return Optional.of(part.name() + ": the largest current it delivers is not known; " + draw
                    + " Does it deliver that when cold and nearly empty?");
        }
        return peak.worst() > cell.maxMilliamperes()
                ? Optional.of(part.name() + " delivers " + Amounts.current(cell.maxMilliamperes()) + " continuously; "
                        + draw + " What buffers the pulses?")
                : Optional.empty();
    }

    private static List<String> warnings(Architecture architecture, Constraints constraints) {
        Set<String> covered = new LinkedHashSet<>(architecture.requirements());
        Set<String> stated = new LinkedHashSet<>();
        constraints.requirements().forEach(r -> stated.add(r.id()));
        List<String> warnings = new ArrayList<>();
        List<String> gone = covered.stream().filter(id -> !stated.contains(id)).toList();
        List<String> added = stated.stream().filter(id -> !covered.contains(id)).toList();
        if (!gone.isEmpty() || !added.isEmpty()) {
            warnings.add("The architecture was made for other requirements"
                    + (gone.isEmpty()
                            ? ""
                            : "; it covers " + Basis.some(gone, 5, ", ") + ", which the constraints do not hold")
                    + (added.isEmpty() ? "" : "; it does not cover " + Basis.some(added, 5, ", "))
                    + ". Run the skill architecture again.");
        }
        if (!architecture.project().equals(constraints.project().name())) {
            warnings.add(
                    "The architecture is that of \"" + architecture.project() + "\", the constraints are those of \""
                            + constraints.project().name() + "\".");
        }
        return warnings;
    }
}
