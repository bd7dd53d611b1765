package io.metaforge.agents.architecture.document;

import io.metaforge.agents.architecture.design.Design;

/** Draws a design as Mermaid flow charts. */
final class Diagrams {

    private Diagrams() {}

    /** Returns what the design consists of, how it hangs on the controller, and from where it is supplied. */
    static String blocks(Design design) {
        return new BlockDiagram(design).text();
    }

    /** Returns the sources, what lies in line with them, regulators, rails and what hangs on them. */
    static String power(Design design) {
        return new PowerDiagram(design).text();
    }
}
