package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Category;
import io.metaforge.agents.constraints.Priority;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.requirements.Vocabulary.Parameter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A requirement before it has its number.
 *
 * @param category what it is about
 * @param priority how binding it is
 * @param priorityStated whether a word of the document says so
 * @param text without markup
 * @param line from 1
 * @param amounts in it
 * @param interfaces it asks for
 * @param refused interfaces it rules out
 * @param firm whether it counts even where the document has better ones: prose that only mentions an amount does not
 */
record Draft(
        Category category,
        Priority priority,
        boolean priorityStated,
        String text,
        int line,
        List<Amount> amounts,
        Set<String> interfaces,
        Set<String> refused,
        boolean firm) {

    /**
     * A quantity and what is known of it.
     *
     * @param quantity as the document prints it
     * @param parameter what it is of
     * @param dimension of its unit, as it was read
     * @param assumed whether nothing near said what it is of
     * @param form how it is written
     * @param comparedAs the name under which values that may contradict each other are compared
     * @param subject whose value it is, and under which condition; null where other values beside it are no contradiction
     */
    record Amount(
            Quantity quantity,
            Parameter parameter,
            String dimension,
            boolean assumed,
            Form form,
            String comparedAs,
            @Nullable String subject) {

        /** Returns the same amount of another parameter. */
        Amount as(Parameter other) {
            Quantity named = new Quantity(
                    other.name(),
                    quantity.min(),
                    quantity.max(),
                    quantity.nominal(),
                    quantity.tolerance(),
                    quantity.unit());
            return new Amount(named, other, dimension, false, form, comparedAs, subject);
        }

        /** Returns the same amount, written in another form. */
        Amount as(Form other) {
            return new Amount(quantity, parameter, dimension, assumed, other, comparedAs, null);
        }

        /** Returns the amount of the same thing with another quantity. */
        Amount with(Quantity other) {
            return new Amount(other, parameter, dimension, assumed, form, comparedAs, subject);
        }
    }

    /** How an amount is written. */
    enum Form {
        /** A value with its unit. */
        VALUE,
        /** A side of a box. */
        SIDE,
        /** How often something happens. */
        INTERVAL,
        /** A number of pieces. */
        COUNT,
        /** A number of parts of the product, such as layers. */
        COUNTED,
        /** A value under which another of the requirement holds: nothing the product has by itself. */
        CONDITION
    }
}
