package io.metaforge.agents.architecture.need;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A functional block the design has to have.
 *
 * @param function what it does
 * @param requirements ids of those that ask for it; empty where it is an assumption
 * @param count how many
 * @param limits bounds on the figures of the parts that meet it
 * @param named part numbers that a requirement allows, by the requirement's id; each entry has to hold
 * @param buses interfaces that a requirement wants it reached by, by the requirement's id
 * @param assumption why it is there although no requirement asks for just this; empty where one does
 */
public record Need(
        Function function,
        List<String> requirements,
        int count,
        List<Limit> limits,
        Map<String, List<String>> named,
        Map<String, String> buses,
        String assumption) {

    public Need {
        requirements = List.copyOf(requirements);
        limits = List.copyOf(limits);
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
        buses = Collections.unmodifiableMap(new LinkedHashMap<>(buses));
    }

    /** A design has one block of a function. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Need need && need.function.id().equals(function.id());
    }

    @Override
    public int hashCode() {
        return function.id().hashCode();
    }

    /** Returns a need that follows from another one and not from a requirement. */
    static Need assumed(Function function, List<String> requirements, String assumption) {
        return new Need(function, requirements, 1, List.of(), Map.of(), Map.of(), assumption);
    }
}
