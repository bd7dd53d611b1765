package io.metaforge.application.internal;

import io.metaforge.application.port.out.Stores;
import io.metaforge.domain.artifact.ChangeSet;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.ProposedArtifact;
import io.metaforge.domain.artifact.UnifiedDiff;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.session.Predecessor;
import io.metaforge.domain.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Prints what sessions propose as unified diffs. */
final class ProposalDiffs {

    private final Stores stores;

    ProposalDiffs(Stores stores) {
        this.stores = stores;
    }

    /** Prints what a session would change in the files it was made against; nothing where it proposes nothing. */
    String againstWorkspace(Session session) {
        StringBuilder diff = new StringBuilder();
        for (ProposedArtifact artifact : artifacts(session)) {
            diff.append(UnifiedDiff.render(artifact.path(), bytes(artifact.base()), bytes(artifact.content())));
        }
        return diff.toString();
    }

    /**
     * Prints how the files that a session would leave differ from those that the one it revises would have left. A file
     * that only one of them proposes would have stayed what it was for the other.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code VALIDATION} where it revises none,
     *     {@code NOT_FOUND} where that one was deleted
     */
    String againstPrevious(Session session) {
        Session previous = previous(session);
        TreeSet<WorkspacePath> paths = new TreeSet<>();
        artifacts(session).forEach(artifact -> paths.add(artifact.path()));
        artifacts(previous).forEach(artifact -> paths.add(artifact.path()));
        StringBuilder diff = new StringBuilder();
        for (WorkspacePath path : paths) {
            Optional<ProposedArtifact> now = artifact(session, path);
            Optional<ProposedArtifact> then = artifact(previous, path);
            diff.append(UnifiedDiff.render(path, bytes(left(then, now)), bytes(left(now, then))));
        }
        return diff.toString();
    }

    private static @Nullable Digest left(Optional<ProposedArtifact> own, Optional<ProposedArtifact> other) {
        return own.isPresent()
                ? own.get().content()
                : other.map(ProposedArtifact::base).orElse(null);
    }

    private Session previous(Session session) {
        Predecessor predecessor = session.predecessor();
        if (predecessor == null) {
            throw Failure.invalid(
                            "against",
                            "workspace",
                            "Invalid input: " + session.id() + " revises no other session, so there is no previous"
                                    + " attempt to compare it with")
                    .asException();
        }
        return stores.sessions().find(predecessor.session()).orElseThrow(() -> Failure.notFound(
                        "session", predecessor.session().value())
                .asException());
    }

    private static List<ProposedArtifact> artifacts(Session session) {
        return session.proposal().map(ChangeSet::artifacts).orElse(List.of());
    }

    private static Optional<ProposedArtifact> artifact(Session session, WorkspacePath path) {
        return session.proposal().flatMap(proposal -> proposal.artifact(path));
    }

    private byte @Nullable [] bytes(@Nullable Digest digest) {
        return digest == null
                ? null
                : stores.contents().get(digest).orElseThrow(() -> Failure.notFound("content", digest.hex())
                        .asException());
    }
}
