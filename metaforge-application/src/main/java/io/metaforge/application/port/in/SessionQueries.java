package io.metaforge.application.port.in;

import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.session.SessionSummary;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads sessions and what they propose. Limits are 1 to 200, offsets 0 or more; others are {@code VALIDATION}. */
public interface SessionQueries {

    /** Returns a session, or throws {@code NOT_FOUND}. */
    Session get(SessionId id);

    /**
     * Lists sessions, newest first.
     *
     * @param status only those; null for all. {@code PENDING_APPROVAL} includes those being applied
     */
    Page<SessionSummary> list(@Nullable SessionStatus status, int limit, long offset);

    /** Lists sessions that wait for a decision, those waiting longest first. */
    Page<Session> pending(int limit, long offset);

    /** Returns the proposed bytes of an artifact, or throws {@code NOT_FOUND}. */
    byte[] artifact(SessionId id, WorkspacePath path);

    /** Returns the proposal as a unified diff, empty where there is none; throws {@code NOT_FOUND} for the session. */
    String diff(SessionId id);

    /**
     * Waits until a session is neither created nor running, holding no thread.
     *
     * @param atMost after so long it completes with the session as it is then
     * @return completes with the session; fails with {@code NOT_FOUND} where it does not exist or is deleted meanwhile
     */
    CompletionStage<Session> awaitEnd(SessionId id, Duration atMost);
}
