package io.metaforge.agents.architecture.document;

import io.metaforge.agents.architecture.design.Design;
import io.metaforge.agents.architecture.design.Placed;
import io.metaforge.agents.architecture.design.Rail;
import io.metaforge.agents.architecture.design.Source;
import io.metaforge.agents.architecture.need.Figures;
import java.util.ArrayList;
import java.util.List;

/** Draws chargers, regulators and rails behind the sources. Made for one chart. */
final class RailPaths {

    private final Design design;
    private final Chart chart;
    private final SupplyPaths sources;

    RailPaths(Design design, Chart chart, SupplyPaths sources) {
        this.design = design;
        this.chart = chart;
        this.sources = sources;
    }

    /** Draws them all. */
    void draw() {
        charger();
        String combined = combined();
        for (int i = 0; i < design.rails().size(); i++) {
            rail(design.rails().get(i), i, combined);
        }
    }

    /** Returns the node of rail {@code index}. */
    static String node(int index) {
        return "R" + (index + 1);
    }

    private void charger() {
        List<Integer> charging = new ArrayList<>();
        int battery = -1;
        for (int i = 0; i < design.sources().size(); i++) {
            Source source = design.sources().get(i);
            if (source.name().equals("battery")) {
                battery = i;
            } else if (!source.feedsRails()) {
                charging.add(i);
            }
        }
        for (int i = 0; i < design.sources().size() && charging.isEmpty(); i++) {
            if (i != battery) {
                charging.add(i);
            }
        }
        for (Placed placed : design.parts()) {
            if (placed.part().charger() != null) {
                String id = chart.node(
                        placed.reference(),
                        Chart.Shape.PART,
                        placed.reference() + " " + placed.part().mpn(),
                        placed.part().title());
                charging.forEach(source -> chart.supply(sources.end(source), id));
                if (battery >= 0) {
                    // Inside the battery's connector and protection, whatever way the current flows.
                    chart.supply(id, sources.end(battery), "charges");
                }
            }
        }
    }

    /** Reports whether a source joins behind a rail that another source makes. */
    private boolean joins(Source source) {
        return source.name().equals("USB")
                && design.rails().stream()
                        .anyMatch(rail -> rail.met()
                                && rail.regulator().isEmpty()
                                && !rail.from().isEmpty());
    }

    private List<Integer> feeding() {
        List<Integer> feeding = new ArrayList<>();
        for (int i = 0; i < design.sources().size(); i++) {
            Source source = design.sources().get(i);
            if (source.feedsRails() && !joins(source)) {
                feeding.add(i);
            }
        }
        return feeding;
    }

    /** Returns the node where several sources that feed the same regulators come together; empty for one source. */
    private String combined() {
        List<Integer> feeding = feeding();
        if (feeding.size() < 2 || design.rails().isEmpty()) {
            return "";
        }
        String id = chart.node("PATH", Chart.Shape.RESERVED, "Diodes or power path", "chosen in the schematic");
        feeding.forEach(source -> chart.supply(sources.end(source), id));
        return id;
    }

    private void rail(Rail rail, int index, String combined) {
        boolean partial = rail.loads().stream().anyMatch(load -> load.milliamperes() == null);
        String id = chart.node(
                node(index),
                Chart.Shape.RAIL,
                rail.name(),
                rail.met() ? "" : "unmet",
                "needs " + (partial ? "at least " : "") + Figures.of(rail.neededMilliamperes(), "mA"));
        if (!rail.met()) {
            chart.unmet(id);
        }
        String entry = id;
        Placed regulator = design.part(rail.regulator()).orElse(null);
        if (regulator != null) {
            entry = chart.node(
                    rail.regulator() + "_" + (index + 1),
                    Chart.Shape.PART,
                    regulator.reference() + " " + regulator.part().mpn(),
                    regulator.part().title());
            chart.supply(entry, id);
        }
        boolean junction = regulator == null && rail.met() && !rail.from().isEmpty();
        for (int i = 0; i < design.rails().size(); i++) {
            if (!rail.from().isEmpty() && design.rails().get(i).name().equals(rail.from())) {
                chart.supply(junction ? diode(node(i), index) : node(i), entry);
            }
        }
        for (int i = 0; i < design.sources().size() && junction; i++) {
            if (joins(design.sources().get(i))) {
                chart.supply(diode(sources.end(i), index), entry);
            }
        }
        if (rail.from().isEmpty()) {
            if (!combined.isEmpty()) {
                chart.supply(combined, entry);
            } else {
                for (int source : feeding()) {
                    chart.supply(sources.end(source), entry);
                }
            }
        }
    }

    private String diode(String from, int rail) {
        String id = chart.node(
                "D_" + from + "_" + (rail + 1),
                Chart.Shape.RESERVED,
                "Diode or power switch",
                "chosen in the schematic");
        chart.supply(from, id);
        return id;
    }
}
