package io.metaforge.client;

import io.metaforge.api.Failure;
import io.metaforge.api.SessionResponse;
import io.metaforge.api.Statuses;
import org.jspecify.annotations.Nullable;

/** What is known of a session. */
record SessionState(
        String status,
        @Nullable String agent,
        @Nullable String digest,
        @Nullable Failure error) {

    static SessionState of(SessionResponse session) {
        return new SessionState(session.status(), session.agent(), session.digest(), session.error());
    }

    SessionState withStatus(String other) {
        return new SessionState(other, agent, digest, error);
    }

    SessionState withDigest(@Nullable String other) {
        return other == null ? this : new SessionState(status, agent, other, error);
    }

    /** Returns whether the run is over, which includes that its proposal waits for a decision. */
    boolean hasEnded() {
        return !status.equals(Statuses.CREATED) && !status.equals(Statuses.RUNNING);
    }
}
