package io.metaforge.agents.architecture.revision;

import java.util.List;

/**
 * What a rejection asks for.
 *
 * @param session that was rejected
 * @param directives in the order of the words; where two contradict each other, the later holds
 * @param notUnderstood clauses that no directive could be read from, as they were written
 * @param previous what that session proposed
 */
public record Asked(String session, List<Directive> directives, List<String> notUnderstood, PreviousAttempt previous) {

    public Asked {
        directives = List.copyOf(directives);
        notUnderstood = List.copyOf(notUnderstood);
    }
}
