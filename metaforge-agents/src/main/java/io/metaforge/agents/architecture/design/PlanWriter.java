package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.architecture.catalogue.Regulator;
import io.metaforge.agents.architecture.need.Bound;
import io.metaforge.agents.architecture.need.Figures;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the rails that were found: figures, reasons, assumptions and what was traded. Made for one plan. */
final class PlanWriter {

    private final Relaxations relaxations;
    private final Regulators regulators;
    private final List<Level> levels;
    private final Sources.Planned planned;
    private final @Nullable Bound rest;
    private final List<PowerPlan.PlannedRail> rails = new ArrayList<>();
    private final Map<Part, Integer> added;
    private final List<String> assumptions;
    private final List<String> questions;
    private final List<String> trades = new ArrayList<>();

    PlanWriter(
            Relaxations relaxations,
            Regulators regulators,
            List<Level> levels,
            Sources.Planned planned,
            @Nullable Bound rest) {
        this.relaxations = relaxations;
        this.regulators = regulators;
        this.levels = levels;
        this.planned = planned;
        this.rest = rest;
        this.added = new LinkedHashMap<>(planned.added());
        this.assumptions = new ArrayList<>(planned.assumptions());
        this.questions = new ArrayList<>(planned.questions());
    }

    PowerPlan plan() {
        return new PowerPlan(planned.sources(), rails, added, assumptions, questions, trades);
    }

    void write(RailTree tree) {
        boolean joined = tree.branches().stream()
                .anyMatch(branch -> branch.level().name().equals(Junction.NAME));
        long feeding = planned.sources().stream()
                .filter(source -> source.source().feedsRails())
                .count();
        if (joined) {
            assumptions.add("USB joins the 5 V rail through a diode each (" + Figures.of(Junction.DROP, "V")
                    + " counted), so that either alone runs what hangs on " + Junction.NAME
                    + "; a power switch with reverse blocking drops less.");
        } else if (feeding > 1) {
            assumptions.add(
                    "Any one of the sources can supply the design; they are combined by diodes or a power path.");
        }
        if (!tree.branches().isEmpty()) {
            assumptions.add("Regulators are chosen for the sum of the largest known currents of a rail plus "
                    + Figures.plain(PowerPlanner.MARGIN * 100)
                    + " %; what requirements reserve for devices outside is added as it stands.");
        }
        if (!tree.direct().isEmpty()) {
            direct(tree);
        }
        tree.branches().forEach(branch -> branch(branch, tree));
        tree.unsupplied().forEach(this::unsupplied);
        if (!tree.complete()) {
            assumptions.add("There are more arrangements of rails than were looked at; a cheaper one may exist.");
        }
    }

    private Range sourceVolts() {
        return planned.sources().stream()
                .filter(source -> source.source().feedsRails())
                .map(source -> source.source().volts())
                .reduce(Range::union)
                .orElse(new Range(0, 0));
    }

    private void direct(RailTree tree) {
        Range input = sourceVolts();
        double sum = Loads.sum(tree.direct());
        rails.add(new PowerPlan.PlannedRail(
                new Rail(
                        "SOURCE",
                        input.min(),
                        input,
                        "",
                        "",
                        List.of(),
                        0,
                        sum,
                        sum * (1 + PowerPlanner.MARGIN),
                        null,
                        List.of(),
                        "No regulator: the source's " + Figures.range(input, "V")
                                + " lies within the supply range of each of these parts.",
                        true),
                null,
                Loads.of(tree.direct()),
                List.of(),
                List.of()));
    }

    private void branch(RailTree.Branch branch, RailTree tree) {
        Level level = branch.level();
        Part taken = branch.regulator();
        RegulatorFit fit = branch.fit();
        List<String> asking =
                level.demand() == null ? List.of() : List.of(level.demand().requirement());
        boolean junction = fit == null;
        Regulator regulator = taken == null ? null : taken.regulator();
        String explanation = junction
                ? "Junction of rail " + branch.feed().rail() + " and USB, each through a diode of "
                        + Figures.of(Junction.DROP, "V") + "."
                : regulator == null
                        ? "No regulator of the catalogue makes " + Figures.of(level.volts(), "V") + " from "
                                + Figures.range(branch.feed().volts(), "V") + "." + relaxed(fit)
                        : explanation(branch, taken, regulator, fit);
        rails.add(new PowerPlan.PlannedRail(
                new Rail(
                        level.name(),
                        level.volts(),
                        level.window(),
                        branch.feed().rail(),
                        "",
                        List.of(),
                        level.outside(),
                        branch.sumMilliamperes(),
                        branch.neededMilliamperes(),
                        regulator == null || fit == null ? null : fit.capacity(regulator),
                        asking,
                        explanation,
                        junction || regulator != null),
                taken,
                Loads.of(branch.loads()),
                fit == null ? List.of() : regulators.rejected(fit),
                taken == null || fit == null
                        ? List.of()
                        : regulators.choose(fit).fitting().stream()
                                .filter(part -> part != taken)
                                .toList()));
        if (taken != null && regulator != null && fit != null) {
            added.merge(taken, 1, Integer::sum);
            derated(branch, taken, regulator, fit);
            trade(branch, taken, regulator, tree);
        }
    }

    private String relaxed(@Nullable RegulatorFit fit) {
        if (fit == null) {
            return "";
        }
        List<String> sentences = relaxations.forRail(regulators, fit);
        return sentences.isEmpty() ? "" : " " + String.join(" ", sentences);
    }

    private void derated(RailTree.Branch branch, Part taken, Regulator regulator, RegulatorFit fit) {
        Double from = regulator.fullCurrentFrom();
        if (from != null && fit.derated(regulator)) {
            questions.add("Does " + taken.mpn() + " deliver " + Figures.of(branch.neededMilliamperes(), "mA") + " at "
                    + Figures.of(branch.level().volts(), "V") + " from "
                    + Figures.of(branch.feed().volts().min(), "V") + "? Its rating holds from "
                    + Figures.of(from, "V") + ".");
        }
    }

    /** What the rail would cost from elsewhere, or at another voltage that its parts stand. */
    private void trade(RailTree.Branch branch, Part taken, Regulator regulator, RailTree tree) {
        Level level = branch.level();
        List<Feed> others = new ArrayList<>();
        if (branch.feed().isSource()) {
            tree.branches().stream()
                    .filter(other -> other.feed().isSource() && other != branch && other.regulator() != null)
                    .forEach(other -> others.add(new Feed(
                            other.level().name(),
                            other.level().window(),
                            branch.feed().requirements())));
        } else if (tree.branches().stream()
                .noneMatch(other -> other.level().name().equals(Junction.NAME))) {
            others.add(new Feed("", sourceVolts(), branch.feed().requirements()));
        }
        for (Feed other : others) {
            RegulatorFit fit =
                    new RegulatorFit(other, level.volts(), branch.neededMilliamperes(), level.demand(), rest);
            Part there = regulators.choose(fit).taken();
            if (there != null && there.regulator() != null) {
                trades.add("Rail " + level.name() + " hangs on " + branch.feed().title() + " with " + taken.mpn()
                        + " (" + price(taken) + ", takes " + watts(branch, regulator, branch.feed())
                        + "); on " + other.title() + " " + there.mpn() + " would do (" + price(there) + ", "
                        + watts(branch, there.regulator(), other) + ").");
            }
        }
        if (level.demand() == null && !branch.loads().isEmpty()) {
            levels(branch, taken);
        }
    }

    private void levels(RailTree.Branch branch, Part taken) {
        List<String> options = new ArrayList<>();
        for (Level other : levels) {
            boolean suits = other.demand() == null
                    && branch.loads().keySet().stream()
                            .allMatch(part ->
                                    part.supply() != null && part.supply().covers(other.window()));
            if (!suits) {
                continue;
            }
            RegulatorFit fit = new RegulatorFit(branch.feed(), other.volts(), branch.neededMilliamperes(), null, rest);
            Part there =
                    other == branch.level() ? taken : regulators.choose(fit).taken();
            if (there != null) {
                options.add(Figures.of(other.volts(), "V") + " with " + there.mpn() + " (" + price(there) + ")");
            }
        }
        if (options.size() > 1) {
            trades.add("Rail " + branch.level().name() + " was taken among " + String.join(", ", options)
                    + ": with it the whole design costs least.");
        }
    }

    private static String watts(RailTree.Branch branch, Regulator regulator, Feed feed) {
        double volts = feed.volts().min();
        double current = branch.sumMilliamperes()
                * RailSearch.inputShare(regulator, branch.level().volts(), volts);
        return Figures.of(volts * current / 1000, "W") + " at " + Figures.of(volts, "V") + " and the largest currents";
    }

    private static String price(Part part) {
        return part.price() == null
                ? "price not known"
                : "USD " + part.price().usd().setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    private static String explanation(RailTree.Branch branch, Part part, Regulator regulator, RegulatorFit fit) {
        Range input = branch.feed().volts();
        double volts = branch.level().volts();
        StringBuilder text = new StringBuilder();
        switch (regulator.kind()) {
            case "ldo" ->
                text.append("Linear: ")
                        .append(Figures.of(volts, "V"))
                        .append(" + ")
                        .append(Figures.of(regulator.dropout() == null ? 0 : regulator.dropout(), "V"))
                        .append(" drop-out ≤ ")
                        .append(Figures.of(input.min(), "V"))
                        .append(" lowest input; ")
                        .append(Figures.of((input.max() - volts) * fit.milliamperes() / 1000, "W"))
                        .append(" of heat at ")
                        .append(Figures.of(input.max(), "V"))
                        .append(" and the needed current.");
            case "buck" ->
                text.append("Step-down from ").append(Figures.range(input, "V")).append('.');
            case "boost" ->
                text.append("Step-up from ")
                        .append(Figures.range(input, "V"))
                        .append(", counted with its switch limit, the lowest input and ")
                        .append(Figures.plain(RegulatorFit.BOOST_EFFICIENCY * 100))
                        .append(" % efficiency.");
            default ->
                text.append("Buck-boost: ")
                        .append(Figures.range(input, "V"))
                        .append(" lies on both sides of, or too close to, ")
                        .append(Figures.of(volts, "V"))
                        .append('.');
        }
        if (branch.level().outside() > 0) {
            text.append(" ")
                    .append(Figures.of(branch.level().outside(), "mA"))
                    .append(" of it are reserved for devices outside.");
        }
        if (fit.derated(regulator)) {
            text.append(" Its full current is specified from ")
                    .append(Figures.of(regulator.fullCurrentFrom() == null ? 0 : regulator.fullCurrentFrom(), "V"))
                    .append("; below, half of it is counted on, which is a rule of thumb (see the assumptions).");
        }
        return text.toString();
    }

    private void unsupplied(Part part, int quantity) {
        Range input = sourceVolts();
        Map<Part, Integer> one = Map.of(part, quantity);
        Range supply = part.supply();
        rails.add(new PowerPlan.PlannedRail(
                new Rail(
                        "UNSUPPLIED",
                        supply == null ? 0 : supply.min(),
                        supply == null ? input : supply,
                        "",
                        "",
                        List.of(),
                        0,
                        Loads.sum(one),
                        Loads.sum(one) * (1 + PowerPlanner.MARGIN),
                        null,
                        List.of(),
                        "No regulator of the catalogue supplies " + part.mpn() + " ("
                                + (supply == null ? "" : Figures.range(supply, "V")) + ") from "
                                + Figures.range(input, "V") + ".",
                        false),
                null,
                Loads.of(one),
                List.of(),
                List.of()));
    }
}
