package io.metaforge.agents.architecture.document;

import io.metaforge.agents.architecture.design.Design;
import io.metaforge.agents.architecture.design.Rail;
import io.metaforge.agents.architecture.need.Figures;
import java.util.Comparator;

/** The power tree: every load with its largest current. */
final class PowerDiagram {

    /** References by letters, then by number. */
    static final Comparator<String> REFERENCES = Comparator.comparing((String ref) -> ref.replaceAll("[0-9]", ""))
            .thenComparing(ref -> new java.math.BigInteger("0" + ref.replaceAll("[^0-9]", "")));

    private final Design design;
    private final Chart chart = new Chart();

    PowerDiagram(Design design) {
        this.design = design;
    }

    String text() {
        new RailPaths(design, chart, new SupplyPaths(design, chart)).draw();
        for (int i = 0; i < design.rails().size(); i++) {
            loads(design.rails().get(i), RailPaths.node(i));
        }
        return chart.text();
    }

    private void loads(Rail rail, String node) {
        if (rail.outsideMilliamperes() > 0) {
            chart.node(
                    node + "_OUT",
                    Chart.Shape.OUTSIDE,
                    "devices outside",
                    Figures.of(rail.outsideMilliamperes(), "mA"));
            chart.supply(node, node + "_OUT");
        }
        rail.loads().stream()
                .sorted(Comparator.comparing(Rail.Load::reference, REFERENCES))
                .forEach(load -> {
                    String name = design.part(load.reference())
                            .map(placed ->
                                    placed.reference() + " " + placed.part().mpn())
                            .orElse(load.reference());
                    String draws =
                            load.milliamperes() == null ? "current not known" : Figures.of(load.milliamperes(), "mA");
                    chart.supply(node, chart.node(load.reference() + "_L", Chart.Shape.PART, name, draws));
                });
    }
}
