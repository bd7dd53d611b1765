package io.metaforge.domain.approval;

import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records that somebody approved or rejected exactly these bytes. Kept for ever.
 *
 * @param verdict which way it went
 * @param actor who decided
 * @param comment the comment of an approval or the reason of a rejection; null where none was given
 * @param digest of the change set, or of the request for a budget, that was reviewed
 * @param approved the paths to apply, in order; empty for a rejection and where a budget was decided on, fewer than
 *     proposed for a partial approval
 * @param at when
 */
public record Decision(
        Verdict verdict,
        Actor actor,
        @Nullable String comment,
        Digest digest,
        List<WorkspacePath> approved,
        Instant at) {

    public Decision {
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(at, "at");
        approved = List.copyOf(approved);
        if (verdict == Verdict.REJECTED && !approved.isEmpty()) {
            throw new IllegalArgumentException("only an approval names what to apply");
        }
    }
}
