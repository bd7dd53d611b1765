package io.metaforge.agents.bom.bill;

import io.metaforge.agents.bom.design.Architecture.Part;
import io.metaforge.agents.bom.rule.Application;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule is applied to.
 *
 * @param name in the list's words: a reference, a block or a bus
 * @param pieces how often it is there
 * @param requirements ids it serves
 * @param basis assumption it rests on; empty where requirements support it
 * @param part the part; null for a block or bus
 * @param application what its data sheet says; null where not on file
 * @param bus name of the bus; empty for others
 * @param terminal words for the terminal it belongs to; empty where the rule tells none apart
 */
record Owner(
        String name,
        int pieces,
        List<String> requirements,
        String basis,
        @Nullable Part part,
        @Nullable Application application,
        String bus,
        List<String> terminal) {

    Owner {
        requirements = List.copyOf(requirements);
        terminal = List.copyOf(terminal);
    }

    /** Returns the same, to be served once however many pieces there are. */
    Owner once() {
        return new Owner(name, 1, requirements, basis, part, application, bus, terminal);
    }
}
