package io.metaforge.agents.architecture.document;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Collects the nodes and edges of a Mermaid flow chart and prints each once. Made for one chart; not thread-safe. */
final class Chart {

    /** Outlines of nodes. */
    enum Shape {
        PART("[\"", "\"]"),
        OUTSIDE("([\"", "\"])"),
        RAIL("{{\"", "\"}}"),
        RESERVED("(\"", "\")"),
        ANTENNA("(((\"", "\")))");

        private final String open;
        private final String close;

        Shape(String open, String close) {
            this.open = open;
            this.close = close;
        }
    }

    private final Map<String, String> nodes = new LinkedHashMap<>();
    private final Set<String> edges = new LinkedHashSet<>();
    private final Set<String> joined = new LinkedHashSet<>();
    private final Set<String> unmet = new LinkedHashSet<>();

    /** Adds a node; of two with one id the first stays. The lines of its label are escaped here. */
    String node(String id, Shape shape, String... lines) {
        StringBuilder label = new StringBuilder();
        for (String line : lines) {
            if (!line.isEmpty()) {
                label.append(label.isEmpty() ? "" : "<br/>").append(Escape.mermaid(line));
            }
        }
        nodes.putIfAbsent("n_" + id, shape.open + label + shape.close);
        return id;
    }

    /** Draws the node's outline dashed. */
    void unmet(String id) {
        unmet.add("n_" + id);
    }

    boolean has(String id) {
        return nodes.containsKey("n_" + id);
    }

    /** Reports whether a node has an edge. */
    boolean joined(String id) {
        return joined.contains("n_" + id);
    }

    /** Joins two nodes that signals pass between. */
    void signal(String from, String to, String label) {
        edge(from, to, "---|\"" + Escape.mermaid(label) + "\"|");
    }

    /** Joins a node with one that it supplies. */
    void supply(String from, String to) {
        edge(from, to, "-->");
    }

    /** Joins a node with one that it supplies, and says in which way. */
    void supply(String from, String to, String label) {
        edge(from, to, "-->|\"" + Escape.mermaid(label) + "\"|");
    }

    /** Joins a rail with one of many parts that it supplies. */
    void load(String from, String to) {
        edge(from, to, "-.->");
    }

    private void edge(String from, String to, String line) {
        edges.add("n_" + from + " " + line + " n_" + to);
        joined.add("n_" + from);
        joined.add("n_" + to);
    }

    /** Returns the chart in Mermaid's language. */
    String text() {
        StringBuilder out = new StringBuilder("flowchart LR\n");
        nodes.forEach((id, label) -> out.append("  ").append(id).append(label).append('\n'));
        edges.forEach(edge -> out.append("  ").append(edge).append('\n'));
        if (!unmet.isEmpty()) {
            out.append("  classDef unmet stroke-dasharray: 5 5\n");
            out.append("  class ").append(String.join(",", unmet)).append(" unmet\n");
        }
        return out.toString();
    }
}
