package io.metaforge.agents.power.budget;

import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.power.amount.Amounts;
import io.metaforge.agents.power.budget.Budget.Sum;
import io.metaforge.agents.power.budget.Budget.Verdict;
import io.metaforge.agents.power.budget.DeviceBudget.State;
import io.metaforge.agents.power.rule.Rules;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what requirements ask for with the sums. What is not known makes a sum too small: one that exceeds its limit all
 * the same is not met, one that does not is open.
 */
final class Verdicts {

    static final String MET = "met";
    static final String NOT_MET = "not met";
    static final String OPEN = "open";

    /** What is not known is listed in full among the open questions. */
    static final int GAPS = 3;

    static final String NOTHING = "No current is known.";
    static final String HIGHER_POWER =
            " Figures that may be too high (a largest or peak value, a transmit current for a higher power) decide; without them the"
                    + " limit holds.";
    static final String PERIPHERALS =
            " With the current of the controller's core once more, for its peripherals, the limit does not hold.";

    private final Calculation calculation;
    private final List<Budget.Effect> effects;
    private final Map<State, Sum> sums;
    private final StorageVerdicts storage;
    private final Conditions conditions;
    private final List<Verdict> verdicts = new ArrayList<>();

    Verdicts(Calculation calculation, List<Budget.Effect> effects) {
        this.calculation = calculation;
        this.effects = effects;
        this.sums = calculation.sums();
        this.conditions = new Conditions(calculation);
        this.storage = new StorageVerdicts(calculation, sums, effects, conditions);
    }

    List<Verdict> all() {
        for (Requirement requirement : calculation.facts.constraints().requirements()) {
            for (Quantity quantity : requirement.quantities()) {
                Rules.VerdictRule rule =
                        Rules.builtIn().verdict(quantity.parameter()).orElse(null);
                // a range across zero is what something measures, no limit on what it draws
                boolean limit = quantity.min() == null || quantity.min().signum() >= 0;
                if (rule != null && limit) {
                    Outcome outcome = outcome(rule, requirement, quantity);
                    verdicts.add(new Verdict(
                            requirement.id(),
                            quantity.parameter(),
                            limit(quantity),
                            outcome.word(),
                            outcome.arithmetic(),
                            outcome.basis()));
                }
            }
        }
        return verdicts;
    }

    /**
     * What came of a comparison.
     *
     * @param word of the verdict
     * @param arithmetic for a person
     * @param basis ids of assumptions and arguments
     */
    record Outcome(String word, String arithmetic, List<String> basis) {

        static Outcome open(String why) {
            return new Outcome(OPEN, why, List.of());
        }
    }

    private Outcome outcome(Rules.VerdictRule rule, Requirement requirement, Quantity quantity) {
        return switch (rule.kind()) {
            case "rest_current" -> current(State.REST, requirement, quantity);
            case "average_current" -> current(State.AVERAGE, requirement, quantity);
            case "working_current" -> current(State.WORKING, requirement, quantity);
            case "peak_current" -> current(State.PEAK, requirement, quantity);
            case "rest_power" -> power(State.REST, quantity);
            case "average_power" -> power(State.AVERAGE, quantity);
            case "peak_power" -> power(State.PEAK, quantity);
            case "rail_current" -> new RailVerdicts(calculation, sums).outcome(requirement, quantity);
            case "open" -> Outcome.open("Not compared: " + rule.why() + ".");
            default -> storage.outcome(rule.kind(), quantity);
        };
    }

    private Outcome current(State state, Requirement requirement, Quantity quantity) {
        Double amperes = Facts.in("current", upper(quantity), quantity.unit());
        Sum sum = sums.get(state);
        Supply supply = calculation.supply;
        if (amperes == null) {
            return Outcome.open("The requirement states no upper bound on a current in a unit of current.");
        }
        if (sum == null || supply == null) {
            return Outcome.open("No source feeds the rails.");
        }
        if (calculation.nothingDrawn(state)) {
            StringBuilder none = new StringBuilder(NOTHING);
            gaps(sum, none);
            return Outcome.open(none.toString());
        }
        double limit = amperes * 1000;
        Outcome elsewhere = new PlaceOfLimit(calculation).outcome(state, sum, requirement, limit);
        if (elsewhere != null) {
            return elsewhere;
        }
        double lowest = supply.source().min();
        Double stated = PlaceOfLimit.stated(
                requirement, volt -> volt >= lowest && volt <= supply.source().max());
        double volts = stated != null
                ? stated
                : state == State.PEAK ? lowest : supply.nominal().value();
        StringBuilder text = new StringBuilder(title(state))
                .append(" at ")
                .append(Amounts.volts(volts))
                .append(": ")
                .append(chain(state, volts));
        double worst = sum.worst();
        double value =
                stated != null ? calculation.flow(state, stated).source() : state == State.PEAK ? worst : sum.nominal();
        if (stated == null && state != State.PEAK && differs(sum.nominal(), worst)) {
            text.append(" At ")
                    .append(Amounts.volts(
                            sum.atLowest() >= sum.atHighest()
                                    ? lowest
                                    : supply.source().max()))
                    .append(" it is ")
                    .append(Amounts.current(worst))
                    .append('.');
        }
        text.append(" Allowed are ").append(Amounts.current(limit)).append('.');
        if (state == State.AVERAGE && stated == null) {
            text.append(Effects.turning(effects, value <= limit, effect -> effect.average() <= limit));
        }
        boolean holdsAsCounted = value <= limit * (1 + 1e-9);
        String conditional = "";
        if (state == State.AVERAGE && holdsAsCounted && sum.gaps().isEmpty()) {
            conditional = conditions.exceeding(
                    limit,
                    c -> stated != null
                            ? c.flow(State.AVERAGE, stated).source()
                            : Conditions.atWorstVoltage(c, State.AVERAGE),
                    current -> Amounts.current(current) + (stated == null ? " at the worst voltage" : ""));
            text.append(conditional);
        }
        if (stated == null && state != State.PEAK && holdsAsCounted && worst > limit) {
            text.append(" The requirement does not say at which voltage the limit holds.")
                    .append(conditions.voltage(state, limit))
                    .append(conditions.lever(state, limit));
        }
        if (holdsAsCounted && !sum.gaps().isEmpty()) {
            text.append(conditions.room(state, sum, limit, volts));
        }
        double worstPermitted =
                conditional.isEmpty() ? stated == null && state != State.PEAK ? worst : value : Double.MAX_VALUE;
        return judged(state, sum, value, limit, worstPermitted, text);
    }

    private Outcome judged(State state, Sum sum, double value, double limit, double worst, StringBuilder text) {
        String word;
        double slack = limit * 1e-9;
        if (state == State.PEAK && value > limit + slack && sum.largest() <= limit + slack) {
            word = OPEN;
            text.append(" That everything works at the same time is the worst case; the firmware has to rule it out.");
        } else if (value > limit + slack
                && sum.overstated() > 0
                && value - sum.overstated() * value / sum.nominal() <= limit + slack) {
            word = OPEN;
            text.append(HIGHER_POWER);
        } else if (value > limit + slack) {
            word = NOT_MET;
        } else if (!sum.gaps().isEmpty()) {
            word = OPEN;
        } else if (value + sum.understated() * value / Math.max(sum.nominal(), 1e-12) > limit + slack) {
            word = OPEN;
            text.append(PERIPHERALS);
        } else if (worst > limit + slack) {
            word = OPEN;
        } else {
            word = MET;
        }
        gaps(sum, text);
        return new Outcome(word, text.toString(), basis(state));
    }

    static void gaps(Sum sum, StringBuilder text) {
        if (!sum.gaps().isEmpty()) {
            text.append(" Not, or not wholly, in the sum: ")
                    .append(Basis.some(sum.gaps(), GAPS, "; "))
                    .append('.');
        }
    }

    private Outcome power(State state, Quantity quantity) {
        Double watts = Facts.in("power", upper(quantity), quantity.unit());
        Sum sum = sums.get(state);
        Supply supply = calculation.supply;
        if (watts == null) {
            return Outcome.open("The requirement states no upper bound on a power in a unit of power.");
        }
        if (sum == null || supply == null) {
            return Outcome.open("No source feeds the rails.");
        }
        if (calculation.nothingDrawn(state)) {
            StringBuilder none = new StringBuilder(NOTHING);
            gaps(sum, none);
            return Outcome.open(none.toString());
        }
        double volts =
                state == State.PEAK ? supply.source().max() : supply.nominal().value();
        double milliamperes = state == State.PEAK ? sum.atHighest() : sum.nominal();
        double milliwatts = milliamperes * volts;
        double lowest = sum.atLowest() * supply.source().min();
        if (state == State.PEAK && lowest > milliwatts) {
            volts = supply.source().min();
            milliamperes = sum.atLowest();
            milliwatts = lowest;
        }
        StringBuilder text = new StringBuilder(title(state))
                .append(" at ")
                .append(Amounts.volts(volts))
                .append(": ")
                .append(chain(state, volts))
                .append(" That is ")
                .append(Amounts.power(milliwatts));
        Set<String> basis = new LinkedHashSet<>(basis(state));
        if (supply.mains() && supply.part() != null) {
            Double given = calculation.options.efficiency().get(supply.part().reference());
            Cited share = given != null
                    ? new Cited(
                            given, List.of("args.efficiency." + supply.part().reference()))
                    : calculation.ledger.figure("efficiency_mains");
            basis.addAll(cited(share.basis()));
            milliwatts /= share.value();
            text.append(", from the mains at ")
                    .append(Amounts.percent(share.value()))
                    .append(' ')
                    .append(Amounts.power(milliwatts))
                    .append(", and what ")
                    .append(supply.part().name())
                    .append(" draws without load on top");
        }
        text.append(". Allowed are ").append(Amounts.power(watts * 1000)).append('.');
        double worst = milliwatts;
        if (state == State.AVERAGE && milliwatts <= watts * 1000 && sum.gaps().isEmpty()) {
            double scale = milliwatts / Math.max(sum.nominal(), 1e-12);
            String conditional = conditions.exceeding(watts * 1000, c -> c.average() * scale, Amounts::power);
            text.append(conditional);
            worst = conditional.isEmpty() ? milliwatts : Double.MAX_VALUE;
        }
        Outcome outcome = judged(state, sum, milliwatts, watts * 1000, worst, text);
        String word = outcome.word().equals(MET) && supply.mains() ? OPEN : outcome.word();
        return new Outcome(word, outcome.arithmetic(), List.copyOf(basis));
    }

    /** Returns how the current of {@code state} adds up, rail by rail. */
    private String chain(State state, double volts) {
        PowerTree.Flow flow = calculation.flow(state, volts);
        List<String> terms = new ArrayList<>();
        for (PowerTree.Node node : calculation.tree.nodes()) {
            double load = flow.loads().getOrDefault(node.rail().name(), 0.0);
            String text = node.rail().name() + " ";
            boolean unknown =
                    load <= 0 && calculation.incomplete(node.rail().name()).contains(state);
            if (node.regulator() == null) {
                text += unknown ? "not known" : Amounts.current(load);
            } else {
                String quiescent = node.quiescent() == null ? "" : " + " + Amounts.current(node.quiescentOrZero());
                String input =
                        Amounts.current(flow.inputs().getOrDefault(node.rail().name(), 0.0));
                text += node.switching()
                        ? Amounts.current(load) + " × "
                                + Amounts.volts(node.rail().volts()) + " / ("
                                + Amounts.plain(node.efficiency().value()) + " × "
                                + Amounts.volts(calculation.tree.inputVolts(node, volts)) + ")" + quiescent + " = "
                                + input
                        : Amounts.current(load) + quiescent + (quiescent.isEmpty() ? "" : " = " + input);
            }
            boolean fed = !node.rail().from().isEmpty()
                    && calculation.tree.supplies(node.rail().from());
            terms.add(text + (fed ? " (from " + node.rail().from() + ")" : ""));
        }
        long fromSource = calculation.tree.nodes().stream()
                .filter(n -> n.rail().from().isEmpty())
                .count();
        return String.join("; ", terms) + (fromSource > 1 ? "; together " + Amounts.current(flow.source()) : "") + ".";
    }

    static String title(State state) {
        return switch (state) {
            case AVERAGE -> "Average";
            case REST -> "At rest";
            case WORKING -> "Working";
            case PEAK -> "Everything at its largest current";
        };
    }

    private List<String> basis(State state) {
        return basis(calculation, state);
    }

    /** Returns the assumptions and arguments that the sum of {@code state} rests on. */
    static List<String> basis(Calculation calculation, State state) {
        Set<String> basis = new LinkedHashSet<>();
        if (state == State.AVERAGE) {
            calculation.devices.forEach(d -> d.uses().forEach(use -> basis.addAll(cited(use.basis()))));
        }
        if (state != State.REST) {
            calculation.devices.forEach(
                    d -> d.device().modes().forEach(mode -> basis.addAll(calculation.duties.convertedBasis(mode))));
        }
        calculation
                .tree
                .nodes()
                .forEach(node -> basis.addAll(cited(node.efficiency().basis())));
        if (calculation.supply != null) {
            basis.addAll(cited(calculation.supply.nominal().basis()));
        }
        return List.copyOf(basis);
    }

    static List<String> cited(List<String> basis) {
        return basis.stream()
                .filter(id -> id.matches("A\\d+") || id.startsWith("args."))
                .toList();
    }

    private static boolean differs(double a, double b) {
        return Math.abs(a - b) > 0.001 * Math.max(Math.abs(a), Math.abs(b));
    }

    private static java.math.@Nullable BigDecimal upper(Quantity quantity) {
        return quantity.max() != null ? quantity.max() : quantity.nominal();
    }

    private static String limit(Quantity quantity) {
        String unit = quantity.unit().isEmpty() ? "" : " " + quantity.unit();
        if (quantity.min() != null && quantity.max() != null) {
            return plain(quantity.min()) + " to " + plain(quantity.max()) + unit;
        }
        if (quantity.max() != null) {
            return "at most " + plain(quantity.max()) + unit;
        }
        if (quantity.min() != null) {
            return "at least " + plain(quantity.min()) + unit;
        }
        return quantity.nominal() == null ? "" : plain(quantity.nominal()) + unit;
    }

    private static String plain(java.math.BigDecimal value) {
        return io.metaforge.agents.json.JsonWriter.plain(value);
    }
}
