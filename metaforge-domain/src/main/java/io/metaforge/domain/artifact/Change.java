package io.metaforge.domain.artifact;

/** What a proposal does to a file. */
public enum Change {
    CREATE,
    MODIFY,
    DELETE
}
