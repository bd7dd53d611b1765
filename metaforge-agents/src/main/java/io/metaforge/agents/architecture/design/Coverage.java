package io.metaforge.agents.architecture.design;

import java.util.List;

/**
 * What the design does about one requirement.
 *
 * @param requirement its id
 * @param status whether it is met
 * @param by references of the parts that serve it
 * @param why in words
 * @param leftTo who has to decide or show it, such as {@code layout}; empty where parts meet it or nobody is known
 */
public record Coverage(String requirement, Status status, List<String> by, String why, List<String> leftTo) {

    /** Whether a requirement is met. */
    public enum Status {
        MET("met"),
        PARTLY("partly met"),
        RESERVED("reserved"),
        UNMET("unmet"),
        OPEN("open"),
        /** Not by the choice of parts, but by layout, enclosure, mechanics, tests, purchasing or firmware. */
        ELSEWHERE("decided elsewhere"),
        NOT_APPLICABLE("not applicable to hardware");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        /** Returns the status as documents print it. */
        public String word() {
            return word;
        }
    }

    public Coverage {
        by = List.copyOf(by);
        leftTo = List.copyOf(leftTo);
    }
}
