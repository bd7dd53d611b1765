package io.metaforge.application.internal;

import io.metaforge.application.agent.Proposal.ProposedFile;
import io.metaforge.application.agent.Revision;
import io.metaforge.application.port.out.Stores;
import io.metaforge.domain.artifact.ChangeSet;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.ProposedArtifact;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.session.Predecessor;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is left of the rejected session that a run revises. */
final class RevisedAttempt {

    private final Revision revision;
    private final Map<WorkspacePath, Optional<Digest>> proposed;

    private RevisedAttempt(Revision revision, Map<WorkspacePath, Optional<Digest>> proposed) {
        this.revision = revision;
        this.proposed = proposed;
    }

    /** Finds the attempt that {@code session} revises; empty where it revises none. */
    static Optional<RevisedAttempt> of(Session session, Stores stores) {
        Predecessor predecessor = session.predecessor();
        if (predecessor == null) {
            return Optional.empty();
        }
        return Optional.of(stores.unitOfWork().execute(() -> {
            // Deleted since: its reason is still here, its files are not.
            List<ProposedArtifact> artifacts = stores.sessions()
                    .find(predecessor.session())
                    .flatMap(Session::proposal)
                    .map(ChangeSet::artifacts)
                    .orElse(List.of());
            List<ProposedFile> files = new ArrayList<>();
            for (ProposedArtifact artifact : artifacts) {
                Digest content = artifact.content();
                files.add(new ProposedFile(
                        artifact.path(),
                        content == null ? null : stores.contents().get(content).orElseThrow(() -> missing(content))));
            }
            return new RevisedAttempt(
                    new Revision(predecessor.session(), predecessor.reason(), files, predecessor.earlier()),
                    contents(artifacts));
        }));
    }

    private static IllegalStateException missing(Digest content) {
        return new IllegalStateException("content " + content + " is not in the store");
    }

    private static Map<WorkspacePath, Optional<Digest>> contents(List<ProposedArtifact> artifacts) {
        return artifacts.stream()
                .collect(Collectors.toMap(ProposedArtifact::path, artifact -> Optional.ofNullable(artifact.content())));
    }

    Revision revision() {
        return revision;
    }

    /** Returns a warning where what is proposed now is what was rejected then, byte by byte. */
    Optional<Warning> ifRepeatedBy(ChangeSet changes) {
        if (!contents(changes.artifacts()).equals(proposed)) {
            return Optional.empty();
        }
        return Optional.of(new Warning(
                Warning.Kind.REPEATED_PROPOSAL,
                "The agent proposes the same as " + revision.session() + " did: the reason was not acted on",
                null,
                revision.session()));
    }
}
