package io.metaforge.application.port.in;

import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import org.jspecify.annotations.Nullable;

/** Turns a proposal down. */
public interface RejectSession {

    /**
     * Records the decision; nothing is written. Rejecting a rejected session again with the same reason changes nothing
     * and returns it.
     *
     * @return the session in {@code rejected}
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code NOT_FOUND}; {@code CONFLICT} where the session
     *     is not pending or the digest is not the pending one
     */
    Session reject(Command command);

    /**
     * What to reject.
     *
     * @param reason 1 to 10,000 characters
     * @param digest of the change set that was reviewed; null rejects whatever is pending
     */
    record Command(
            SessionId session,
            Actor actor,
            String reason,
            @Nullable Digest digest,
            @Nullable IdempotencyKey idempotencyKey) {

        public Command {
            if (reason.isBlank() || reason.length() > 10_000) {
                throw Failure.invalid(
                                "reason",
                                "string of 1 to 10000 characters",
                                "Invalid input: 'reason' must be 1 to 10000 characters, so that the next attempt can do better")
                        .asException();
            }
        }
    }
}
