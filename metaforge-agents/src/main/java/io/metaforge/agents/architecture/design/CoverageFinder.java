package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Charger;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.need.Decider;
import io.metaforge.agents.architecture.need.Demands;
import io.metaforge.agents.architecture.need.Limit;
import io.metaforge.agents.architecture.need.Vocabulary;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says of every requirement what the design does about it. */
final class CoverageFinder {

    private static final int MAX_DECIDERS = 2;

    private final Vocabulary vocabulary;
    private final Constraints constraints;
    private final Demands demands;
    private final List<Block> blocks;
    private final List<Placed> parts;
    private final List<Rail> rails;
    private final List<Source> sources;
    private final List<Check> checks;
    private final Remainder remainder;

    CoverageFinder(
            Vocabulary vocabulary,
            Constraints constraints,
            Demands demands,
            List<Block> blocks,
            List<Placed> parts,
            List<Rail> rails,
            List<Source> sources,
            List<Check> checks) {
        this.vocabulary = vocabulary;
        this.constraints = constraints;
        this.demands = demands;
        this.blocks = blocks;
        this.parts = parts;
        this.rails = rails;
        this.sources = sources;
        this.checks = checks;
        this.remainder = new Remainder(vocabulary, rails);
    }

    /** What has been found about one requirement. */
    private static final class Findings {
        final Set<String> by = new LinkedHashSet<>();
        final List<String> texts = new ArrayList<>();
        int met;
        int open;
        int unmet;
        int reserved;
        final Set<String> compared = new LinkedHashSet<>();

        void met(String text) {
            met++;
            texts.add(text);
        }

        void open(String text) {
            open++;
            texts.add(text);
        }

        void reserved(String text) {
            reserved++;
            texts.add(text);
        }

        void unmet(String text) {
            unmet++;
            texts.add(text);
        }
    }

    List<Coverage> all() {
        return constraints.requirements().stream().map(this::of).toList();
    }

    private Coverage of(Requirement requirement) {
        String id = requirement.id();
        Findings found = new Findings();
        for (Block block : blocks) {
            if (block.need().requirements().contains(id) && !isAssumedController(block)) {
                block(block, found);
            }
            for (Limit limit : block.need().limits()) {
                if (limit.requirement().equals(id)) {
                    limit(limit, block, found);
                }
            }
        }
        supply(id, found);
        for (Check check : checks) {
            if (check.requirements().contains(id)) {
                found.compared.addAll(Remainder.parametersOf(check));
                switch (check.verdict()) {
                    case HOLDS -> found.met(check.statement());
                    case FAILS -> found.unmet(check.statement());
                    case OPEN -> found.open(check.statement());
                }
            }
        }
        wishes(id, found);
        if (found.met + found.open + found.unmet + found.reserved == 0) {
            return untouched(requirement);
        }
        if (found.unmet == 0 && found.met > 0) {
            remainder
                    .of(requirement, found.compared, String.join(" ", found.texts))
                    .forEach(found::open);
        }
        return new Coverage(
                id,
                status(found),
                List.copyOf(found.by),
                String.join(" ", new LinkedHashSet<>(found.texts)),
                List.of());
    }

    private static Coverage.Status status(Findings found) {
        if (found.unmet > 0) {
            return Coverage.Status.UNMET;
        }
        if (found.open + found.reserved == 0) {
            return Coverage.Status.MET;
        }
        if (found.met > 0) {
            return Coverage.Status.PARTLY;
        }
        return found.open == 0 ? Coverage.Status.RESERVED : Coverage.Status.OPEN;
    }

    private static boolean isAssumedController(Block block) {
        return block.need().function().id().equals("mcu")
                && !block.need().assumption().isEmpty();
    }

    private void block(Block block, Findings found) {
        found.by.addAll(block.parts());
        String title = block.need().function().title();
        switch (block.status()) {
            case MET -> found.met(title + ": " + names(block.parts()) + ".");
            case RESERVED -> {
                if (List.of("controller", "part")
                        .contains(block.need().function().by())) {
                    found.met++;
                }
                boolean part = block.need().function().by().equals("part");
                found.reserved(title + ": " + (part ? names(block.parts()) + ". " : "") + block.why());
            }
            case UNMET -> found.unmet(title + ": " + block.why());
        }
    }

    private String names(List<String> references) {
        return String.join(
                ", ",
                references.stream()
                        .map(reference -> parts.stream()
                                .filter(part -> part.reference().equals(reference))
                                .map(part -> reference + " " + part.part().mpn())
                                .findFirst()
                                .orElse(reference))
                        .toList());
    }

    private void limit(Limit limit, Block block, Findings found) {
        if (block.status() == Block.Status.UNMET) {
            if (!block.need().requirements().contains(limit.requirement())) {
                found.unmet(block.need().function().title() + " is unmet, and with it " + limit.phrase() + ".");
            }
            return;
        }
        for (Placed placed : parts) {
            if (block.parts().contains(placed.reference())) {
                found.by.add(placed.reference());
                found.compared.addAll(remainder.parametersOf(limit));
                switch (limit.of(placed.part())) {
                    case MET -> met(limit, placed.part(), found);
                    case UNKNOWN ->
                        found.open("The catalogue does not know the "
                                + limit.figure().replace('_', ' ') + " of "
                                + placed.part().mpn() + "; asked for is " + limit.phrase() + ".");
                    case MISSED ->
                        found.unmet(placed.part().mpn() + " has "
                                + limit.figureOf(placed.part()).orElse("") + ".");
                }
            }
        }
    }

    /** A typical figure promises nothing: many pieces exceed it. */
    private static void met(Limit limit, Part part, Findings found) {
        found.met(part.mpn() + ": " + limit.name() + " " + limit.figureOf(part).orElse("") + ", asked for is "
                + limit.bound() + ".");
        if (part.isTypical(limit.figure())) {
            found.open(
                    "That is a typical figure: the one that the data sheet promises, and where it holds, have to be compared.");
        }
    }

    private void supply(String id, Findings found) {
        for (Source source : sources) {
            if (source.requirements().contains(id)) {
                found.compared.addAll(Remainder.SUPPLY);
                if (!source.part().isEmpty()) {
                    found.by.add(source.part());
                }
                if (!source.feedsRails()) {
                    found.met("It is a source of the charger (" + source.basis() + ")." + charging(found));
                } else if (rails.isEmpty()) {
                    found.open("No chosen part is supplied from it.");
                } else {
                    fed(source, found);
                }
            }
        }
        for (var demand : demands.rails()) {
            if (demand.requirement().equals(id)) {
                List<Rail> others = rails.stream()
                        .filter(rail -> Math.abs(rail.volts() - demand.volts()) > 1e-6)
                        .toList();
                found.compared.addAll(Remainder.SUPPLY);
                Rail rail = rails.stream()
                        .filter(r -> Math.abs(r.volts() - demand.volts()) < 1e-6 && r.met())
                        .findFirst()
                        .orElse(null);
                if (rail == null) {
                    boolean planned = rails.stream().anyMatch(r -> Math.abs(r.volts() - demand.volts()) < 1e-6);
                    found.unmet(
                            planned
                                    ? "The rail cannot be made."
                                    : "There is no such rail: no chosen part works with it.");
                } else {
                    if (!rail.regulator().isEmpty()) {
                        found.by.add(rail.regulator());
                    }
                    found.met("Rail " + rail.name() + ": " + rail.explanation());
                }
                if (demand.only() && !others.isEmpty()) {
                    found.unmet("There are other rails: "
                            + String.join(", ", others.stream().map(Rail::name).toList()) + ".");
                }
            }
        }
    }

    private String charging(Findings found) {
        for (Placed placed : parts) {
            Charger charger = placed.part().charger();
            if (charger != null && placed.functions().contains("power.charger")) {
                found.by.add(placed.reference());
                return " " + placed.part().mpn() + " charges from "
                        + io.metaforge.agents.architecture.need.Figures.range(charger.input(), "V") + ".";
            }
        }
        return "";
    }

    private String title(String function) {
        return vocabulary
                .function(function)
                .map(io.metaforge.agents.architecture.need.Function::title)
                .orElse(function);
    }

    private void fed(Source source, Findings found) {
        boolean joins = source.name().equals("USB")
                && rails.stream().anyMatch(rail -> rail.name().equals(Junction.NAME));
        List<Rail> hanging = joins
                ? rails.stream()
                        .filter(rail ->
                                rail.from().equals(Junction.NAME) || rail.name().equals(Junction.NAME))
                        .toList()
                : rails;
        List<String> made = hanging.stream().filter(Rail::met).map(Rail::name).toList();
        List<String> not =
                hanging.stream().filter(rail -> !rail.met()).map(Rail::name).toList();
        if (!made.isEmpty()) {
            found.met((joins
                            ? "What hangs on the junction with it runs from it alone: "
                            : "Made from it (" + range(source) + "): ")
                    + String.join(", ", made) + ".");
        }
        if (!not.isEmpty()) {
            String text = "Not made from it (" + range(source) + "): " + String.join(", ", not) + ".";
            if (made.isEmpty()) {
                found.unmet(text);
            } else {
                found.open(text);
            }
        }
    }

    private static String range(Source source) {
        return io.metaforge.agents.architecture.need.Figures.range(source.volts(), "V");
    }

    private void wishes(String id, Findings found) {
        List<String> unwanted = demands.avoided().entrySet().stream()
                .filter(entry -> entry.getValue().equals(id))
                .map(Map.Entry::getKey)
                .toList();
        if (!unwanted.isEmpty()) {
            found.met("Not used: " + String.join(", ", unwanted) + ".");
        }
        List<String> wanted = demands.preferred().entrySet().stream()
                .filter(entry -> entry.getValue().equals(id))
                .map(Map.Entry::getKey)
                .toList();
        if (!wanted.isEmpty()) {
            List<String> there = parts.stream()
                    .filter(placed -> wanted.contains(placed.part().mpn()))
                    .map(Placed::reference)
                    .toList();
            found.by.addAll(there);
            if (there.isEmpty()) {
                found.unmet("Nothing in the design can be made with " + String.join(" or ", wanted) + ".");
            } else {
                found.met("Used: " + names(there) + ".");
            }
        }
        String missing = demands.unavailable().get(id);
        if (missing != null) {
            found.unmet("The catalogue has no " + missing + ".");
        }
        String overruling = demands.overruled().get(id);
        if (overruling != null) {
            found.unmet(overruling + " takes its place.");
        }
        demands.refused().forEach((function, requirement) -> {
            if (requirement.equals(id)) {
                boolean there = parts.stream().anyMatch(part -> part.part().doesAny(function));
                if (there) {
                    found.unmet("There is a part for it: " + title(function) + ".");
                } else {
                    found.met("There is no part for it: " + title(function) + ".");
                }
            }
        });
        demands.elsewhere().forEach((function, requirements) -> {
            if (requirements.contains(id) && found.met + found.reserved > 0) {
                found.met(title(function) + " is outside this board; the port for it is there.");
            }
        });
        demands.dispensed().forEach((function, requirement) -> {
            if (requirement.equals(id)) {
                found.met("Not needed, and not built: " + title(function) + ".");
            }
        });
        optional(id, found);
    }

    private void optional(String id, Findings found) {
        for (Map.Entry<String, List<String>> optional : demands.optional().entrySet()) {
            if (optional.getValue().contains(id)) {
                boolean there = blocks.stream()
                        .anyMatch(block -> block.need().function().id().equals(optional.getKey())
                                && block.status() == Block.Status.MET);
                boolean beside = demands.optional().entrySet().stream()
                        .anyMatch(other -> other.getValue().contains(id) && !isForeign(other.getKey()));
                if (there) {
                    found.met("Optional, and there because of other requirements: " + title(optional.getKey()) + ".");
                } else if (!beside || !isForeign(optional.getKey())) {
                    found.open("Optional, and left out: " + title(optional.getKey())
                            + "; optional requirements are built only where others ask for the same.");
                }
            }
        }
        boolean left = demands.optional().values().stream().anyMatch(ids -> ids.contains(id));
        if (left && found.open > 0) {
            constraints.requirements().stream()
                    .filter(requirement -> requirement.id().equals(id))
                    .forEach(requirement -> anotherRail(requirement, found));
        }
    }

    /** What the catalogue has nothing for belongs to the customer where the text names something else as well. */
    private boolean isForeign(String function) {
        return vocabulary
                .function(function)
                .filter(known -> known.by().equals("none"))
                .isPresent();
    }

    private void anotherRail(Requirement requirement, Findings found) {
        for (var quantity : requirement.quantities()) {
            var nominal = quantity.nominal();
            if (nominal == null
                    || !quantity.unit().equals("V")
                    || !quantity.parameter().contains("voltage")) {
                continue;
            }
            double volts = nominal.doubleValue();
            if (rails.stream()
                    .noneMatch(rail -> rail.window().min() <= volts
                            && volts <= rail.window().max())) {
                found.open("It would take a further rail of "
                        + io.metaforge.agents.architecture.need.Figures.of(volts, "V")
                        + " and level shifting"
                        + demands.rails().stream()
                                .filter(io.metaforge.agents.architecture.need.RailDemand::only)
                                .map(rail -> ", against " + rail.requirement() + ", which asks for one rail")
                                .findFirst()
                                .orElse("")
                        + ".");
            }
        }
    }

    private Coverage untouched(Requirement requirement) {
        List<String> outside = demands.elsewhere().entrySet().stream()
                .filter(entry -> entry.getValue().contains(requirement.id()))
                .map(Map.Entry::getKey)
                .toList();
        if (!outside.isEmpty()) {
            return coverage(
                    requirement,
                    Coverage.Status.NOT_APPLICABLE,
                    "A device outside this board; no port is asked for by a name that is known.");
        }
        List<Decider> speaking = vocabulary.deciders().stream()
                .filter(decider -> decider.decides(requirement))
                .toList();
        if (speaking.isEmpty()) {
            return coverage(requirement, Coverage.Status.OPEN, unknown(requirement));
        }
        List<Decider> particular =
                speaking.stream().filter(decider -> !decider.general()).toList();
        Map<String, Decider> byWho = new LinkedHashMap<>();
        for (Decider decider : particular.isEmpty() ? speaking.subList(0, 1) : particular) {
            byWho.putIfAbsent(decider.who(), decider);
        }
        List<Decider> right = byWho.values().stream().limit(MAX_DECIDERS).toList();
        return new Coverage(
                requirement.id(),
                status(right),
                List.of(),
                String.join(" ", right.stream().map(Decider::why).toList()),
                right.stream().map(Decider::who).toList());
    }

    private static Coverage.Status status(List<Decider> deciders) {
        if (deciders.stream().anyMatch(decider -> decider.applicable() && !decider.elsewhere())) {
            return Coverage.Status.OPEN;
        }
        return deciders.stream().anyMatch(Decider::elsewhere)
                ? Coverage.Status.ELSEWHERE
                : Coverage.Status.NOT_APPLICABLE;
    }

    private static String unknown(Requirement requirement) {
        List<String> names = requirement.quantities().stream()
                .map(quantity -> quantity.parameter().replace('_', ' '))
                .distinct()
                .toList();
        return names.isEmpty()
                ? "It names no function and no figure that parts are chosen by: a person has to decide who meets it."
                : "No part is chosen by " + String.join(", ", names)
                        + ": whoever draws the schematic has to show it, by calculation or measurement.";
    }

    private static Coverage coverage(Requirement requirement, Coverage.Status status, String why) {
        return new Coverage(requirement.id(), status, List.of(), why, List.of());
    }
}
