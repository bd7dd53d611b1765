package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.need.DemandFinder;
import io.metaforge.agents.architecture.need.Demands;
import io.metaforge.agents.architecture.need.Need;
import io.metaforge.agents.architecture.need.Vocabulary;
import io.metaforge.agents.architecture.revision.Amendment;
import io.metaforge.agents.architecture.revision.Asked;
import io.metaforge.agents.architecture.revision.Directive;
import io.metaforge.agents.constraints.Category;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Priority;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes a design for constraints. Made for one design; not thread-safe. */
public final class Designer {

    private static final int MAX_ALTERNATIVES = 3;

    private final Catalogue catalogue;
    private final Vocabulary vocabulary;
    private final Constraints constraints;
    private final Map<String, BigDecimal> usdPerUnit;
    private final @Nullable Asked asked;
    private final List<String> assumptions = new ArrayList<>();
    private final List<String> trades = new ArrayList<>();
    private final List<String> withoutOne = new ArrayList<>();
    private final Map<Part, String> references = new LinkedHashMap<>();
    private final Map<String, Integer> lastReference = new LinkedHashMap<>();

    private Designer(
            Catalogue catalogue,
            Vocabulary vocabulary,
            Constraints constraints,
            Map<String, BigDecimal> usdPerUnit,
            @Nullable Asked asked) {
        this.asked = asked;
        this.catalogue = catalogue;
        this.vocabulary = vocabulary;
        this.constraints = constraints;
        this.usdPerUnit = usdPerUnit;
    }

    /**
     * Designs for {@code constraints}.
     *
     * @param usdPerUnit US dollars for one unit of a currency, to compare budgets with; empty to compare none but USD
     * @param asked what a person said when rejecting an earlier attempt; null for a first one
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code AGENT} where no requirement asks for
     *     anything the vocabulary knows
     */
    public static Design design(
            Catalogue catalogue,
            Vocabulary vocabulary,
            Constraints constraints,
            Map<String, BigDecimal> usdPerUnit,
            @Nullable Asked asked) {
        Constraints all = asked == null ? constraints : with(constraints, asked);
        return new Designer(catalogue, vocabulary, all, usdPerUnit, asked).run(constraints);
    }

    /** What a rejection asks for is listed and answered like the requirements. */
    private static Constraints with(Constraints constraints, Asked asked) {
        List<Requirement> requirements = new ArrayList<>(constraints.requirements());
        for (Directive directive : asked.directives()) {
            requirements.add(new Requirement(
                    directive.id(),
                    Category.FUNCTIONAL,
                    Priority.MUST,
                    directive.text(),
                    new io.metaforge.agents.constraints.Source(asked.session(), 1),
                    List.of(),
                    List.of()));
        }
        return new Constraints(
                constraints.project(),
                requirements,
                constraints.electrical(),
                constraints.mechanical(),
                constraints.environmental(),
                constraints.performance(),
                constraints.cost(),
                constraints.conflicts(),
                constraints.gaps());
    }

    private Design run(Constraints written) {
        Demands demands = DemandFinder.find(written, catalogue, vocabulary);
        if (asked != null) {
            demands = Amendment.apply(catalogue, vocabulary, demands, asked.directives());
        }
        List<Need> needs = withController(demands.needs());
        if (needs.isEmpty() && demands.sources().isEmpty()) {
            throw new Failure(
                            FailureKind.AGENT,
                            "None of the " + constraints.requirements().size()
                                    + " requirements asks for a function this skill has parts for (controllers, radios,"
                                    + " sensors, interfaces, drivers, supplies): there is nothing to propose")
                    .asException();
        }
        Fitness fitness = new Fitness(demands);
        CellChoice cell = CellChoice.of(catalogue, fitness, demands);
        boolean charges = needs.stream()
                .anyMatch(need -> need.function().id().equals("power.charger")
                        && catalogue.doing("power.charger").stream()
                                .anyMatch(part -> fitness.reject(part, need) == null));
        PowerPlanner planner =
                new PowerPlanner(catalogue, fitness, demands, charges, cell == null ? null : cell.cell());
        Selection selection = Selector.select(catalogue, fitness, new Limits(demands), planner, needs);
        boolean ownUsb = selection.bridge() == null
                && needs.stream().anyMatch(need -> need.function().by().equals("usb"));
        PowerPlan power = planner.plan(selection.quantities(), selection.controller(), ownUsb);
        assume(demands, needs, power);
        PartList list = new PartList(catalogue, fitness, demands, needs, selection, power, cell);
        list.parts().forEach(this::reference);
        List<Placed> parts = list.place(references, MAX_ALTERNATIVES);
        trades.addAll(list.trades());
        trades.addAll(power.trades());
        if (!selection.complete()) {
            assumptions.add("There are more combinations of parts than were looked at; a cheaper one may exist.");
        }
        if (selection.controller() == null) {
            withoutOne.addAll(withoutOne(needs, demands, fitness, planner));
        }
        BlockWriter writer = new BlockWriter(catalogue, vocabulary, fitness, references, withoutOne);
        List<Block> blocks = new ArrayList<>(writer.blocks(needs, selection, cell, demands));
        List<Source> sources =
                power.sources().stream().map(planned -> source(planned)).toList();
        List<Rail> rails = power.rails().stream().map(this::rail).toList();
        writer.junction(blocks.size() + 1, rails, sources).ifPresent(blocks::add);
        List<String> questions = new Questions(constraints, demands, power, rails, parts).ask(selection, blocks);
        Costs costs = Costs.of(parts);
        List<Check> checks = new ArrayList<>(
                new Checks(demands, parts, sources, rails, selection, cell, costs, usdPerUnit, blocks).all());
        checks.addAll(LinkBudget.of(constraints, blocks, parts));
        checks.addAll(SupplyChecks.of(demands, parts, rails));
        checks.addAll(SupplyChecks.converter(constraints, blocks, rails));
        checks.addAll(SupplyChecks.levels(constraints, blocks, rails));
        checks.addAll(CellChecks.of(constraints, parts));
        Part controller = selection.controller();
        List<Coverage> coverage =
                new CoverageFinder(vocabulary, constraints, demands, blocks, parts, rails, sources, checks).all();
        return new Design(
                constraints,
                blocks,
                parts,
                controller == null ? "" : Objects.requireNonNull(references.get(controller)),
                selection.wiring(),
                outside(demands),
                sources,
                rails,
                checks,
                costs.total().setScale(2, RoundingMode.HALF_UP),
                costs.unpriced(),
                coverage,
                asked == null
                        ? null
                        : new Revised(
                                asked.session(),
                                asked.directives(),
                                asked.notUnderstood(),
                                Changes.between(asked.previous(), parts, rails, costs.total())),
                trades,
                List.copyOf(new LinkedHashSet<>(assumptions)),
                List.copyOf(new LinkedHashSet<>(questions)));
    }

    private Map<String, List<String>> outside(Demands demands) {
        Map<String, List<String>> outside = new TreeMap<>();
        demands.elsewhere().forEach((function, requirements) -> vocabulary
                .function(function)
                .ifPresent(known -> outside.put(
                        known.title(), requirements.stream().sorted().toList())));
        return outside;
    }

    /** Returns which block alone would have to go so that some controller serves the others, in sentences. */
    private List<String> withoutOne(List<Need> needs, Demands demands, Fitness fitness, PowerPlanner planner) {
        List<String> sentences = new ArrayList<>();
        for (Need left : needs) {
            boolean takes = needsController(left) && !left.function().id().equals("mcu");
            if (!takes || sentences.size() == MAX_ALTERNATIVES) {
                continue;
            }
            List<Need> others = needs.stream().filter(need -> need != left).toList();
            Selection selection = Selector.select(catalogue, fitness, new Limits(demands), planner, others);
            Part controller = selection.controller();
            if (controller != null) {
                sentences.add("Without " + left.function().title()
                        + (left.count() > 1 ? " × " + left.count() : "") + " ("
                        + String.join(", ", left.requirements()) + "), " + controller.mpn()
                        + " would serve the others.");
            }
        }
        return sentences;
    }

    private List<Need> withController(List<Need> needs) {
        boolean asked = needs.stream().anyMatch(need -> need.function().id().equals("mcu"));
        List<Need> served = needs.stream().filter(this::needsController).toList();
        if (asked || served.isEmpty()) {
            return needs;
        }
        List<Need> all = new ArrayList<>();
        Set<String> requirements = new LinkedHashSet<>();
        served.forEach(need -> requirements.addAll(need.requirements()));
        vocabulary
                .function("mcu")
                .ifPresent(function -> all.add(new Need(
                        function,
                        List.copyOf(requirements),
                        1,
                        List.of(),
                        Map.of(),
                        Map.of(),
                        "A controller is assumed: no requirement asks for one, but "
                                + String.join(
                                        ", ",
                                        served.stream()
                                                .map(need -> need.function().title())
                                                .toList())
                                + " need one.")));
        all.addAll(needs);
        return all;
    }

    private boolean needsController(Need need) {
        return switch (need.function().by()) {
            case "controller", "usb" -> true;
            case "discrete" -> !need.function().resource().isEmpty();
            case "part" ->
                catalogue.doing(need.function().id()).stream()
                        .anyMatch(part -> !part.buses().isEmpty());
            default -> false;
        };
    }

    private void assume(Demands demands, List<Need> needs, PowerPlan power) {
        needs.stream().map(Need::assumption).filter(text -> !text.isEmpty()).forEach(assumptions::add);
        assumptions.addAll(power.assumptions());
        assumptions.addAll(RulesOfThumb.used(demands, power));
        boolean assumedWindow = power.rails().stream()
                .anyMatch(r -> r.regulator() != null
                        && demands.rails().stream()
                                .noneMatch(d -> d.toleranced()
                                        && Math.abs(d.volts() - r.rail().volts()) < 1e-6));
        if (assumedWindow) {
            assumptions.add("Rails keep within ±3 % of their nominal voltage where no requirement says otherwise.");
        }
        boolean listed = catalogue.parts().stream().anyMatch(part -> part.listing() != null);
        assumptions.add("Prices and figures come from the built-in catalogue" + (listed ? " and parts.csv" : "")
                + " and are indicative; each has to be checked"
                + " against the data sheet it names before a part is ordered.");
    }

    private String reference(Part part) {
        return references.computeIfAbsent(part, p -> {
            String prefix = prefix(p);
            return prefix + lastReference.merge(prefix, 1, Integer::sum);
        });
    }

    /** Returns the letters of a reference, as IEEE 315 gives them to kinds of parts. */
    private static String prefix(Part part) {
        String function = part.functions().get(0);
        if (part.cell() != null) {
            return "BT";
        }
        if (part.mains() != null) {
            return "PS";
        }
        if (function.startsWith("connector.") || function.equals("storage.sd")) {
            return "J";
        }
        if (function.startsWith("protection.") || function.equals("led.addressable")) {
            return "D";
        }
        if (part.doesAny("display")) {
            return "DS";
        }
        return function.equals("switch.mosfet") ? "Q" : function.equals("shunt") ? "R" : "U";
    }

    private String referenceOf(@Nullable Part part) {
        return part == null ? "" : references.getOrDefault(part, "");
    }

    private Source source(PowerPlan.PlannedSource planned) {
        Source source = planned.source();
        return new Source(
                source.name(),
                source.volts(),
                referenceOf(planned.part()),
                source.requirements(),
                source.basis(),
                source.feedsRails());
    }

    private Rail rail(PowerPlan.PlannedRail planned) {
        Rail rail = planned.rail();
        List<Rail.Load> loads = new ArrayList<>();
        planned.loads()
                .forEach((part, load) -> loads.add(new Rail.Load(referenceOf(part), load.milliamperes(), load.mode())));
        return new Rail(
                rail.name(),
                rail.volts(),
                rail.window(),
                rail.from(),
                referenceOf(planned.regulator()),
                loads,
                rail.outsideMilliamperes(),
                rail.sumMilliamperes(),
                rail.neededMilliamperes(),
                rail.capacityMilliamperes(),
                rail.requirements(),
                rail.explanation(),
                rail.met());
    }
}
