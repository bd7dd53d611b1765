package io.metaforge.application.internal;

import io.metaforge.application.port.out.Stores;
import io.metaforge.application.port.out.Workspace;
import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.approval.Verdict;
import io.metaforge.domain.artifact.ChangeSet;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.ProposedArtifact;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.session.BudgetRequest;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionEvent;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionState;
import io.metaforge.domain.session.Transition;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records how runs end, each in one unit of work with its place in the queue, and a proposal together with what was ruled
 * over it: there is no moment at which a gateway could die and leave a proposal whose ruling is lost.
 */
final class RunEnding {

    private static final System.Logger LOG = System.getLogger(RunEnding.class.getName());

    private final Stores stores;
    private final Workspace workspace;
    private final ChangeApplication application;
    private final Clock clock;

    RunEnding(Stores stores, Workspace workspace, ChangeApplication application, Clock clock) {
        this.stores = stores;
        this.workspace = workspace;
        this.application = application;
        this.clock = clock;
    }

    /** Ends a run with nothing to write. */
    void finish(SessionId id, RunNotes notes, ChangeSetDraft draft) {
        end(id, notes, running -> {
            confirm(running, draft);
            return running.finish(clock.instant());
        });
    }

    /** Ends a run with a failure. */
    void fail(SessionId id, RunNotes notes, Function<Session, Failure> failure) {
        end(id, notes, running -> running.fail(failure.apply(running), clock.instant()));
    }

    /** Stops a run until somebody has decided over its budget. */
    void pause(SessionId id, RunNotes notes, BudgetRequest request) {
        end(id, notes, running -> running.pauseForBudget(request, clock.instant()));
    }

    /** Ends a run with a proposal, and does with it what was ruled. */
    void propose(SessionId id, RunNotes notes, ChangeSetDraft draft, Ruling ruling) {
        switch (ruling.kind()) {
            case PERSON -> proposeToPerson(id, notes, draft, ruling);
            case REJECT -> end(id, notes, running -> rejected(proposed(running, draft), ruling));
            case APPROVE -> proposeApproved(id, notes, draft, ruling);
        }
    }

    private void proposeToPerson(SessionId id, RunNotes notes, ChangeSetDraft draft, Ruling ruling) {
        RunNotes all = ruling.reason() == null
                ? notes
                : notes.and(
                        new ProgressRecorder.Report(1, "Left to a person by " + ruling.by() + ": " + ruling.reason()));
        end(id, all, running -> proposed(running, draft));
    }

    /** Whoever is in {@code applying} holds the lock, so it comes before the unit of work and goes after the files. */
    private void proposeApproved(SessionId id, RunNotes notes, ChangeSetDraft draft, Ruling ruling) {
        Workspace.Lock lock;
        try {
            lock = workspace.lock(draft.changeSet().paths());
        } catch (MetaForgeException e) {
            LOG.log(Level.WARNING, "The approval of {0} by {1} is impossible: {2}", id, ruling.by(), e.getMessage());
            proposeToPerson(id, notes, draft, prevented(ruling, "the workspace is not to be written now"));
            return;
        }
        try (lock) {
            List<WorkspacePath> changed = changedMeanwhile(draft.changeSet());
            if (changed.isEmpty()) {
                end(id, notes, running -> approved(proposed(running, draft), ruling))
                        .ifPresent(this::apply);
            } else {
                proposeToPerson(id, notes, draft, prevented(ruling, changed.get(0) + " was changed meanwhile"));
            }
        }
    }

    private static Ruling prevented(Ruling ruling, String by) {
        return new Ruling(Ruling.Kind.PERSON, ruling.by(), "it would approve, but " + by);
    }

    /**
     * Returns the files that are neither what the proposal was made against nor what it wants. That they are still so when they
     * are written is for the workspace to see to; here it is found out in time for the run to tell.
     */
    private List<WorkspacePath> changedMeanwhile(ChangeSet changes) {
        List<WorkspacePath> changed = new ArrayList<>();
        for (ProposedArtifact artifact : changes.artifacts()) {
            if (!holds(artifact.path(), artifact.base()) && !holds(artifact.path(), artifact.content())) {
                changed.add(artifact.path());
            }
        }
        return changed;
    }

    private boolean holds(WorkspacePath path, @Nullable Digest digest) {
        try {
            return workspace.digest(path).equals(Optional.ofNullable(digest));
        } catch (MetaForgeException notAFile) {
            return false;
        }
    }

    private void apply(Session applying) {
        try {
            application.finishUnattended(applying);
        } catch (MetaForgeException e) {
            LOG.log(Level.WARNING, "The automatic approval of {0} was refused: {1}", applying.id(), e.getMessage());
        }
    }

    private Transition proposed(Session running, ChangeSetDraft draft) {
        stores.contents().put(running.id(), draft.contents());
        confirm(running, draft);
        return running.propose(draft.changeSet(), clock.instant());
    }

    /** What the run proposes and is there already is what would be made of its inputs now, however the decision falls. */
    private void confirm(Session running, ChangeSetDraft draft) {
        draft.unchanged().forEach((path, content) -> stores.artifacts()
                .confirm(path, content.orElse(null), running.skill(), draft.inputs()));
    }

    private Transition approved(Transition proposal, Ruling ruling) {
        ChangeSet changes = proposal.session().proposal().orElseThrow();
        Instant now = clock.instant();
        return both(
                proposal,
                proposal.session().approve(decision(Verdict.APPROVED, ruling, changes, changes.paths(), now), now));
    }

    private Transition rejected(Transition proposal, Ruling ruling) {
        ChangeSet changes = proposal.session().proposal().orElseThrow();
        Instant now = clock.instant();
        Decision decision = decision(Verdict.REJECTED, ruling, changes, List.of(), now);
        Transition rejection = proposal.session().reject(decision, now);
        stores.decisions().record(rejection.session(), decision);
        return both(proposal, rejection);
    }

    private static Decision decision(
            Verdict verdict, Ruling ruling, ChangeSet changes, List<WorkspacePath> approved, Instant now) {
        return new Decision(verdict, ruling.by(), ruling.reason(), changes.digest(), approved, now);
    }

    private static Transition both(Transition first, Transition second) {
        List<SessionEvent> events = new ArrayList<>(first.events());
        events.addAll(second.events());
        return new Transition(second.session(), events);
    }

    /** Ends the run unless somebody else has; the queue entry goes with it. Returns the session if this ended it. */
    private Optional<Session> end(SessionId id, RunNotes notes, Function<Session, Transition> ending) {
        return stores.unitOfWork().execute(() -> {
            Optional<Session> running =
                    stores.sessions().findForUpdate(id).filter(found -> found.state() instanceof SessionState.Running);
            Optional<Session> ended = running.map(session -> {
                List<SessionEvent> last = new ArrayList<>();
                notes.reports().forEach(report -> last.add(session.progress(report.fraction(), report.message())));
                Transition transition = ending.apply(session.warn(notes.warnings()));
                save(session, transition, last);
                return transition.session();
            });
            stores.runs().remove(id);
            return ended;
        });
    }

    /** Saves what a verb made of a session, as part of a unit of work. */
    void save(Session before, Transition transition, List<SessionEvent> eventsBefore) {
        stores.sessions().update(transition.session(), before.version());
        List<SessionEvent> events = new ArrayList<>(eventsBefore);
        events.addAll(transition.events());
        stores.events().append(events, transition.session().updated());
    }
}
