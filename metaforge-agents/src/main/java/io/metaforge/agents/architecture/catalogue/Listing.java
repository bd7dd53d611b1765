package io.metaforge.agents.architecture.catalogue;

import java.util.List;

/**
 * What a row of a workspace's {@code parts.csv} says about a part.
 *
 * @param file path of the file in the workspace
 * @param line line the row begins in, counted from 1
 * @param added whether the part is known from this row alone; otherwise the row changes a built-in part
 * @param use whether the part is to be taken
 * @param columns names of the columns the row fills in, without {@code mpn} and {@code use}, in the file's order
 */
public record Listing(String file, int line, boolean added, Use use, List<String> columns) {

    public Listing {
        columns = List.copyOf(columns);
    }

    /** Whether a part is to be taken. */
    public enum Use {
        /** The row does not say. */
        OPEN,
        /** Where it fits, others are not considered. */
        PREFER,
        /** It is taken only where no other fits. */
        AVOID,
        /** It is not taken. */
        NEVER
    }

    /** Returns where the row is, for a person: {@code parts.csv, line 3}. */
    public String place() {
        return file + ", line " + line;
    }
}
