package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.need.Demands;
import io.metaforge.agents.architecture.need.Figures;
import io.metaforge.agents.architecture.need.Need;
import io.metaforge.agents.constraints.Constraints;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects what has to be answered before a schematic can be drawn. Made for one design; not thread-safe. */
final class Questions {

    private final Constraints constraints;
    private final Demands demands;
    private final PowerPlan power;
    private final List<Rail> rails;
    private final List<Placed> parts;
    private final List<String> questions = new ArrayList<>();

    Questions(Constraints constraints, Demands demands, PowerPlan power, List<Rail> rails, List<Placed> parts) {
        this.constraints = constraints;
        this.demands = demands;
        this.power = power;
        this.rails = rails;
        this.parts = parts;
    }

    /** Returns the questions, those about what is unmet first. */
    List<String> ask(Selection selection, List<Block> blocks) {
        for (Block block : blocks) {
            if (block.status() == Block.Status.UNMET) {
                questions.add(block.need().function().title() + " is unmet: " + block.why());
            }
        }
        questions.addAll(power.questions());
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
        levels(selection);
        constraints
                .conflicts()
                .forEach(conflict -> questions.add("The requirements contradict each other ("
                        + String.join(", ", conflict.requirements()) + "): " + conflict.reason()));
        constraints
                .gaps()
                .forEach(gap -> questions.add("Left open by the requirements: " + gap.topic() + ". " + gap.why()));
        return questions;
    }

    private void levels(Selection selection) {
        Part controller = selection.controller();
        if (controller == null) {
            return;
        }
        Rail own = parts.stream()
                .filter(placed -> placed.part().equals(controller))
                .findFirst()
                .map(placed -> railOf(rails, placed.reference()))
                .orElse(null);
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
}
