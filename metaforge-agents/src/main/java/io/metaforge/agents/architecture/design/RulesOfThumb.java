package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Regulator;
import io.metaforge.agents.architecture.need.Demands;
import io.metaforge.agents.architecture.need.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Lists the factors that a design is counted with and that come from no data sheet and no requirement, so that a reader
 * can disagree with each.
 */
final class RulesOfThumb {

    private RulesOfThumb() {}

    /** Returns those that {@code power} and the checks used, one sentence each. */
    static List<String> used(Demands demands, PowerPlan power) {
        List<Regulator> regulators = power.rails().stream()
                .map(PowerPlan.PlannedRail::regulator)
                .filter(Objects::nonNull)
                .map(part -> Objects.requireNonNull(part.regulator()))
                .toList();
        List<String> rules = new ArrayList<>();
        if (regulators.stream().anyMatch(r -> r.kind().equals("ldo"))) {
            rules.add(
                    "Linear regulators are counted with 0.3 W (SOT-23), 0.4 W (SOT-23-5) and 1 W (SOT-223) of heat at 25 °C,"
                            + " falling to nothing at 125 °C: a rule of thumb for a small board, for the catalogue holds no thermal"
                            + " resistances.");
        }
        if (regulators.stream().anyMatch(r -> !r.kind().equals("ldo"))) {
            rules.add(
                    "Heat in switching regulators is stated among the checks from 0.3 W on, but decides nothing: the catalogue"
                            + " holds no thermal resistances.");
        }
        if (regulators.stream().anyMatch(r -> !r.kind().equals("ldo") && r.efficiency() == null)) {
            rules.add("Switching regulators are counted with " + Figures.plain(Checks.EFFICIENCY * 100)
                    + " % efficiency where the catalogue holds none: a rule of thumb for the middle of their range; at a"
                    + " thousandth of the rated current they may fall below it.");
        }
        if (regulators.stream().anyMatch(r -> r.kind().equals("buck"))) {
            rules.add("Step-down converters are taken where the lowest input is at least "
                    + Figures.plain(RegulatorFit.BUCK_HEADROOM)
                    + " times the output: a rule of thumb for their largest duty cycle and the drop in switch and"
                    + " inductor.");
        }
        if (regulators.stream().anyMatch(r -> r.kind().equals("boost"))) {
            rules.add("Step-up converters are counted with " + Figures.plain(RegulatorFit.BOOST_EFFICIENCY * 100)
                    + " % of what their switch limit passes at the lowest input: a rule of thumb for losses and ripple"
                    + " current.");
        }
        if (power.rails().stream().anyMatch(rail -> derated(rail, power))) {
            rules.add(
                    "Below the input voltage that a regulator's full current is specified from, "
                            + Figures.plain(RegulatorFit.DERATED * 100)
                            + " % of that current is counted on: a rule of thumb that its data sheet's curves have to confirm.");
        }
        if (demands.board() != null) {
            rules.add(Figures.plain(Limits.USABLE_AREA * 100)
                    + " % of each side of the board is counted on for the chosen parts: a rule of thumb that leaves the"
                    + " rest for passive components, tracks, holes and edges.");
        }
        return rules;
    }

    private static boolean derated(PowerPlan.PlannedRail rail, PowerPlan power) {
        Double from = rail.regulator() == null || rail.regulator().regulator() == null
                ? null
                : rail.regulator().regulator().fullCurrentFrom();
        return from != null
                && rail.rail().from().isEmpty()
                && power.sources().stream()
                        .anyMatch(source -> source.source().feedsRails()
                                && source.source().volts().min() < from - 1e-9);
    }
}
