package io.metaforge.client;

import io.metaforge.api.Failure;
import io.metaforge.api.SessionResponse;
import io.metaforge.api.Statuses;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a session.
 *
 * @param updated when the gateway last changed it; null where that was not heard
 */
record SessionState(
        String status,
        @Nullable String agent,
        @Nullable String digest,
        @Nullable Failure error,
        @Nullable Instant updated) {

    SessionState(String status, @Nullable String agent, @Nullable String digest, @Nullable Failure error) {
        this(status, agent, digest, error, null);
    }

    static SessionState of(SessionResponse session) {
        return new SessionState(
                session.status(), session.agent(), session.digest(), session.error(), time(session.updated()));
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException unknown) {
            return null;
        }
    }

    /** Returns the newer of this and {@code heard}: of two answers under way at once, the older can come last. */
    SessionState updatedBy(SessionState heard) {
        boolean older = updated != null && heard.updated != null && heard.updated.isBefore(updated);
        return older ? this : heard;
    }

    SessionState withStatus(String other) {
        return new SessionState(other, agent, digest, error, updated);
    }

    SessionState withDigest(@Nullable String other) {
        return other == null ? this : new SessionState(status, agent, other, error, updated);
    }

    /** Returns whether the run is over, which includes that its proposal waits for a decision. */
    boolean hasEnded() {
        return !status.equals(Statuses.CREATED) && !status.equals(Statuses.RUNNING);
    }
}
