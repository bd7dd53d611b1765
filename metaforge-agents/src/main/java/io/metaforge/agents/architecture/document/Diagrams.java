package io.metaforge.agents.architecture.document;

import io.metaforge.agents.architecture.design.Block;
import io.metaforge.agents.architecture.design.Design;
import io.metaforge.agents.architecture.design.Placed;
import io.metaforge.agents.architecture.design.Rail;
import io.metaforge.agents.architecture.design.Source;
import io.metaforge.agents.architecture.design.Wiring;
import io.metaforge.agents.architecture.need.Figures;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Draws a design as Mermaid flow charts. */
final class Diagrams {

    private final Design design;
    private final StringBuilder out = new StringBuilder("flowchart LR\n");

    private Diagrams(Design design) {
        this.design = design;
    }

    /** Returns the parts, how they hang on the controller, and the blocks nothing meets. */
    static String blocks(Design design) {
        Diagrams diagram = new Diagrams(design);
        diagram.drawBlocks();
        return diagram.out.toString();
    }

    /** Returns the sources, regulators, rails and what hangs on them. */
    static String power(Design design) {
        Diagrams diagram = new Diagrams(design);
        diagram.drawPower();
        return diagram.out.toString();
    }

    private void drawBlocks() {
        for (Placed placed : design.parts()) {
            if (!suppliesOnly(placed)) {
                node(id(placed.reference()), label(placed), "[\"", "\"]");
            }
        }
        List<String> unmet = new ArrayList<>();
        for (Block block : design.blocks()) {
            if (block.status() != Block.Status.MET && !isBattery(block)) {
                boolean missing = block.status() == Block.Status.UNMET;
                String text = text(block.need().function().title());
                node(id(block.id()), text + (missing ? "<br/>unmet" : "<br/>chosen in the schematic"), "([\"", "\"])");
                if (missing) {
                    unmet.add(id(block.id()));
                }
            }
        }
        if (!design.controller().isEmpty()) {
            busEdges(design.controller());
        }
        cableEdges(design.controller());
        antennas();
        supplies();
        if (!unmet.isEmpty()) {
            out.append("  classDef unmet stroke-dasharray: 5 5\n");
            out.append("  class ").append(String.join(",", unmet)).append(" unmet\n");
        }
    }

    /** Draws an antenna at each part that needs one and does not bring it along. */
    private void antennas() {
        int number = 0;
        for (Block block : design.blocks()) {
            if (!block.need().function().antenna() || block.status() != Block.Status.MET) {
                continue;
            }
            for (String reference : block.parts()) {
                boolean own = design.part(reference)
                        .map(placed -> placed.part().bringsAntenna())
                        .orElse(true);
                if (!own) {
                    String antenna = "ANT" + ++number;
                    node(
                            id(antenna),
                            "Antenna<br/>" + text(block.need().function().title()),
                            "(((\"",
                            "\")))");
                    edge(reference, antenna, "RF");
                }
            }
        }
    }

    /** Draws the sources with the parts that make rails from them, so that a reader sees what comes in from where. */
    private void supplies() {
        int number = 0;
        String rails = "";
        for (Source source : design.sources()) {
            String entry = "SUP" + ++number;
            node(id(entry), text(source.name()) + "<br/>" + text(Figures.range(source.volts(), "V")), "([\"", "\"])");
            String charger = design.parts().stream()
                    .filter(placed -> placed.part().charger() != null)
                    .map(Placed::reference)
                    .findFirst()
                    .orElse("");
            if (!source.feedsRails() && !charger.isEmpty()) {
                if (design.part(charger).filter(Diagrams::suppliesOnly).isPresent()) {
                    node(id("CHG"), design.part(charger).map(Diagrams::label).orElse(""), "[\"", "\"]");
                    edge(entry, "CHG", "charges");
                } else {
                    edge(entry, charger, "charges");
                }
            } else if (source.feedsRails() && !design.rails().isEmpty()) {
                if (rails.isEmpty()) {
                    rails = "RAILS";
                    node(
                            id(rails),
                            "Rails<br/>"
                                    + text(String.join(
                                            ", ",
                                            design.rails().stream()
                                                    .map(Rail::name)
                                                    .distinct()
                                                    .toList())),
                            "{{\"",
                            "\"}}");
                }
                edge(entry, rails, "supplies");
            }
        }
    }

    private static boolean suppliesOnly(Placed placed) {
        return placed.part().regulator() != null
                || placed.part().cell() != null
                || placed.part().mains() != null
                || (placed.part().charger() != null && placed.part().buses().isEmpty());
    }

    private static boolean isBattery(Block block) {
        return block.need().function().id().equals("power.battery");
    }

    private void busEdges(String controller) {
        for (Placed placed : design.parts()) {
            if (placed.reference().equals(controller) || placed.part().regulator() != null) {
                continue;
            }
            Set<String> buses = new LinkedHashSet<>();
            for (Wiring.Connection connection : design.wiring().connections()) {
                if (connection.mpn().equals(placed.part().mpn())) {
                    buses.add(connection.bus() + (connection.address().isEmpty() ? "" : " " + connection.address()));
                }
            }
            for (String pins : List.of("PWM", "GPIO")) {
                if (buses.isEmpty() && placed.part().buses().contains(pins)) {
                    buses.add(pins);
                }
            }
            if (placed.functions().contains("companion")) {
                buses.clear();
                buses.add("program memory");
            }
            if (!buses.isEmpty()) {
                edge(controller, placed.reference(), String.join(", ", buses));
            }
        }
        for (Block block : design.blocks()) {
            if (block.status() == Block.Status.RESERVED && block.parts().contains(controller)) {
                edge(controller, block.id(), "GPIO");
            }
        }
    }

    private void cableEdges(String controller) {
        String protection = referenceOf("protection.usb");
        String bridge = referenceOf("bridge.usb-uart");
        boolean data = design.blocks().stream()
                .anyMatch(block -> block.need().function().by().equals("usb") && block.status() == Block.Status.MET);
        String end = data ? (bridge.isEmpty() ? controller : bridge) : "";
        for (Placed placed : design.parts()) {
            if (placed.part().does("connector.usb-c") || placed.part().does("connector.usb-micro")) {
                String inner = placed.reference();
                if (!protection.isEmpty()) {
                    edge(inner, protection, "USB");
                    inner = protection;
                }
                if (!end.isEmpty()) {
                    edge(inner, end, "USB");
                }
            }
            String ethernet = referenceOf("interface.ethernet");
            if (placed.part().does("connector.rj45") && !ethernet.isEmpty()) {
                edge(ethernet, placed.reference(), "Ethernet");
            }
        }
    }

    private String referenceOf(String function) {
        return design.parts().stream()
                .filter(placed -> placed.part().does(function))
                .map(Placed::reference)
                .findFirst()
                .orElse("");
    }

    private void drawPower() {
        List<String> feeding = new ArrayList<>();
        List<String> charging = new ArrayList<>();
        String battery = "";
        int number = 0;
        for (Source source : design.sources()) {
            String id = "n_S" + ++number;
            String part = design.part(source.part())
                    .map(p -> "<br/>" + text(p.reference() + " " + p.part().mpn()))
                    .orElse("");
            node(id, text(source.name()) + "<br/>" + text(Figures.range(source.volts(), "V")) + part, "([\"", "\"])");
            (source.feedsRails() ? feeding : charging).add(id);
            if (source.name().equals("battery")) {
                battery = id;
            }
        }
        for (Placed placed : design.parts()) {
            if (placed.part().charger() != null) {
                node(id(placed.reference()), label(placed), "[\"", "\"]");
                for (String source : charging) {
                    arrow(source, id(placed.reference()));
                }
                if (!battery.isEmpty()) {
                    arrow(id(placed.reference()), battery);
                }
            }
        }
        int rails = 0;
        for (Rail rail : design.rails()) {
            drawRail(rail, ++rails, feeding);
        }
    }

    private void drawRail(Rail rail, int number, List<String> feeding) {
        String id = "n_R" + number;
        node(
                id,
                text(rail.name()) + (rail.met() ? "" : "<br/>unmet") + "<br/>needs "
                        + text(Figures.of(rail.neededMilliamperes(), "mA")),
                "{{\"",
                "\"}}");
        String entry = id;
        Placed regulator = design.part(rail.regulator()).orElse(null);
        if (regulator != null) {
            entry = "n_" + rail.regulator() + "_" + number;
            node(entry, text(regulator.reference() + " " + regulator.part().mpn()), "[\"", "\"]");
            arrow(entry, id);
        }
        if (!rail.from().isEmpty()) {
            for (int i = 0; i < design.rails().size(); i++) {
                if (design.rails().get(i).name().equals(rail.from())) {
                    arrow("n_R" + (i + 1), entry);
                }
            }
            boolean junction = regulator == null && rail.met();
            for (int i = 0; i < design.sources().size() && junction; i++) {
                if (design.sources().get(i).name().equals("USB")) {
                    arrow("n_S" + (i + 1), entry);
                }
            }
        } else if (rail.met()) {
            boolean joined = design.rails().stream()
                    .anyMatch(other ->
                            other.regulator().isEmpty() && !other.from().isEmpty());
            for (int i = 0; i < design.sources().size(); i++) {
                String source = "n_S" + (i + 1);
                boolean elsewhere = joined && design.sources().get(i).name().equals("USB");
                if (feeding.contains(source) && !elsewhere) {
                    arrow(source, entry);
                }
            }
        }
        if (rail.outsideMilliamperes() > 0) {
            node(
                    id + "_OUT",
                    "devices outside<br/>" + text(Figures.of(rail.outsideMilliamperes(), "mA")),
                    "([\"",
                    "\"])");
            arrow(id, id + "_OUT");
        }
        for (Rail.Load load : rail.loads()) {
            String node = "n_" + load.reference() + "_L";
            String draws = load.milliamperes() == null ? "current not known" : Figures.of(load.milliamperes(), "mA");
            String name = design.part(load.reference())
                    .map(placed -> placed.reference() + " " + placed.part().mpn())
                    .orElse(load.reference());
            node(node, text(name) + "<br/>" + text(draws), "[\"", "\"]");
            arrow(id, node);
        }
    }

    private static String text(String text) {
        return Escape.mermaid(text);
    }

    private static String label(Placed placed) {
        return text(placed.reference() + " " + placed.part().mpn())
                + (placed.quantity() > 1 ? " × " + placed.quantity() : "")
                + "<br/>"
                + text(placed.part().title());
    }

    private static String id(String reference) {
        return "n_" + reference;
    }

    private void node(String id, String label, String open, String close) {
        out.append("  ").append(id).append(open).append(label).append(close).append('\n');
    }

    private void edge(String from, String to, String label) {
        out.append("  ")
                .append(id(from))
                .append(" ---|\"")
                .append(text(label))
                .append("\"| ")
                .append(id(to))
                .append('\n');
    }

    private void arrow(String from, String to) {
        out.append("  ").append(from).append(" --> ").append(to).append('\n');
    }
}
