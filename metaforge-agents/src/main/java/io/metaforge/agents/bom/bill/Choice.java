package io.metaforge.agents.bom.bill;

import io.metaforge.agents.bom.stock.Component;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found for one thing that a rule asks for: a component, or in words what a person has to choose.
 *
 * @param component what to order; null where it is to be chosen
 * @param value of what is to be chosen, such as {@code 10uF}; {@code TBD} where not even that is known
 * @param spec what is to be chosen; empty where a component was found
 * @param working how a value was computed; empty where it was not
 * @param question what is to be answered; empty where nothing
 * @param requirements ids that the value comes from, beside those of its owner
 */
record Choice(
        @Nullable Component component,
        String value,
        String spec,
        String working,
        String question,
        List<String> requirements) {

    /** The value of a piece that nothing is known of yet: assemblers' forms want some. */
    private static final String TO_BE_DECIDED = "TBD";

    static Choice of(Component component) {
        return new Choice(component, component.value(), "", "", "", List.of());
    }

    static Choice open(String value, String spec, String question) {
        return new Choice(null, value.isEmpty() ? TO_BE_DECIDED : value, spec, "", question, List.of());
    }

    Choice worked(String working) {
        return new Choice(component, value, spec, working, question, requirements);
    }

    Choice asking(String question) {
        return new Choice(component, value, spec, working, question, requirements);
    }

    Choice from(String requirement) {
        return new Choice(component, value, spec, working, question, List.of(requirement));
    }
}
