package io.metaforge.application.port.in;

import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.provenance.ArtifactStatus;
import io.metaforge.domain.session.ModelUsage;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.session.SessionSummary;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads sessions and what they propose. Limits are 1 to 200, offsets 0 or more; others are {@code VALIDATION}. */
public interface SessionQueries {

    /** Returns a session, or throws {@code NOT_FOUND}. */
    Session get(SessionId id);

    /** Returns a session with what surrounds it, or throws {@code NOT_FOUND}. */
    Description describe(SessionId id);

    /**
     * Returns which of these sessions wrote files that are stale now, and that nobody wrote since. Where they wrote more than
     * 2,000 files between them, the rest is not looked at.
     */
    Set<SessionId> stale(Collection<SessionId> ids);

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
     * Returns as a unified diff how the files that a session would leave differ from those of the rejected one it revises.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code NOT_FOUND} for the session, and for the one it
     *     revises where that was deleted; {@code VALIDATION} where it revises none
     */
    String diffToPrevious(SessionId id);

    /**
     * Waits until a session is neither created nor running, holding no thread.
     *
     * @param atMost after so long it completes with the session as it is then
     * @return completes with the session; fails with {@code NOT_FOUND} where it does not exist or is deleted meanwhile
     */
    CompletionStage<Session> awaitEnd(SessionId id, Duration atMost);

    /**
     * A session with what surrounds it.
     *
     * @param artifacts how what it wrote goes with the workspace as it is now, by path; empty unless it is approved
     * @param revisedBy the sessions that revise it, oldest first; the first 200 of them
     * @param usage what it has used of the language model
     */
    record Description(Session session, List<ArtifactStatus> artifacts, List<SessionId> revisedBy, ModelUsage usage) {

        public Description {
            artifacts = List.copyOf(artifacts);
            revisedBy = List.copyOf(revisedBy);
        }
    }
}
