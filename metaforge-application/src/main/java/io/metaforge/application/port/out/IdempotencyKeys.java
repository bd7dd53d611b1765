package io.metaforge.application.port.out;

import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.session.SessionId;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers which request a key was used for. Thread-safe; takes part in the {@link UnitOfWork} of the calling thread, so
 * that a key is taken exactly when the work it stands for is done.
 */
public interface IdempotencyKeys {

    /**
     * Takes a key, or tells what it was taken for. A second caller with the same key waits for the first one's unit of
     * work to end.
     *
     * @return empty where the key was free and is now taken
     */
    Optional<Use> claim(Actor actor, String key, Use use, Instant now);

    /** Tells what a key was taken for, without taking it; empty where it is free. Waits for nobody. */
    Optional<Use> find(Actor actor, String key);

    /** Frees keys that were taken before {@code before}. Returns how many. */
    int expire(Instant before);

    /**
     * What a key was used for.
     *
     * @param operation name of the use case
     * @param request digest of the request
     * @param session the session it created or changed
     */
    record Use(String operation, Digest request, SessionId session) {}
}
