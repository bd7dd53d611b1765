package io.metaforge.application.internal;

import io.metaforge.application.port.out.Stores;
import io.metaforge.application.port.out.Workspace;
import io.metaforge.application.port.out.Workspace.ApplyRefused;
import io.metaforge.application.port.out.Workspace.FileChange;
import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.artifact.ChangeSet;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.ProposedArtifact;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.provenance.ApprovedArtifact;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.session.Transition;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes sessions from {@code applying} to {@code approved}, or back to pending.
 *
 * <p>From before a session enters {@code applying} until after it has left, the workspace lock of its paths is held.
 * Whoever holds the lock therefore knows that a session found in {@code applying} was left there by a gateway that died,
 * and may finish it. Files are written between two units of work, so the first is the journal: it holds the decision, and
 * the content store the new bytes and those of the base.
 */
public final class ChangeApplication {

    private static final System.Logger LOG = System.getLogger(ChangeApplication.class.getName());
    private static final int RECOVERY_BATCH = 100;

    private final Stores stores;
    private final Workspace workspace;
    private final Clock clock;

    public ChangeApplication(Stores stores, Workspace workspace, Clock clock) {
        this.stores = stores;
        this.workspace = workspace;
        this.clock = clock;
    }

    /**
     * Writes the files of a session in {@code applying} and records the outcome. The caller holds the lock of its paths.
     *
     * @return the session in {@code approved}
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code CONFLICT} where a file could not be written;
     *     the session is pending again
     */
    Session finish(Session applying) {
        return finish(applying, false);
    }

    /** As {@link #finish}, where nobody waits who could be told of a refusal: it is told in the session's events. */
    Session finishUnattended(Session applying) {
        return finish(applying, true);
    }

    private Session finish(Session applying, boolean unattended) {
        Decision decision = applying.decision().orElseThrow();
        try {
            workspace.apply(changes(applying.proposal().orElseThrow(), decision));
        } catch (ApplyRefused refused) {
            Instant now = clock.instant();
            save(
                    applying,
                    unattended
                            ? applying.conflict(
                                    "The approval by " + decision.actor() + " was taken back: " + refused.getMessage(),
                                    now)
                            : applying.conflict(now));
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("session_id", applying.id().value());
            details.put(
                    "paths", refused.paths().stream().map(WorkspacePath::value).toList());
            throw new Failure(
                            FailureKind.CONFLICT,
                            "Nothing was written: " + refused.getMessage() + ". " + applying.id() + " is still pending",
                            details)
                    .asException();
        }
        Transition applied = applying.applied(clock.instant());
        stores.unitOfWork().run(() -> {
            stores.sessions().update(applied.session(), applying.version());
            stores.decisions().record(applied.session(), decision);
            stores.artifacts().record(ApprovedArtifact.of(applied.session()));
            stores.events().append(applied.events(), applied.session().updated());
        });
        return applied.session();
    }

    private void save(Session before, Transition transition) {
        stores.unitOfWork().run(() -> {
            stores.sessions().update(transition.session(), before.version());
            stores.events().append(transition.events(), transition.session().updated());
        });
    }

    private List<FileChange> changes(ChangeSet proposal, Decision decision) {
        List<FileChange> changes = new ArrayList<>();
        for (WorkspacePath path : decision.approved()) {
            ProposedArtifact artifact = proposal.artifact(path).orElseThrow();
            Digest content = artifact.content();
            Digest base = artifact.base();
            changes.add(new FileChange(
                    path, content == null ? null : bytes(content), base, base == null ? null : () -> bytes(base)));
        }
        return changes;
    }

    private byte[] bytes(Digest digest) {
        return stores.contents()
                .get(digest)
                .orElseThrow(() -> new IllegalStateException("content " + digest + " is not in the store"));
    }

    /**
     * Finishes what gateways that died left in {@code applying}. Waits for applications in progress.
     *
     * @param minAge leaves sessions alone that entered {@code applying} more recently: most of them are about to leave it,
     *     and looking closer holds up everybody
     * @return how many sessions were finished, one way or the other
     */
    public int recover(Duration minAge) {
        List<Session> oldest = stores.sessions().inStatus(SessionStatus.APPLYING, 1, 0);
        if (oldest.isEmpty() || oldest.get(0).updated().isAfter(clock.instant().minus(minAge))) {
            return 0;
        }
        int finished = 0;
        try (Workspace.Lock lock = workspace.lockAll()) {
            List<Session> orphans;
            int before;
            do {
                before = finished;
                orphans = stores.sessions().inStatus(SessionStatus.APPLYING, RECOVERY_BATCH, 0);
                for (Session orphan : orphans) {
                    finished += finishOrphan(orphan) ? 1 : 0;
                }
            } while (orphans.size() == RECOVERY_BATCH && finished > before);
        }
        return finished;
    }

    /** Returns false where neither way is open now, such as with a full disk; it stays in applying for the next time. */
    private boolean finishOrphan(Session orphan) {
        try {
            finishUnattended(orphan);
            LOG.log(Level.INFO, "Finished the interrupted application of {0}", orphan.id());
            return true;
        } catch (MetaForgeException e) {
            boolean takenBack = e.failure().kind() == FailureKind.CONFLICT;
            LOG.log(
                    Level.WARNING,
                    takenBack
                            ? "Took back the interrupted application of {0}: {1}"
                            : "Cannot finish the interrupted application of {0} now: {1}",
                    orphan.id(),
                    e.getMessage());
            return takenBack;
        } catch (RuntimeException bug) {
            // One session that cannot be finished must keep neither the others nor the gateway from going on.
            LOG.log(Level.ERROR, "Cannot finish the interrupted application of " + orphan.id(), bug);
            return false;
        }
    }
}
