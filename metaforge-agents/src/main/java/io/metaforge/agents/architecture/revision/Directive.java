package io.metaforge.agents.architecture.revision;

import io.metaforge.agents.architecture.need.Figures;
import io.metaforge.agents.architecture.need.SourceDemand;
import java.util.List;

/** Something that the reason of a rejection asks for. It binds the next attempt, and is cited by its id. */
public sealed interface Directive {

    /** Returns its id, such as {@code REV-1}. */
    String id();

    /** Returns the words it was read from. */
    String text();

    /** Returns how it was understood, for a person. */
    String meaning();

    /**
     * Take one of these parts.
     *
     * @param parts numbers of parts in the catalogue; never empty
     */
    record UsePart(String id, String text, List<String> parts) implements Directive {

        public UsePart {
            parts = List.copyOf(parts);
        }

        @Override
        public String meaning() {
            return "Use " + String.join(" or ", parts) + ".";
        }
    }

    /**
     * Take none of these parts.
     *
     * @param parts numbers of parts in the catalogue; empty where the catalogue has none of what is named
     * @param what is named
     */
    record AvoidParts(String id, String text, List<String> parts, String what) implements Directive {

        public AvoidParts {
            parts = List.copyOf(parts);
        }

        @Override
        public String meaning() {
            return parts.isEmpty()
                    ? "Do not use " + what + ", which the catalogue does not have anyway."
                    : "Do not use " + String.join(", ", parts) + ".";
        }
    }

    /** A part is asked for that the catalogue does not have. */
    record UnknownPart(String id, String text, String part) implements Directive {

        @Override
        public String meaning() {
            return "Use " + part + ", which the catalogue does not have: a parts.csv in the workspace can add it.";
        }
    }

    /** The product is supplied from this, and from nothing else. */
    record Supply(String id, String text, SourceDemand source) implements Directive {

        @Override
        public String meaning() {
            return "Supply the product from " + source.kind().title() + ", " + Figures.range(source.volts(), "V")
                    + ", and from nothing else.";
        }
    }

    /**
     * There has to be such a function.
     *
     * @param function its id in the vocabulary
     * @param title of it
     * @param count how many; with {@code more} how many more than there were
     */
    record Provide(String id, String text, String function, String title, int count, boolean more)
            implements Directive {

        @Override
        public String meaning() {
            return title + ": " + (more ? count + " more than the requirements ask for." : "at least " + count + ".");
        }
    }

    /**
     * There must not be such a function.
     *
     * @param function its id in the vocabulary
     */
    record Refuse(String id, String text, String function, String title) implements Directive {

        @Override
        public String meaning() {
            return "No " + title + ".";
        }
    }

    /**
     * The parts may cost no more than this.
     *
     * @param currency ISO 4217
     */
    record Budget(String id, String text, double most, String currency) implements Directive {

        @Override
        public String meaning() {
            return "The parts cost at most " + currency + " " + Figures.plain(most) + ".";
        }
    }
}
