package io.metaforge.agents.constraints;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all requirements of one field say together, for skills that design from them.
 *
 * @param values by parameter, in the order the document first speaks of it; several where requirements differ
 * @param interfaces only in the electrical summary, elsewhere empty
 */
public record Summary(Map<String, List<SummaryValue>> values, List<InterfaceUse> interfaces) {

    /** Says nothing. */
    public static final Summary EMPTY = new Summary(Map.of(), List.of());

    public Summary {
        Map<String, List<SummaryValue>> copy = new LinkedHashMap<>();
        values.forEach((parameter, list) -> copy.put(parameter, List.copyOf(list)));
        values = java.util.Collections.unmodifiableMap(copy);
        interfaces = List.copyOf(interfaces);
    }

    /** Returns the values of {@code parameter}, empty if it is not spoken of. */
    public List<SummaryValue> of(String parameter) {
        return values.getOrDefault(parameter, List.of());
    }
}
