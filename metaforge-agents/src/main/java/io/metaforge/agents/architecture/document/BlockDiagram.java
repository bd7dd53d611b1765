package io.metaforge.agents.architecture.document;

import io.metaforge.agents.architecture.design.Block;
import io.metaforge.agents.architecture.design.Design;
import io.metaforge.agents.architecture.design.Placed;
import io.metaforge.agents.architecture.design.Rail;
import io.metaforge.agents.architecture.design.Wiring;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The block diagram: parts, ports, what hangs on them, and the supply. Made for one design; not thread-safe. */
final class BlockDiagram {

    private static final String TO_CHOOSE = "chosen in the schematic";
    private static final String PORT = "connector or pads";

    private final Design design;
    private final Chart chart = new Chart();

    BlockDiagram(Design design) {
        this.design = design;
    }

    String text() {
        for (Placed placed : design.parts()) {
            boolean supply = placed.part().regulator() != null
                    || placed.part().cell() != null
                    || placed.part().mains() != null;
            if (!supply && !SupplyPaths.inLine(placed, design)) {
                part(placed);
            }
        }
        String controller = design.controller();
        if (!controller.isEmpty()) {
            buses(controller);
            ports(controller);
        }
        blocks(controller);
        cables(controller);
        antennas();
        outside();
        new RailPaths(design, chart, new SupplyPaths(design, chart)).draw();
        loads();
        loose(controller);
        return chart.text();
    }

    private void part(Placed placed) {
        chart.node(
                placed.reference(),
                Chart.Shape.PART,
                placed.reference() + " " + placed.part().mpn()
                        + (placed.quantity() > 1 ? " × " + placed.quantity() : ""),
                placed.part().title());
    }

    private static String title(Block block) {
        return block.need().function().title()
                + (block.need().count() > 1 ? " × " + block.need().count() : "");
    }

    private void buses(String controller) {
        for (Placed placed : design.parts()) {
            if (placed.reference().equals(controller) || placed.part().regulator() != null) {
                continue;
            }
            Placed owner = companionOf(placed);
            if (owner != null) {
                chart.signal(
                        owner.reference(),
                        placed.reference(),
                        owner.part().does("mcu") ? "program memory" : "companion");
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
            if (!buses.isEmpty()) {
                chart.signal(controller, placed.reference(), String.join(", ", buses));
            }
        }
    }

    private @org.jspecify.annotations.Nullable Placed companionOf(Placed placed) {
        if (!placed.functions().contains("companion")) {
            return null;
        }
        return design.parts().stream()
                .filter(owner ->
                        owner.part().companions().contains(placed.part().mpn()))
                .findFirst()
                .orElse(null);
    }

    /** Draws what the controller does itself, each with the place where it leaves the board. */
    private void ports(String controller) {
        int uart = 1;
        for (Wiring.Connection connection : design.wiring().connections()) {
            uart += connection.bus().startsWith("UART") ? 1 : 0;
        }
        for (Block block : design.blocks()) {
            if (!isPort(block)) {
                continue;
            }
            if (block.need().function().id().equals("io.interrupt")) {
                // It stays on the board, between the controller and what the same requirement asks for.
                design.parts().stream()
                        .filter(placed -> !placed.reference().equals(controller)
                                && !placed.part().buses().isEmpty()
                                && placed.requirements().stream()
                                        .anyMatch(block.need().requirements()::contains))
                        .forEach(placed -> chart.signal(controller, placed.reference(), "interrupt"));
                continue;
            }
            String resource = block.need().function().resource();
            int count = block.need().count();
            String label = resource;
            switch (resource) {
                case "UART" -> {
                    label = count == 1 ? "UART" + uart : "UART" + uart + " to UART" + (uart + count - 1);
                    uart += count;
                }
                case "I2C", "SPI" -> label = resource + "1";
                default -> label = count == 1 ? resource : count + " × " + resource;
            }
            boolean measured = block.need().function().id().startsWith("measure.");
            chart.node(block.id(), Chart.Shape.RESERVED, title(block), measured ? "divider, " + TO_CHOOSE : PORT);
            chart.signal(controller, block.id(), label);
        }
    }

    private static boolean isPort(Block block) {
        return block.need().function().by().equals("controller") && block.status() != Block.Status.UNMET;
    }

    private void blocks(String controller) {
        for (Block block : design.blocks()) {
            boolean battery = block.need().function().id().equals("power.battery");
            // Where supplies meet, each has its diode in the path.
            boolean junction = block.need().function().id().equals("supply.junction");
            // What is chosen, but for its circuit, is drawn as the part.
            boolean drawn = block.parts().stream().anyMatch(ref -> !ref.equals(controller) && chart.has(ref));
            if (block.status() == Block.Status.MET
                    || battery
                    || junction
                    || drawn
                    || isPort(block)
                    || SupplyPaths.inLine(block, design)) {
                continue;
            }
            boolean unmet = block.status() == Block.Status.UNMET;
            chart.node(block.id(), Chart.Shape.RESERVED, title(block), unmet ? "unmet" : TO_CHOOSE);
            if (unmet) {
                chart.unmet(block.id());
            }
            if (!controller.isEmpty() && block.parts().contains(controller)) {
                chart.signal(controller, block.id(), block.need().function().resource());
            }
        }
    }

    private void cables(String controller) {
        String protection = referenceOf("protection.usb");
        String bridge = referenceOf("bridge.usb-uart");
        boolean data = design.blocks().stream()
                .anyMatch(block -> block.need().function().by().equals("usb") && block.status() == Block.Status.MET);
        String end = data ? (bridge.isEmpty() ? controller : bridge) : "";
        boolean plug = false;
        for (Placed placed : design.parts()) {
            if (placed.part().does("connector.usb-c") || placed.part().does("connector.usb-micro")) {
                plug = true;
                String inner = placed.reference();
                if (design.sources().stream().noneMatch(source -> source.name().equals("USB"))) {
                    chart.node("USB", Chart.Shape.OUTSIDE, "USB host or charger");
                    chart.signal("USB", inner, "USB");
                }
                if (!protection.isEmpty()) {
                    chart.signal(inner, protection, "USB");
                    inner = protection;
                }
                if (!end.isEmpty()) {
                    chart.signal(inner, end, "USB");
                }
            }
        }
        if (!plug && !end.isEmpty()) {
            chart.node("USB", Chart.Shape.RESERVED, "USB", PORT);
            chart.signal(end, "USB", "USB");
        }
        guarded("interface.can", "protection.can", "CAN");
        guarded("interface.rs485", "protection.rs485", "RS-485");
        guarded("interface.rs232", "", "RS-232");
        guarded("interface.ethernet", "connector.rj45", "Ethernet");
    }

    /** Draws an interface that leaves the board, with what protects or joins it, and its bus outside. */
    private void guarded(String function, String guard, String bus) {
        String last = referenceOf(function);
        if (last.isEmpty()) {
            return;
        }
        String next = guard.isEmpty() ? "" : referenceOf(guard);
        if (!next.isEmpty()) {
            chart.signal(last, next, bus);
            last = next;
        }
        boolean joined = guard.startsWith("connector.") && !next.isEmpty();
        String id = "OUT_" + last;
        chart.node(id, Chart.Shape.OUTSIDE, bus + (joined ? " outside" : ""), joined ? "" : PORT);
        chart.signal(last, id, bus);
    }

    private String referenceOf(String function) {
        return design.parts().stream()
                .filter(placed -> placed.part().does(function))
                .map(Placed::reference)
                .findFirst()
                .orElse("");
    }

    /** Draws an antenna at each part that needs one and does not bring it along. */
    private void antennas() {
        String jack = referenceOf("connector.u.fl");
        jack = jack.isEmpty() ? referenceOf("connector.sma") : jack;
        for (Block block : design.blocks()) {
            if (!block.need().function().antenna() || block.status() != Block.Status.MET) {
                continue;
            }
            for (String reference : block.parts()) {
                boolean own = design.part(reference)
                        .map(placed -> placed.part().bringsAntenna())
                        .orElse(true);
                if (!own) {
                    String antenna = chart.node(
                            "ANT_" + block.id(),
                            Chart.Shape.ANTENNA,
                            "Antenna",
                            block.need().function().title());
                    String from = reference;
                    if (!jack.isEmpty() && !chart.joined(jack)) {
                        chart.signal(from, jack, "RF, matched");
                        from = jack;
                    }
                    chart.signal(from, antenna, from.equals(reference) ? "RF, matched" : "RF");
                }
            }
        }
    }

    /** Draws devices outside the board at the port that one of their requirements asks for. */
    private void outside() {
        int number = 0;
        for (Map.Entry<String, List<String>> device : design.outside().entrySet()) {
            String port = design.blocks().stream()
                    .filter(block -> chart.has(block.id()))
                    .filter(block -> shares(block.need().requirements(), device.getValue()))
                    .map(Block::id)
                    .findFirst()
                    .orElse("");
            if (!port.isEmpty()) {
                String id = chart.node("DEV" + ++number, Chart.Shape.OUTSIDE, device.getKey(), "outside");
                chart.signal(port, id, String.join(", ", device.getValue()));
            }
        }
    }

    /** Draws which rail supplies what, through a filter where one is reserved for a part. */
    private void loads() {
        for (int i = 0; i < design.rails().size(); i++) {
            Rail rail = design.rails().get(i);
            String node = RailPaths.node(i);
            if (rail.outsideMilliamperes() > 0) {
                chart.load(node, chart.node(node + "_OUT", Chart.Shape.OUTSIDE, "devices outside"));
            }
            rail.loads().stream()
                    .map(Rail.Load::reference)
                    .sorted(PowerDiagram.REFERENCES)
                    .filter(chart::has)
                    .forEach(reference -> {
                        String filter = filterOf(reference);
                        if (!filter.isEmpty()) {
                            chart.load(node, filter);
                        }
                        chart.load(filter.isEmpty() ? node : filter, reference);
                    });
        }
    }

    private String filterOf(String reference) {
        List<String> requirements =
                design.part(reference).map(Placed::requirements).orElse(List.of());
        return design.blocks().stream()
                .filter(block -> block.need().function().id().equals("supply.filtered"))
                .filter(block -> !reference.equals(design.controller())
                        && shares(block.need().requirements(), requirements))
                .map(Block::id)
                .findFirst()
                .orElse("");
    }

    /** Joins what has no edge yet: with what serves the same requirement, else with the controller. */
    private void loose(String controller) {
        for (Placed placed : design.parts()) {
            if (chart.has(placed.reference()) && !chart.joined(placed.reference())) {
                join(placed.reference(), placed.requirements(), controller);
            }
        }
        for (Block block : design.blocks()) {
            if (chart.has(block.id()) && !chart.joined(block.id())) {
                join(block.id(), block.need().requirements(), controller);
            }
        }
    }

    private void join(String node, List<String> requirements, String controller) {
        List<String> others = new ArrayList<>();
        design.blocks().stream()
                .filter(block -> chart.joined(block.id()) && shares(block.need().requirements(), requirements))
                .map(Block::id)
                .forEach(others::add);
        design.parts().stream()
                .filter(placed -> chart.joined(placed.reference()) && shares(placed.requirements(), requirements))
                .sorted(Comparator.comparing(placed -> placed.reference().equals(controller)))
                .map(Placed::reference)
                .forEach(others::add);
        others.remove(node);
        String other = others.isEmpty() ? controller : others.get(0);
        if (!other.isEmpty() && !other.equals(node)) {
            chart.signal(
                    other,
                    node,
                    String.join(", ", requirements.stream().sorted().toList()));
        }
    }

    private static boolean shares(List<String> some, List<String> others) {
        return !Collections.disjoint(some, others);
    }
}
