package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.need.DemandFinder;
import io.metaforge.agents.architecture.need.Demands;
import io.metaforge.agents.architecture.need.Figures;
import io.metaforge.agents.architecture.need.Need;
import io.metaforge.agents.architecture.need.SourceDemand;
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
    private final List<String> questions = new ArrayList<>();
    private final List<String> trades = new ArrayList<>();
    private final List<String> withoutOne = new ArrayList<>();
    private @Nullable Fitness fitness;
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
        this.fitness = fitness;
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
        List<Block> blocks = blocks(needs, selection, cell, demands);
        List<Source> sources =
                power.sources().stream().map(planned -> source(planned)).toList();
        List<Rail> rails = power.rails().stream().map(this::rail).toList();
        ask(demands, selection, blocks, rails, parts);
        Costs costs = Costs.of(parts);
        List<Check> checks = new ArrayList<>(
                new Checks(demands, parts, sources, rails, selection, cell, costs, usdPerUnit, blocks).all());
        checks.addAll(LinkBudget.of(constraints, blocks, parts));
        Part controller = selection.controller();
        List<Coverage> coverage =
                new CoverageFinder(vocabulary, constraints, demands, blocks, parts, rails, sources, checks).all();
        return new Design(
                constraints,
                blocks,
                parts,
                controller == null ? "" : Objects.requireNonNull(references.get(controller)),
                selection.wiring(),
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
        boolean linear = power.rails().stream()
                .anyMatch(rail -> rail.regulator() != null
                        && rail.regulator().regulator() != null
                        && rail.regulator().regulator().kind().equals("ldo"));
        if (linear) {
            assumptions.add(
                    "Linear regulators are counted with 0.3 W (SOT-23), 0.4 W (SOT-23-5) and 1 W (SOT-223) of heat.");
        }
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

    private void ask(Demands demands, Selection selection, List<Block> blocks, List<Rail> rails, List<Placed> parts) {
        for (Block block : blocks) {
            if (block.status() == Block.Status.UNMET) {
                questions.add(block.need().function().title() + " is unmet: " + block.why());
            }
        }
        for (Need need : selection.chosen().keySet()) {
            if (need.function().antenna()) {
                Part part = Objects.requireNonNull(selection.chosen().get(need));
                if (!part.bringsAntenna()) {
                    questions.add("Which antenna, and which matching, does " + part.mpn() + " get for "
                            + need.function().title() + "?");
                }
            }
        }
        demands.unknownParts()
                .forEach((requirement, words) -> words.forEach(word -> questions.add(
                        requirement + " may name a part that the catalogue does not have: " + word + ".")));
        for (Rail rail : rails) {
            List<String> unknown = rail.loads().stream()
                    .filter(load -> load.milliamperes() == null)
                    .map(load -> mpn(parts, load.reference()))
                    .toList();
            if (!unknown.isEmpty()) {
                questions.add("The catalogue does not know what " + String.join(", ", unknown) + " draws at most from "
                        + rail.name() + "; the sum of the rail leaves it out.");
            }
        }
        parts.stream()
                .filter(part -> !part.unverified().isEmpty())
                .forEach(part -> questions.add("Not in the catalogue for "
                        + part.part().mpn() + ": " + String.join("; ", part.unverified()) + "."));
        levels(selection, rails, parts);
        constraints
                .conflicts()
                .forEach(conflict -> questions.add("The requirements contradict each other ("
                        + String.join(", ", conflict.requirements()) + "): " + conflict.reason()));
        constraints
                .gaps()
                .forEach(gap -> questions.add("Left open by the requirements: " + gap.topic() + ". " + gap.why()));
    }

    private void levels(Selection selection, List<Rail> rails, List<Placed> parts) {
        Part controller = selection.controller();
        if (controller == null) {
            return;
        }
        Rail own = railOf(rails, Objects.requireNonNull(references.get(controller)));
        if (own == null) {
            return;
        }
        for (Placed placed : parts) {
            Rail other = railOf(rails, placed.reference());
            if (other != null
                    && other != own
                    && !placed.part().equals(controller)
                    && LogicLevels.speaks(placed.part())
                    && !LogicLevels.agree(own.window(), other.window())) {
                questions.add(placed.part().mpn() + " is supplied from " + other.name() + " ("
                        + Figures.range(other.window(), "V") + ") and the controller from " + own.name() + " ("
                        + Figures.range(own.window(), "V") + "): by 0.7 of the supply for a high level and 0.3 V above"
                        + " it at most their logic levels do not agree. Which level shifter, or which input that stands"
                        + " the higher voltage?");
            }
        }
    }

    private static @Nullable Rail railOf(List<Rail> rails, String reference) {
        return rails.stream()
                .filter(rail ->
                        rail.loads().stream().anyMatch(load -> load.reference().equals(reference)))
                .findFirst()
                .orElse(null);
    }

    private static String mpn(List<Placed> parts, String reference) {
        return parts.stream()
                .filter(part -> part.reference().equals(reference))
                .map(part -> part.part().mpn())
                .findFirst()
                .orElse(reference);
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

    private List<Block> blocks(List<Need> needs, Selection selection, @Nullable CellChoice cell, Demands demands) {
        List<Block> blocks = new ArrayList<>();
        Part controller = selection.controller();
        for (Need need : needs) {
            String id = "B" + (blocks.size() + 1);
            switch (need.function().by()) {
                case "part" -> blocks.add(partBlock(id, need, selection));
                case "controller" ->
                    blocks.add(
                            controller == null
                                    ? unmet(id, need, "There is no controller to do it.", List.of())
                                    : new Block(
                                            id,
                                            need,
                                            Block.Status.MET,
                                            List.of(referenceOf(controller)),
                                            "By the controller: " + need.count() + " × "
                                                    + need.function().resource() + ".",
                                            List.of()));
                case "usb" -> blocks.add(usbBlock(id, need, selection));
                case "discrete" ->
                    blocks.add(new Block(
                            id,
                            need,
                            Block.Status.RESERVED,
                            controller == null || need.function().resource().isEmpty()
                                    ? List.of()
                                    : List.of(referenceOf(controller)),
                            need.function().todo().isEmpty()
                                    ? "The schematic chooses the components."
                                    : "The schematic has to add "
                                            + need.function().todo() + ".",
                            List.of()));
                default -> blocks.add(unmet(id, need, "The catalogue has no part for it.", List.of()));
            }
        }
        if (cell != null) {
            blocks.add(batteryBlock("B" + (blocks.size() + 1), cell, demands));
        }
        return blocks;
    }

    private Block usbBlock(String id, Need need, Selection selection) {
        Part controller = selection.controller();
        if (controller == null) {
            return unmet(id, need, "There is no controller to do it.", List.of());
        }
        Part bridge = selection.bridge();
        return new Block(
                id,
                need,
                Block.Status.MET,
                List.of(referenceOf(bridge == null ? controller : bridge)),
                bridge == null ? "By the controller's own USB." : "By a bridge to a serial port of the controller.",
                List.of());
    }

    private Block partBlock(String id, Need need, Selection selection) {
        Part part = selection.chosen().get(need);
        List<Rejection> rejected = selection.rejected().getOrDefault(need, List.of());
        if (part != null) {
            int fit = selection.candidates().getOrDefault(need, List.of()).size();
            int all = fit + rejected.size();
            return new Block(
                    id,
                    need,
                    Block.Status.MET,
                    List.of(referenceOf(part)),
                    all == 1
                            ? "The only part in the catalogue fits."
                            : fit + " of " + all + " parts in the catalogue fit.",
                    List.of());
        }
        List<Part> fitting = selection.candidates().getOrDefault(need, List.of());
        if (!fitting.isEmpty()) {
            List<Rejection> short_ = new ArrayList<>(rejected);
            for (Part other : fitting) {
                String shortage = Selector.shortage(
                        selection, other, List.copyOf(selection.candidates().keySet()));
                short_.add(new Rejection(
                        other.mpn(), List.of(), shortage == null ? "does not serve all other parts" : shortage));
            }
            return unmet(
                    id,
                    need,
                    "No controller of the catalogue serves all other blocks. " + String.join(" ", withoutOne),
                    short_);
        }
        if (rejected.isEmpty()) {
            return unmet(id, need, "The catalogue has no part for it.", rejected);
        }
        Map<String, List<String>> by = new LinkedHashMap<>();
        for (Rejection rejection : rejected) {
            by.computeIfAbsent(
                            rejection.requirements().isEmpty()
                                    ? "the design"
                                    : String.join(" with ", rejection.requirements()),
                            key -> new ArrayList<>())
                    .add(rejection.mpn());
        }
        List<String> reasons = new ArrayList<>();
        by.forEach((requirement, mpns) -> reasons.add(requirement + " rules out " + String.join(", ", mpns)));
        List<String> relaxed = new Relaxations(catalogue, Objects.requireNonNull(fitness)).forParts(need);
        return unmet(
                id,
                need,
                String.join("; ", reasons) + "." + (relaxed.isEmpty() ? "" : " " + String.join(" ", relaxed)),
                rejected);
    }

    private Block batteryBlock(String id, CellChoice choice, Demands demands) {
        SourceDemand source = demands.sources().stream()
                .filter(s -> s.kind() == SourceDemand.Kind.BATTERY)
                .findFirst()
                .orElseThrow();
        Need need = new Need(
                vocabulary.function("power.battery").orElseThrow(),
                source.requirements(),
                choice.cell() == null ? 1 : Math.max(1, source.cells()),
                List.of(),
                Map.of(),
                Map.of(),
                "");
        Part cell = choice.cell();
        if (cell != null) {
            return new Block(
                    id,
                    need,
                    Block.Status.MET,
                    List.of(referenceOf(cell)),
                    "Taken is " + choice.why() + ".",
                    List.of());
        }
        boolean outside = source.chemistry().isEmpty() || choice.rejected().isEmpty();
        return new Block(
                id,
                need,
                outside ? Block.Status.RESERVED : Block.Status.UNMET,
                List.of(),
                choice.why(),
                choice.rejected());
    }

    private static Block unmet(String id, Need need, String why, List<Rejection> rejected) {
        return new Block(id, need, Block.Status.UNMET, List.of(), why, rejected);
    }
}
