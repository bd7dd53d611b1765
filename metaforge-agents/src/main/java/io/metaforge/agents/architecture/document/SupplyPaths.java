package io.metaforge.agents.architecture.document;

import io.metaforge.agents.architecture.design.Block;
import io.metaforge.agents.architecture.design.Design;
import io.metaforge.agents.architecture.design.Placed;
import io.metaforge.agents.architecture.design.Source;
import io.metaforge.agents.architecture.need.Figures;
import io.metaforge.agents.constraints.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Draws the sources with what lies in line with each: its connector, then what protects it. Which source a connector or a
 * protection belongs to is read from its requirements: those that name the source, or are the source's own.
 */
final class SupplyPaths {

    private static final Set<String> CONNECTORS = Set.of(
            "connector.terminal",
            "connector.xt60",
            "connector.xt30",
            "connector.barrel",
            "connector.battery-holder",
            "connector.jst-ph");
    private static final Set<String> PROTECTIONS = Set.of("protection.reverse", "protection.input");

    private final Design design;
    private final Chart chart;
    private final List<String> ends = new ArrayList<>();

    /** Draws the sources and their paths on {@code chart}. */
    SupplyPaths(Design design, Chart chart) {
        this.design = design;
        this.chart = chart;
        for (int i = 0; i < design.sources().size(); i++) {
            ends.add(path(design.sources().get(i), i + 1));
        }
    }

    /** Reports whether {@code block} is drawn in line with a source, and not by itself. */
    static boolean inLine(Block block, Design design) {
        return isProtection(block)
                || (isMissing(block)
                        && !owners(block.need().requirements(), design, false).isEmpty());
    }

    private static boolean isProtection(Block block) {
        return PROTECTIONS.contains(block.need().function().id()) && block.status() == Block.Status.RESERVED;
    }

    /** Reports whether {@code block} is a connector of a supply for which no part fits. */
    private static boolean isMissing(Block block) {
        return CONNECTORS.contains(block.need().function().id()) && block.status() == Block.Status.UNMET;
    }

    /** Reports whether {@code part} is drawn in line with a source, and not by itself. */
    static boolean inLine(Placed placed, Design design) {
        return placed.part().functions().stream().anyMatch(CONNECTORS::contains)
                && !owners(placed.requirements(), design, false).isEmpty();
    }

    /** Returns the last node in line with source {@code index}: what it supplies hangs there. */
    String end(int index) {
        return ends.get(index);
    }

    private String path(Source source, int number) {
        String part = design.part(source.part())
                .map(placed -> placed.reference() + " " + placed.part().mpn())
                .orElse("");
        String last =
                chart.node("S" + number, Chart.Shape.OUTSIDE, source.name(), Figures.range(source.volts(), "V"), part);
        if (source.name().equals("USB")) {
            for (Placed placed : design.parts()) {
                if (placed.part().does("connector.usb-c") || placed.part().does("connector.usb-micro")) {
                    last = next(last, node(placed, placed.reference()));
                }
            }
        }
        for (Placed placed : design.parts()) {
            if (placed.part().functions().stream().anyMatch(CONNECTORS::contains)
                    && owners(placed.requirements(), design, false).contains(source)) {
                last = next(last, node(placed, placed.reference() + "_" + number));
            }
        }
        for (Block block : design.blocks()) {
            if (isMissing(block)
                    && owners(block.need().requirements(), design, false).contains(source)) {
                last = next(last, node(block, block.id() + "_" + number, "unmet"));
                chart.unmet(last);
            }
        }
        for (Block block : design.blocks()) {
            if (isProtection(block)
                    && owners(block.need().requirements(), design, true).contains(source)) {
                last = next(last, node(block, block.id() + "_" + number, "chosen in the schematic"));
            }
        }
        return last;
    }

    private String node(Placed placed, String id) {
        return chart.node(
                id,
                Chart.Shape.PART,
                placed.reference() + " " + placed.part().mpn(),
                placed.part().title());
    }

    private String node(Block block, String id, String what) {
        return chart.node(id, Chart.Shape.RESERVED, block.need().function().title(), what);
    }

    private String next(String from, String to) {
        chart.supply(from, to);
        return to;
    }

    /**
     * Returns the sources that requirements speak of.
     *
     * @param all whether requirements that speak of none mean the sources that feed rails, USB apart
     */
    private static List<Source> owners(List<String> requirements, Design design, boolean all) {
        List<Source> owners = new ArrayList<>();
        for (Source source : design.sources()) {
            boolean named = design.constraints().requirements().stream()
                    .filter(requirement -> requirements.contains(requirement.id()))
                    .anyMatch(requirement -> speaksOf(requirement, source));
            if (named) {
                owners.add(source);
            }
        }
        if (owners.isEmpty() && all) {
            List<Source> feeding =
                    design.sources().stream().filter(Source::feedsRails).toList();
            List<Source> wired =
                    feeding.stream().filter(s -> !s.name().equals("USB")).toList();
            return wired.isEmpty() ? feeding.isEmpty() ? design.sources() : feeding : wired;
        }
        return owners;
    }

    private static boolean speaksOf(Requirement requirement, Source source) {
        String text = requirement.text().toLowerCase(Locale.ROOT);
        String name = source.name().toLowerCase(Locale.ROOT);
        String kind = name.substring(name.lastIndexOf(' ') + 1);
        return source.requirements().contains(requirement.id())
                || (!kind.equals("supply")
                        && (" " + text.replaceAll("[^a-z0-9]+", " ") + " ").contains(" " + kind + " "));
    }
}
