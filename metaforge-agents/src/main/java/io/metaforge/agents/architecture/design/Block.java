package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.need.Need;
import java.util.List;

/**
 * A functional block and what became of it.
 *
 * @param id such as {@code B1}
 * @param need what it is there for
 * @param status whether it is met
 * @param parts references of the parts that meet it
 * @param why how it is met, or why not
 * @param rejected parts that were considered for an unmet block
 */
public record Block(String id, Need need, Status status, List<String> parts, String why, List<Rejection> rejected) {

    /** Whether a block is met. */
    public enum Status {
        /** By parts of the catalogue, or by the controller. */
        MET("met"),
        /** Pins are reserved; the schematic chooses the components. */
        RESERVED("reserved"),
        /** By nothing. */
        UNMET("unmet");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        /** Returns the status as documents print it. */
        public String word() {
            return word;
        }
    }

    public Block {
        parts = List.copyOf(parts);
        rejected = List.copyOf(rejected);
    }
}
