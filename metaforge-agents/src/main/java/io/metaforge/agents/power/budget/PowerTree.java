package io.metaforge.agents.power.budget;

import io.metaforge.agents.power.input.Architecture;
import io.metaforge.agents.power.input.Architecture.Device;
import io.metaforge.agents.power.input.Architecture.Rail;
import io.metaforge.agents.power.input.Architecture.Regulator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rails with their regulators, from which currents at the source follow. A linear regulator draws what it delivers, a
 * switching one V_out · I_out / (η · V_in); either draws its quiescent current beside. Rails that feed others come first.
 */
final class PowerTree {

    private final Map<String, Node> nodes = new LinkedHashMap<>();

    /**
     * A rail and what makes it.
     *
     * @param rail of the architecture
     * @param regulator null where the rail is the source itself
     * @param efficiency share passed on, 1 for a linear regulator or none
     * @param quiescent milliamperes; null where unknown, 0 without a regulator
     */
    record Node(
            Rail rail,
            @Nullable Device regulator,
            Cited efficiency,
            @Nullable Double quiescent) {

        boolean switching() {
            return regulator != null
                    && regulator.regulator() != null
                    && !regulator.regulator().linear();
        }

        double quiescentOrZero() {
            return quiescent == null ? 0 : quiescent;
        }

        /** Returns milliamperes drawn at {@code volts} for a milliampere delivered, the quiescent current aside. */
        double factor(double volts) {
            return switching() ? rail.volts() / (efficiency.value() * volts) : 1;
        }
    }

    /**
     * Currents that follow from the loads.
     *
     * @param source milliamperes from the source
     * @param loads milliamperes each rail delivers, with the rails it feeds
     * @param inputs milliamperes each rail's regulator draws
     */
    record Flow(double source, Map<String, Double> loads, Map<String, Double> inputs) {}

    PowerTree(Architecture architecture, Options options, Ledger ledger) {
        for (Rail rail : architecture.rails()) {
            if (rail.met()) {
                Device device = architecture.device(rail.regulator()).orElse(null);
                Regulator regulator = device == null ? null : device.regulator();
                nodes.put(
                        rail.name(),
                        new Node(
                                rail,
                                device,
                                device == null || regulator == null
                                        ? new Cited(1, List.of())
                                        : efficiency(device, regulator, options, ledger),
                                regulator == null ? (Double) 0.0 : regulator.quiescent()));
            }
        }
    }

    private static Cited efficiency(Device device, Regulator regulator, Options options, Ledger ledger) {
        if (regulator.linear()) {
            return new Cited(1, List.of());
        }
        Double given = options.efficiency().get(device.reference());
        if (given != null) {
            return new Cited(given, List.of("args.efficiency." + device.reference()));
        }
        Double stated = regulator.efficiency();
        return stated != null
                ? new Cited(stated, List.of("data sheet of " + device.reference()))
                : ledger.figure("efficiency_" + regulator.kind());
    }

    List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    boolean supplies(String rail) {
        return nodes.containsKey(rail);
    }

    /** Returns the voltage that feeds {@code node} while the source gives {@code sourceVolts}. */
    double inputVolts(Node node, double sourceVolts) {
        Node parent = nodes.get(node.rail().from());
        return parent == null ? sourceVolts : railVolts(parent, sourceVolts);
    }

    /** Returns the voltage of a rail, which is the source's where nothing regulates it. */
    double railVolts(Node node, double sourceVolts) {
        return node.regulator() == null
                ? inputVolts(node, sourceVolts) - node.rail().drop()
                : node.rail().volts();
    }

    /** Returns the flow for {@code loads}, milliamperes by rail. */
    Flow flow(Map<String, Double> loads, double sourceVolts) {
        Map<String, Double> delivered = new HashMap<>(loads);
        Map<String, Double> inputs = new LinkedHashMap<>();
        double source = 0;
        List<Node> leavesFirst = new ArrayList<>(nodes.values());
        java.util.Collections.reverse(leavesFirst);
        for (Node node : leavesFirst) {
            double load = delivered.getOrDefault(node.rail().name(), 0.0);
            double input = load * node.factor(inputVolts(node, sourceVolts)) + node.quiescentOrZero();
            inputs.put(node.rail().name(), input);
            if (nodes.containsKey(node.rail().from())) {
                delivered.merge(node.rail().from(), input, Double::sum);
            } else {
                source += input;
            }
        }
        return new Flow(source, delivered, inputs);
    }

    /** Returns milliamperes on {@code above} for a milliampere on {@code rail}, which it feeds; 0 where it does not. */
    double factorBetween(String above, String rail) {
        double factor = 1;
        Node node = nodes.get(rail);
        while (node != null && !node.rail().name().equals(above)) {
            Node parent = nodes.get(node.rail().from());
            if (parent == null) {
                return 0;
            }
            double in = parent.regulator() == null
                    ? parent.rail().volts() - parent.rail().drop()
                    : parent.rail().volts();
            factor *= node.factor(in);
            node = parent;
        }
        return node == null ? 0 : factor;
    }

    /** Returns the rail at which sources beside the first one enter: a junction, which no regulator makes. */
    @Nullable
    Node junction() {
        return nodes.values().stream()
                .filter(node -> node.regulator() == null
                        && nodes.containsKey(node.rail().from()))
                .findFirst()
                .orElse(null);
    }

    /** Returns the currents of a source of {@code volts} that feeds {@code junction} in place of the rail before it. */
    double throughJunction(Map<String, Double> loads, Node junction, double volts) {
        Map<String, Double> delivered = new HashMap<>(loads);
        List<Node> leavesFirst = new ArrayList<>(nodes.values());
        java.util.Collections.reverse(leavesFirst);
        for (Node node : leavesFirst) {
            String name = node.rail().name();
            double load = delivered.getOrDefault(name, 0.0);
            if (node.equals(junction)) {
                return load;
            }
            Node before = nodes.get(node.rail().from());
            double in = before == null
                    ? volts
                    : before.equals(junction)
                            ? volts - junction.rail().drop()
                            : before.rail().volts();
            delivered.merge(node.rail().from(), load * node.factor(in) + node.quiescentOrZero(), Double::sum);
        }
        return 0;
    }

    /** Returns milliamperes from the source for a milliampere on {@code rail}, quiescent currents aside. */
    double factor(String rail, double sourceVolts) {
        Node node = nodes.get(rail);
        return node == null ? 0 : node.factor(inputVolts(node, sourceVolts)) * factorBefore(node, sourceVolts);
    }

    /** Returns milliamperes from the source for a milliampere at the input of the regulator of {@code node}. */
    double factorBefore(Node node, double sourceVolts) {
        return nodes.containsKey(node.rail().from()) ? factor(node.rail().from(), sourceVolts) : 1;
    }
}
