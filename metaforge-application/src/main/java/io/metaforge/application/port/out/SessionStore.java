package io.metaforge.application.port.out;

import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.session.SessionSummary;
import io.metaforge.domain.skill.SkillName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps sessions. Thread-safe; takes part in the {@link UnitOfWork} of the calling thread. */
public interface SessionStore {

    /** Adds a new session. */
    void insert(Session session);

    /**
     * Saves a changed session, whose version is that of the stored one plus one or more.
     *
     * @param session the new state
     * @param loadedVersion the version it was loaded with
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code CONFLICT} where the stored version is another
     *     or the session is gone
     */
    void update(Session session, long loadedVersion);

    /** Finds a session. */
    Optional<Session> find(SessionId id);

    /** Finds a session and keeps others from changing it until the unit of work ends; they wait. */
    Optional<Session> findForUpdate(SessionId id);

    /**
     * Finds the oldest session in {@code created} of this skill, creator and input (equal by
     * {@link RunInput#fingerprint()}), locked like {@link #findForUpdate}. Sessions that others hold locked are passed
     * over, so two callers never get the same one.
     */
    Optional<Session> findOldestCreated(SkillName skill, RunInput input, Actor createdBy);

    /**
     * Lists sessions, newest first (by creation time, then id).
     *
     * @param statuses to list; empty means all
     * @param limit at most so many, 1 or more
     * @param offset how many to pass over first, 0 or more
     */
    List<SessionSummary> list(Set<SessionStatus> statuses, int limit, long offset);

    /** Lists whole sessions in {@code status}, oldest first by their last change. For pending approvals and recovery. */
    List<Session> inStatus(SessionStatus status, int limit, long offset);

    /** Counts sessions by status, exactly, as of this moment; absent means 0. Costs the same for any number of them. */
    Map<SessionStatus, Long> counts();

    /** Counts the sessions in {@code running} that {@code createdBy} created, as of this moment. */
    long countRunning(Actor createdBy);

    /**
     * Lists the sessions that revise {@code rejected}, oldest first (by creation time, then id).
     *
     * @param limit at most so many, 1 or more
     */
    List<SessionId> revisionsOf(SessionId rejected, int limit);

    /** Removes a session. Returns false where there was none. */
    boolean delete(SessionId id);
}
