package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.need.Demands;
import io.metaforge.agents.architecture.need.Limit;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Says of every requirement what the design does about it. */
final class CoverageFinder {

    private static final Pattern SOFTWARE = Pattern.compile(
            "\\b(?:firmware|software|app|application|cloud|dashboard|protocol stack|over-the-air|ota|scpi|betaflight|"
                    + "bootloader|calibration (?:data|routine)|user interface|companion)\\b");

    private final Constraints constraints;
    private final Demands demands;
    private final List<Block> blocks;
    private final List<Placed> parts;
    private final List<Rail> rails;
    private final List<Source> sources;
    private final List<Check> checks;

    CoverageFinder(
            Constraints constraints,
            Demands demands,
            List<Block> blocks,
            List<Placed> parts,
            List<Rail> rails,
            List<Source> sources,
            List<Check> checks) {
        this.constraints = constraints;
        this.demands = demands;
        this.blocks = blocks;
        this.parts = parts;
        this.rails = rails;
        this.sources = sources;
        this.checks = checks;
    }

    /** What has been found about one requirement. */
    private static final class Findings {
        final Set<String> by = new LinkedHashSet<>();
        final List<String> texts = new ArrayList<>();
        int met;
        int open;
        int unmet;
        int figures;

        void met(String text) {
            met++;
            texts.add(text);
        }

        void open(String text) {
            open++;
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
                found.figures++;
                switch (check.verdict()) {
                    case HOLDS -> found.met(check.statement());
                    case FAILS -> found.unmet(check.statement());
                    case OPEN -> found.open(check.statement());
                }
            }
        }
        wishes(id, found);
        if (found.met + found.open + found.unmet == 0) {
            return untouched(requirement);
        }
        if (found.unmet == 0 && found.figures == 0 && !requirement.quantities().isEmpty() && found.met > 0) {
            List<String> names = requirement.quantities().stream()
                    .map(quantity -> quantity.parameter().replace('_', ' '))
                    .distinct()
                    .toList();
            found.open("Not shown by the choice of parts: " + String.join(", ", names) + ".");
        }
        Coverage.Status status = found.unmet > 0
                ? Coverage.Status.UNMET
                : found.open == 0 ? Coverage.Status.MET : found.met > 0 ? Coverage.Status.PARTLY : Coverage.Status.OPEN;
        return new Coverage(id, status, List.copyOf(found.by), String.join(" ", new LinkedHashSet<>(found.texts)));
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
            case RESERVED -> found.open(title + ": " + block.why());
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
        if (block.status() != Block.Status.MET) {
            if (!block.need().requirements().contains(limit.requirement())) {
                found.unmet(block.need().function().title() + " is unmet, and with it " + limit.phrase() + ".");
            }
            return;
        }
        for (Placed placed : parts) {
            if (block.parts().contains(placed.reference())) {
                found.by.add(placed.reference());
                found.figures++;
                switch (limit.of(placed.part())) {
                    case MET ->
                        found.met(placed.part().mpn() + ": " + limit.name() + " "
                                + limit.figureOf(placed.part()).orElse("") + ", asked for is " + limit.bound() + ".");
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

    private void supply(String id, Findings found) {
        for (Source source : sources) {
            if (source.requirements().contains(id)) {
                found.figures++;
                boolean fed = rails.stream().allMatch(Rail::met) && !rails.isEmpty();
                if (!source.part().isEmpty()) {
                    found.by.add(source.part());
                }
                if (!source.feedsRails()) {
                    found.met("It is a source of the charger (" + source.basis() + ").");
                } else if (fed) {
                    found.met("All rails are made from it (" + range(source) + ").");
                } else if (rails.isEmpty()) {
                    found.open("No chosen part is supplied from it.");
                } else {
                    found.unmet("Not every rail can be made from it (" + range(source) + ").");
                }
            }
        }
        for (var demand : demands.rails()) {
            if (demand.requirement().equals(id)) {
                List<Rail> others = rails.stream()
                        .filter(rail -> Math.abs(rail.volts() - demand.volts()) > 1e-6)
                        .toList();
                found.figures++;
                Rail rail = rails.stream()
                        .filter(r -> Math.abs(r.volts() - demand.volts()) < 1e-6 && r.met())
                        .findFirst()
                        .orElse(null);
                if (rail == null) {
                    found.unmet("There is no such rail: no chosen part, or no regulator, works with it.");
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
                    found.unmet("There is a part for " + function + ".");
                } else {
                    found.met("No part is for " + function + ".");
                }
            }
        });
        demands.dispensed().forEach((function, requirement) -> {
            if (requirement.equals(id)) {
                found.met("Not needed (" + function + "), and not built.");
            }
        });
        for (Map.Entry<String, List<String>> optional : demands.optional().entrySet()) {
            if (optional.getValue().contains(id)) {
                boolean there = blocks.stream()
                        .anyMatch(block -> block.need().function().id().equals(optional.getKey())
                                && block.status() == Block.Status.MET);
                if (there) {
                    found.met("Optional (" + optional.getKey() + "); there because of other requirements.");
                } else {
                    found.open("Optional (" + optional.getKey() + "); not built.");
                }
            }
        }
    }

    private Coverage untouched(Requirement requirement) {
        String text = requirement.text().toLowerCase(Locale.ROOT);
        Coverage.Status never = Coverage.Status.NOT_APPLICABLE;
        Coverage.Status open = Coverage.Status.OPEN;
        return switch (requirement.category()) {
            case SCHEDULE ->
                coverage(requirement, never, "A date or duration of the project is not a property of the circuit.");
            case COST -> coverage(requirement, never, "A cost beyond that of the parts.");
            case MECHANICAL ->
                coverage(requirement, never, "Decided by enclosure and layout, not by the choice of parts.");
            case COMPLIANCE ->
                coverage(requirement, open, "Shown by tests of the finished product; no choice made here proves it.");
            case ENVIRONMENTAL -> coverage(requirement, open, "The catalogue holds no figure for it.");
            default ->
                SOFTWARE.matcher(text).find()
                        ? coverage(requirement, never, "A matter of software.")
                        : coverage(
                                requirement,
                                open,
                                "Nothing in it names a function this skill knows; a person has to decide.");
        };
    }

    private static Coverage coverage(Requirement requirement, Coverage.Status status, String why) {
        return new Coverage(requirement.id(), status, List.of(), why);
    }
}
