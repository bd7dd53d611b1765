package io.metaforge.agents.constraints;

import java.util.List;

/**
 * Requirements that cannot all hold.
 *
 * @param requirements ids, in the order of the document
 * @param reason for a person
 */
public record Conflict(List<String> requirements, String reason) {

    public Conflict {
        requirements = List.copyOf(requirements);
    }
}
