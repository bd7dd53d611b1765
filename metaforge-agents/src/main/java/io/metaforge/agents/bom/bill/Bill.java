package io.metaforge.agents.bom.bill;

import java.util.List;

/**
 * The parts of one board.
 *
 * @param project name of the product
 * @param lines by class and number of the first designator
 * @param alternates in the order of the lines
 * @param missing circuits that are needed and not listed
 * @param assumptions what no requirement supports
 * @param questions what a person has to answer before parts are ordered
 */
public record Bill(
        String project,
        List<Line> lines,
        List<Alternate> alternates,
        List<Missing> missing,
        List<String> assumptions,
        List<Question> questions) {

    public Bill {
        lines = List.copyOf(lines);
        alternates = List.copyOf(alternates);
        missing = List.copyOf(missing);
        assumptions = List.copyOf(assumptions);
        questions = List.copyOf(questions);
    }

    /**
     * A circuit that is needed and not listed.
     *
     * @param what it is
     * @param why it is not listed
     * @param designators around which it lies; empty where the architecture has no part for it
     * @param requirements ids that ask for it
     */
    public record Missing(String what, String why, List<String> designators, List<String> requirements) {

        public Missing {
            requirements = List.copyOf(requirements);
            designators = List.copyOf(designators);
        }
    }

    /** Something to answer about the pieces at {@code designators}; these may be none. */
    public record Question(String text, List<String> designators) {

        public Question {
            designators = List.copyOf(designators);
        }
    }
}
