package io.metaforge.domain.session;

import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.approval.Verdict;
import io.metaforge.domain.artifact.ChangeSet;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.IllegalTransition;
import io.metaforge.domain.skill.AgentName;
import io.metaforge.domain.skill.SkillName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of one skill, from its creation to the decision over what it proposed.
 *
 * <p>Immutable. Each verb returns the new session with the events it caused, or throws {@link IllegalTransition}.
 *
 * <pre>{@code
 * created --run--> running --propose--> pending_approval --approve--> applying --applied--> approved
 *    |                |  `--finish--> completed     |  ^                  |
 *    `---cancel---.   |  `--fail----> failed        |  `----conflict------'
 *                 v   v                             `--reject--> rejected
 *                cancelled
 * }</pre>
 *
 * <p>A run that would exceed its budget of a language model waits in {@code pending_approval} too, without a proposal:
 * {@link #pauseForBudget} leads there, {@link #grantBudget} back to {@code running}, {@link #reject} to {@code rejected}.
 *
 * @param id of this session
 * @param skill that is run
 * @param agent that runs it
 * @param input to work on
 * @param options of the run
 * @param createdBy who asked for it
 * @param created when it was created
 * @param updated when its state last changed; never before {@code created}
 * @param version number of changes so far, for optimistic locking: stores refuse to save over a newer one
 * @param state where it stands
 * @param predecessor the rejected session that this one revises; null where it revises none
 * @param warnings what whoever decides should know about the run; empty before it has ended
 */
public record Session(
        SessionId id,
        SkillName skill,
        AgentName agent,
        RunInput input,
        RunOptions options,
        Actor createdBy,
        Instant created,
        Instant updated,
        long version,
        SessionState state,
        @Nullable Predecessor predecessor,
        List<Warning> warnings) {

    public Session {
        warnings = List.copyOf(warnings);
    }

    /** Creates a session that waits to be run. */
    public static Session create(
            SessionId id, SkillName skill, AgentName agent, RunInput input, Actor createdBy, Instant now) {
        return create(id, skill, agent, input, createdBy, null, now);
    }

    /**
     * Creates a session that waits to be run.
     *
     * @param predecessor the rejected session that it revises, from {@link #revise}; null where it revises none
     */
    public static Session create(
            SessionId id,
            SkillName skill,
            AgentName agent,
            RunInput input,
            Actor createdBy,
            @Nullable Predecessor predecessor,
            Instant now) {
        return new Session(
                id,
                skill,
                agent,
                input,
                RunOptions.DEFAULT,
                createdBy,
                now,
                now,
                0,
                new SessionState.Created(),
                predecessor,
                List.of());
    }

    /** Returns the state's name. */
    public SessionStatus status() {
        return state.status();
    }

    /** Returns the proposal, in the states that have one. */
    public Optional<ChangeSet> proposal() {
        if (state instanceof SessionState.PendingApproval pending) {
            return Optional.of(pending.proposal());
        } else if (state instanceof SessionState.Applying applying) {
            return Optional.of(applying.proposal());
        } else if (state instanceof SessionState.Approved approved) {
            return Optional.of(approved.proposal());
        } else if (state instanceof SessionState.Rejected rejected) {
            return Optional.of(rejected.proposal());
        }
        return Optional.empty();
    }

    /** Returns the decision, once one was made. */
    public Optional<Decision> decision() {
        if (state instanceof SessionState.Applying applying) {
            return Optional.of(applying.decision());
        } else if (state instanceof SessionState.Approved approved) {
            return Optional.of(approved.decision());
        } else if (state instanceof SessionState.Rejected rejected) {
            return Optional.of(rejected.decision());
        } else if (state instanceof SessionState.BudgetRefused refused) {
            return Optional.of(refused.decision());
        }
        return Optional.empty();
    }

    /** Returns what the run asked for that waits, or was refused, because of its budget. */
    public Optional<BudgetRequest> budgetRequest() {
        if (state instanceof SessionState.AwaitingBudget waiting) {
            return Optional.of(waiting.request());
        } else if (state instanceof SessionState.BudgetRefused refused) {
            return Optional.of(refused.request());
        }
        return Optional.empty();
    }

    /** Returns why the run failed, if it did. */
    public Optional<Failure> failure() {
        return state instanceof SessionState.Failed failed ? Optional.of(failed.failure()) : Optional.empty();
    }

    /** Accepts the session for execution. */
    public Transition run(RunOptions runOptions, Instant now) {
        require(SessionState.Created.class, "run");
        Session running = new Session(
                id,
                skill,
                agent,
                input,
                runOptions,
                createdBy,
                created,
                later(now),
                version + 1,
                new SessionState.Running(0),
                predecessor,
                warnings);
        return new Transition(running, List.of());
    }

    /** Begins execution, for the first time or again after a gateway stopped or died in the middle. */
    public Transition start(Instant now) {
        SessionState.Running running = require(SessionState.Running.class, "start");
        return to(new SessionState.Running(running.attempts() + 1), now, new SessionEvent.Started(id, skill));
    }

    /**
     * Takes an attempt back that its gateway broke off in good order, so that only those count that took it down.
     *
     * @param attempt that was broken off; refused where another has begun since
     */
    public Transition breakOff(int attempt, Instant now) {
        SessionState.Running running = require(SessionState.Running.class, "break off");
        if (attempt < 1 || running.attempts() != attempt) {
            throw refusal("break off an earlier attempt of");
        }
        return new Transition(changed(new SessionState.Running(attempt - 1), now), List.of());
    }

    /**
     * Reports how far the agent is.
     *
     * @param progress 0 to 1; what lies outside is moved to the nearer end, NaN to 0
     */
    public SessionEvent progress(double progress, String message) {
        require(SessionState.Running.class, "report progress of");
        return new SessionEvent.Progressed(id, agent, progress > 0 ? Math.min(1, progress) : 0, message);
    }

    /** Notes what whoever decides should know about the run, as part of ending it: the verb that does so follows. */
    public Session warn(List<Warning> found) {
        require(SessionState.Running.class, "warn about");
        return new Session(
                id, skill, agent, input, options, createdBy, created, updated, version, state, predecessor, found);
    }

    /** Ends the run with a proposal to decide on. */
    public Transition propose(ChangeSet proposal, Instant now) {
        require(SessionState.Running.class, "propose changes for");
        return to(
                new SessionState.PendingApproval(proposal),
                now,
                new SessionEvent.Completed(id, SessionStatus.PENDING_APPROVAL, proposal.paths()));
    }

    /** Stops the run until somebody has decided whether it may use more of a language model. */
    public Transition pauseForBudget(BudgetRequest request, Instant now) {
        require(SessionState.Running.class, "pause");
        return to(new SessionState.AwaitingBudget(request), now, new SessionEvent.BudgetReached(id, request));
    }

    /**
     * Lets the run begin again, with what it asked for granted. Whoever calls this enqueues it.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code CONFLICT} where the decision is about another
     *     request than the pending one
     */
    public Transition grantBudget(Decision decision, Instant now) {
        BudgetRequest request =
                require(SessionState.AwaitingBudget.class, "grant a budget to").request();
        requireVerdict(decision, Verdict.APPROVED, "grant a budget to");
        requireDigest(decision, request.digest(), "approve", "the request");
        if (!decision.approved().isEmpty()) {
            throw Failure.invalid(
                            "artifacts",
                            "none",
                            "Invalid input: " + id + " proposes no files yet, it asks for a budget")
                    .asException();
        }
        return to(new SessionState.Running(0), now, new SessionEvent.BudgetGranted(id, request, decision));
    }

    /** Ends the run with nothing to write. */
    public Transition finish(Instant now) {
        require(SessionState.Running.class, "finish");
        return to(
                new SessionState.Completed(), now, new SessionEvent.Completed(id, SessionStatus.COMPLETED, List.of()));
    }

    /** Ends the run with a failure. */
    public Transition fail(Failure failure, Instant now) {
        require(SessionState.Running.class, "fail");
        return to(new SessionState.Failed(failure), now, new SessionEvent.Failed(id, failure));
    }

    /** Calls the session off, before or while it runs. */
    public Transition cancel(Actor actor, Instant now) {
        if (!(state instanceof SessionState.Created || state instanceof SessionState.Running)) {
            throw refusal("cancel");
        }
        return to(new SessionState.Cancelled(actor), now, new SessionEvent.Cancelled(id, actor.name()));
    }

    /**
     * Decides to apply the proposal, or part of it. The files are yet to be written, so no event tells of it yet.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code CONFLICT} where the decision is about another
     *     digest than the pending one, {@code VALIDATION} where it names a path that was not proposed
     */
    public Transition approve(Decision decision, Instant now) {
        ChangeSet proposal = decide(decision, Verdict.APPROVED, "approve");
        if (decision.approved().isEmpty()) {
            throw new IllegalArgumentException("an approval of files names them");
        }
        for (WorkspacePath path : decision.approved()) {
            if (proposal.artifact(path).isEmpty()) {
                throw Failure.invalid(
                                "artifacts",
                                "paths of proposed artifacts",
                                "Invalid input: " + id + " does not propose '" + path + "'")
                        .asException();
            }
        }
        return new Transition(changed(new SessionState.Applying(proposal, decision), now), List.of());
    }

    /** Turns the proposal down, or the request for a budget. Throws like {@link #approve}. */
    public Transition reject(Decision decision, Instant now) {
        if (state instanceof SessionState.AwaitingBudget waiting) {
            requireVerdict(decision, Verdict.REJECTED, "reject");
            requireDigest(decision, waiting.request().digest(), "reject", "the request");
            return to(
                    new SessionState.BudgetRefused(waiting.request(), decision),
                    now,
                    new SessionEvent.Rejected(id, decision));
        }
        ChangeSet proposal = decide(decision, Verdict.REJECTED, "reject");
        return to(new SessionState.Rejected(proposal, decision), now, new SessionEvent.Rejected(id, decision));
    }

    /** Returns what a session that revises this one goes by. */
    public Predecessor revise() {
        if (status() != SessionStatus.REJECTED) {
            throw new IllegalTransition(
                    id.value(),
                    status().wireName(),
                    status().wireName() + "; only a rejected session can be revised",
                    "revise");
        }
        List<String> earlier = new ArrayList<>();
        if (predecessor != null) {
            earlier.addAll(predecessor.earlier());
            earlier.add(predecessor.reason());
        }
        int surplus = Math.max(0, earlier.size() - Predecessor.MAX_EARLIER);
        String reason = decision().map(Decision::comment).orElse(null);
        return new Predecessor(id, reason == null ? "" : reason, earlier.subList(surplus, earlier.size()));
    }

    /** Confirms that every approved file is in the workspace. */
    public Transition applied(Instant now) {
        SessionState.Applying applying = require(SessionState.Applying.class, "confirm");
        return to(
                new SessionState.Approved(applying.proposal(), applying.decision()),
                now,
                new SessionEvent.Approved(id, applying.decision()));
    }

    /** Takes the approval back because the files could not be written; nothing of it is in the workspace. */
    public Transition conflict(Instant now) {
        SessionState.Applying applying = require(SessionState.Applying.class, "take back the approval of");
        return new Transition(changed(new SessionState.PendingApproval(applying.proposal()), now), List.of());
    }

    /**
     * As {@link #conflict(Instant)}, where nobody waits for the outcome of the approval: tells of it as the run's last progress.
     *
     * @param why for whoever decides next
     */
    public Transition conflict(String why, Instant now) {
        return new Transition(conflict(now).session(), List.of(new SessionEvent.Progressed(id, agent, 1, why)));
    }

    /** Records that the session is being deleted. A running or applying session cannot be: cancel or await it first. */
    public SessionEvent delete(Actor actor) {
        if (state instanceof SessionState.Running || state instanceof SessionState.Applying) {
            throw refusal("delete");
        }
        return new SessionEvent.Deleted(id, actor.name());
    }

    private ChangeSet decide(Decision decision, Verdict verdict, String verb) {
        ChangeSet proposal = require(SessionState.PendingApproval.class, verb).proposal();
        requireVerdict(decision, verdict, verb);
        requireDigest(decision, proposal.digest(), verb, "the proposal");
        return proposal;
    }

    private static void requireVerdict(Decision decision, Verdict verdict, String verb) {
        if (decision.verdict() != verdict) {
            throw new IllegalArgumentException("cannot " + verb + " with a decision of " + decision.verdict());
        }
    }

    private void requireDigest(Decision decision, Digest pending, String verb, String what) {
        if (!decision.digest().equals(pending)) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("session_id", id.value());
            details.put("pending_digest", pending.hex());
            details.put("given_digest", decision.digest().hex());
            throw new Failure(
                            FailureKind.CONFLICT,
                            "Cannot " + verb + " " + id + ": " + what
                                    + " is not the one that was reviewed; look at its diff again",
                            details)
                    .asException();
        }
    }

    private <S extends SessionState> S require(Class<S> type, String verb) {
        if (!type.isInstance(state)) {
            throw refusal(verb);
        }
        return type.cast(state);
    }

    private IllegalTransition refusal(String verb) {
        String condition = state instanceof SessionState.Applying ? "being applied" : status().wireName();
        return new IllegalTransition(id.value(), status().wireName(), condition, verb);
    }

    private Transition to(SessionState next, Instant now, SessionEvent event) {
        return new Transition(changed(next, now), List.of(event));
    }

    private Session changed(SessionState next, Instant now) {
        return new Session(
                id,
                skill,
                agent,
                input,
                options,
                createdBy,
                created,
                later(now),
                version + 1,
                next,
                predecessor,
                warnings);
    }

    /** Clocks are set back now and then; a session's history is not. */
    private Instant later(@Nullable Instant now) {
        return now == null || now.isBefore(updated) ? updated : now;
    }
}
