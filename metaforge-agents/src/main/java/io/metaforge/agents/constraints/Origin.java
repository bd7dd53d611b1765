package io.metaforge.agents.constraints;

/** Who found a requirement. */
public enum Origin {
    /** The rules, which need nobody. */
    RULES,
    /** A language model; what it found was checked against the document. */
    MODEL
}
