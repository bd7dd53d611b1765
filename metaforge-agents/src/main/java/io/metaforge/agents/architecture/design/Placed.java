package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Part;
import java.util.List;

/**
 * A part of the design.
 *
 * @param reference such as {@code U1}
 * @param part from the catalogue
 * @param quantity pieces
 * @param functions what it is there for
 * @param requirements ids of those it serves
 * @param rationale why it was taken
 * @param alternatives parts that fit as well, cheapest first
 * @param rejected parts that do not fit
 * @param unverified what its data in the catalogue cannot show
 */
public record Placed(
        String reference,
        Part part,
        int quantity,
        List<String> functions,
        List<String> requirements,
        String rationale,
        List<Alternative> alternatives,
        List<Rejection> rejected,
        List<String> unverified) {

    public Placed {
        functions = List.copyOf(functions);
        requirements = List.copyOf(requirements);
        alternatives = List.copyOf(alternatives);
        rejected = List.copyOf(rejected);
        unverified = List.copyOf(unverified);
    }
}
