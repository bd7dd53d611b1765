package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.revision.Directive;
import java.util.List;

/**
 * What a rejection asked for, and what it changed.
 *
 * @param session that was rejected
 * @param directives that were read from the reason
 * @param notUnderstood what no directive could be read from
 * @param changes from what the rejected session proposed, in words
 */
public record Revised(String session, List<Directive> directives, List<String> notUnderstood, List<String> changes) {

    public Revised {
        directives = List.copyOf(directives);
        notUnderstood = List.copyOf(notUnderstood);
        changes = List.copyOf(changes);
    }
}
