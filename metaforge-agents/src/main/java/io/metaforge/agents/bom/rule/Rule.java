package io.metaforge.agents.bom.rule;

import java.util.List;

/**
 * Says which components something in a design needs.
 *
 * @param id unique, such as {@code decoupling.pin}
 * @param title what it says, in one sentence
 * @param applies to what
 * @param source standard, data sheet or application note it comes from
 * @param asks the components
 */
public record Rule(String id, String title, Applies applies, String source, List<Ask> asks) {

    public Rule {
        asks = List.copyOf(asks);
    }

    /** What a rule is applied to, once for each. */
    public enum Target {
        /** Each chosen part. */
        PART,
        /** The controller. */
        CONTROLLER,
        /** Each block that is not unmet. */
        BLOCK,
        /** Each bus of a kind. */
        BUS,
        /** Each kind of battery cell. */
        CELL
    }

    /**
     * To what a rule applies. Lists that are empty do not restrict.
     *
     * @param classes class letters of the part's reference
     * @param functions of the part or block
     * @param mpns beginnings of part numbers
     * @param kinds of which the part must be one
     * @param unlessKinds of which it may be none
     * @param bus kind of bus, such as {@code I2C}
     * @param status of the block: {@code reserved} where the architecture chose no part for it; empty for any but unmet
     * @param apart words that name terminals, alternatives separated by a bar: each terminal that the requirements name
     *     gets components of its own
     */
    public record Applies(
            Target to,
            List<String> classes,
            List<String> functions,
            List<String> mpns,
            List<String> kinds,
            List<String> unlessKinds,
            String bus,
            String status,
            List<String> apart) {

        public Applies {
            classes = List.copyOf(classes);
            functions = List.copyOf(functions);
            mpns = List.copyOf(mpns);
            kinds = List.copyOf(kinds);
            unlessKinds = List.copyOf(unlessKinds);
            apart = List.copyOf(apart);
        }
    }
}
