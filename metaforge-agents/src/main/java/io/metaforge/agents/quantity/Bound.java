package io.metaforge.agents.quantity;

/** Which side of an amount the words around it leave open. */
public enum Bound {
    /** The value aimed at. */
    NONE,
    /** Not more. */
    MAX,
    /** Not less. */
    MIN,
    /** Not worse: which side that is depends on what is measured. */
    BETTER;

    /** Returns what the bound of a rate makes of the interval: more often means sooner. */
    Bound inverse() {
        return this == MIN ? MAX : this == MAX ? MIN : this;
    }
}
