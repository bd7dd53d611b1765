package io.metaforge.application.port.in;

import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Approves a proposal and applies it to the workspace. */
public interface ApproveSession {

    /**
     * Applies the approved files, all or none, and records the decision. Approving an approved session again changes
     * nothing and returns it.
     *
     * <p>Where the session asks for a budget, grants it: the run begins again, with the answers it was given before.
     *
     * @return the session in {@code approved}, or in {@code running} where it asked for a budget
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code NOT_FOUND}; {@code CONFLICT} where the session
     *     is not pending, the digest is not the pending one, or a target file changed since the proposal or cannot be
     *     written (details list {@code paths}; nothing is written and the session stays pending)
     */
    Session approve(Command command);

    /**
     * What to approve.
     *
     * @param comment up to 10,000 characters; null for none
     * @param digest of the change set that was reviewed; null approves whatever is pending
     * @param artifacts to apply, the rest is rejected; null applies all
     */
    record Command(
            SessionId session,
            Actor actor,
            @Nullable String comment,
            @Nullable Digest digest,
            @Nullable List<WorkspacePath> artifacts,
            @Nullable IdempotencyKey idempotencyKey) {

        public Command {
            if (comment != null && comment.length() > 10_000) {
                throw Failure.invalid(
                                "comment",
                                "string of at most 10000 characters",
                                "Invalid input: 'comment' is longer than 10000 characters")
                        .asException();
            }
            if (artifacts != null) {
                artifacts = List.copyOf(artifacts);
                if (artifacts.isEmpty()) {
                    throw Failure.invalid(
                                    "artifacts",
                                    "at least one path",
                                    "Invalid input: 'artifacts' is empty; to apply nothing, reject the session")
                            .asException();
                }
            }
        }
    }
}
