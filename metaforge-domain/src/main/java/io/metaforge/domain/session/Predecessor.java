package io.metaforge.domain.session;

import java.util.List;
import java.util.Objects;

/**
 * The rejected session that another one revises, and why it was rejected. Kept with the one that revises, so that it
 * survives the deletion of the rejected one.
 *
 * @param session that was rejected
 * @param reason the reason of that; empty where none was given
 * @param earlier the reasons of the sessions it revised in its turn, oldest first; the newest {@value #MAX_EARLIER}
 */
public record Predecessor(SessionId session, String reason, List<String> earlier) {

    /** How many earlier reasons are kept. */
    public static final int MAX_EARLIER = 19;

    public Predecessor {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(reason, "reason");
        earlier = List.copyOf(earlier);
        if (earlier.size() > MAX_EARLIER) {
            throw new IllegalArgumentException("more than " + MAX_EARLIER + " earlier reasons");
        }
    }
}
