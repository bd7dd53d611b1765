package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.need.Demands;
import io.metaforge.agents.architecture.need.Need;
import io.metaforge.agents.architecture.need.SourceDemand;
import io.metaforge.agents.architecture.need.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what became of each block: how it is met, or why not and what would help. Made for one design. */
final class BlockWriter {

    private final Catalogue catalogue;
    private final Vocabulary vocabulary;
    private final Fitness fitness;
    private final Map<Part, String> references;
    private final List<String> withoutOne;

    /**
     * Makes a writer.
     *
     * @param references of the parts of the design
     * @param withoutOne what to say where no controller serves all blocks
     */
    BlockWriter(
            Catalogue catalogue,
            Vocabulary vocabulary,
            Fitness fitness,
            Map<Part, String> references,
            List<String> withoutOne) {
        this.catalogue = catalogue;
        this.vocabulary = vocabulary;
        this.fitness = fitness;
        this.references = references;
        this.withoutOne = withoutOne;
    }

    private String referenceOf(@Nullable Part part) {
        return part == null ? "" : references.getOrDefault(part, "");
    }

    List<Block> blocks(List<Need> needs, Selection selection, @Nullable CellChoice cell, Demands demands) {
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
                                    : byController(id, need, referenceOf(controller)));
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

    /** The controller has the pins; what leads them out, and suits them to the signal, is still to be added. */
    private static Block byController(String id, Need need, String controller) {
        String todo = need.function().todo();
        return new Block(
                id,
                need,
                todo.isEmpty() ? Block.Status.MET : Block.Status.RESERVED,
                List.of(controller),
                "By the controller: " + need.count() + " × " + need.function().resource() + "."
                        + (todo.isEmpty() ? "" : " The schematic has to add " + todo + "."),
                List.of());
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
            boolean unfinished = part.charger() != null && part.note().startsWith("external ");
            int fit = selection.candidates().getOrDefault(need, List.of()).size();
            int all = fit + rejected.size();
            return new Block(
                    id,
                    need,
                    unfinished ? Block.Status.RESERVED : Block.Status.MET,
                    List.of(referenceOf(part)),
                    (all == 1
                                    ? "The only part in the catalogue fits."
                                    : fit + " of " + all + " parts in the catalogue fit.")
                            + (unfinished
                                    ? " It is a controller: the schematic has to add its power stage, and what sets its"
                                            + " voltages, currents and temperatures (" + part.note() + ")."
                                    : ""),
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
        List<String> relaxed = new Relaxations(catalogue, fitness).forParts(need);
        return unmet(
                id,
                need,
                String.join("; ", reasons) + "." + (relaxed.isEmpty() ? "" : " " + String.join(" ", relaxed)),
                rejected);
    }

    /** Where two sources meet in a rail, each of them needs something that keeps the other out. */
    Optional<Block> junction(int index, List<Rail> rails, List<Source> sources) {
        boolean joined = rails.stream().anyMatch(rail -> rail.name().equals(Junction.NAME));
        List<String> requirements = sources.stream()
                .filter(Source::feedsRails)
                .flatMap(source -> source.requirements().stream())
                .distinct()
                .toList();
        return joined
                ? vocabulary
                        .function("supply.junction")
                        .map(function -> new Block(
                                "B" + index,
                                new Need(function, requirements, 1, List.of(), Map.of(), Map.of(), ""),
                                Block.Status.RESERVED,
                                List.of(),
                                "The schematic has to add " + function.todo() + ".",
                                List.of()))
                : Optional.empty();
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
                    cell.mpn() + " is " + choice.why() + ".",
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
