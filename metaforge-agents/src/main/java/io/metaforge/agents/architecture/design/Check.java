package io.metaforge.agents.architecture.design;

import java.util.List;

/**
 * Something that was calculated about the design.
 *
 * @param subject what was checked
 * @param verdict whether it holds
 * @param statement the figures, for a person
 * @param requirements ids of those it answers
 */
public record Check(String subject, Verdict verdict, String statement, List<String> requirements) {

    /** Whether a check holds. */
    public enum Verdict {
        HOLDS("holds"),
        FAILS("fails"),
        OPEN("open");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        /** Returns the verdict as documents print it. */
        public String word() {
            return word;
        }
    }

    public Check {
        requirements = List.copyOf(requirements);
    }
}
