package io.metaforge.agents.architecture.design;

import java.util.List;

/**
 * Why a part was not taken.
 *
 * @param mpn the part
 * @param requirements ids of those that rule it out; empty where the design itself does
 * @param reason for a person
 */
public record Rejection(String mpn, List<String> requirements, String reason) {

    public Rejection {
        requirements = List.copyOf(requirements);
    }
}
