package io.metaforge.domain.session;

import java.util.List;

/**
 * What a verb did: the session after it, and what happened.
 *
 * @param session the new state
 * @param events to append to the log with it, in order
 */
public record Transition(Session session, List<SessionEvent> events) {

    public Transition {
        events = List.copyOf(events);
    }
}
