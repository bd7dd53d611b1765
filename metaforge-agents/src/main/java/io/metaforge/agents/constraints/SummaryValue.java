package io.metaforge.agents.constraints;

import java.util.List;

/**
 * A quantity as a summary shows it: once, with every requirement that states it.
 *
 * @param quantity the value
 * @param requirements ids, in the order of the document, at least one
 */
public record SummaryValue(Quantity quantity, List<String> requirements) {

    public SummaryValue {
        requirements = List.copyOf(requirements);
    }
}
