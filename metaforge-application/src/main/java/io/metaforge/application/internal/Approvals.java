package io.metaforge.application.internal;

import io.metaforge.application.port.in.ApproveSession;
import io.metaforge.application.port.in.RejectSession;
import io.metaforge.application.port.out.Stores;
import io.metaforge.application.port.out.Workspace;
import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.approval.Verdict;
import io.metaforge.domain.artifact.ChangeSet;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.IllegalTransition;
import io.metaforge.domain.session.BudgetRequest;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionState;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.session.Transition;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Takes decisions over proposals, once each. */
public final class Approvals implements ApproveSession, RejectSession {

    private final Stores stores;
    private final Workspace workspace;
    private final ChangeApplication application;
    private final Idempotency idempotency;
    private final Clock clock;

    public Approvals(Stores stores, Workspace workspace, ChangeApplication application, Clock clock) {
        this.stores = stores;
        this.workspace = workspace;
        this.application = application;
        this.idempotency = new Idempotency(stores.idempotencyKeys(), clock);
        this.clock = clock;
    }

    @Override
    public Session approve(ApproveSession.Command command) {
        Session seen = find(command.session());
        if (seen.state() instanceof SessionState.AwaitingBudget) {
            return stores.unitOfWork().execute(() -> grantBudget(command));
        }
        Optional<ChangeSet> proposal = seen.proposal();
        if (proposal.isEmpty()) {
            // A grant that is asked for again with its key: the run has begun again since.
            if (idempotency
                    .earlier(command.idempotencyKey(), command.actor(), "approve", request(command))
                    .isPresent()) {
                return seen;
            }
            throw new IllegalTransition(seen.id().value(), seen.status().wireName(), "approve");
        }
        try (Workspace.Lock lock = workspace.lock(proposal.get().paths())) {
            Session decided = stores.unitOfWork().execute(() -> decideToApply(command));
            return decided.state() instanceof SessionState.Applying ? application.finish(decided) : decided;
        }
    }

    /** Returns the session in {@code running}; a request that is repeated with its key changes nothing any more. */
    private Session grantBudget(ApproveSession.Command command) {
        Session session = findForUpdate(command.session());
        if (claim(command, session).isPresent()) {
            return session;
        }
        if (!(session.state() instanceof SessionState.AwaitingBudget waiting)) {
            throw new IllegalTransition(session.id().value(), session.status().wireName(), "approve");
        }
        Instant now = clock.instant();
        Decision decision = new Decision(
                Verdict.APPROVED,
                command.actor(),
                command.comment(),
                command.digest() == null ? waiting.request().digest() : command.digest(),
                command.artifacts() == null ? List.of() : command.artifacts(),
                now);
        Transition granted = session.grantBudget(decision, now);
        stores.sessions().update(granted.session(), session.version());
        stores.decisions().record(granted.session(), decision);
        stores.ledger().grant(session.id(), waiting.request().requested());
        stores.events().append(granted.events(), granted.session().updated());
        stores.runs().enqueue(session.id());
        return granted.session();
    }

    /** Returns the session in {@code applying}, or in {@code approved} where that was already decided. */
    private Session decideToApply(ApproveSession.Command command) {
        Session session = findForUpdate(command.session());
        claim(command, session);
        if (session.state() instanceof SessionState.Approved approved) {
            requireSame(session, approved.decision(), command);
            return session;
        }
        if (session.state() instanceof SessionState.Applying applying) {
            requireSame(session, applying.decision(), command);
            return session; // left behind by a gateway that died: this caller holds the lock and finishes it
        }
        ChangeSet proposal = session.proposal()
                .orElseThrow(() -> new IllegalTransition(
                        session.id().value(), session.status().wireName(), "approve"));
        Instant now = clock.instant();
        List<WorkspacePath> chosen =
                command.artifacts() == null ? proposal.paths() : List.copyOf(new TreeSet<>(command.artifacts()));
        Decision decision = new Decision(
                Verdict.APPROVED,
                command.actor(),
                command.comment(),
                command.digest() == null ? proposal.digest() : command.digest(),
                chosen,
                now);
        Transition approval = session.approve(decision, now);
        stores.sessions().update(approval.session(), session.version());
        return approval.session();
    }

    /** An approval can be repeated, but not for other bytes or other files than were approved. */
    private static void requireSame(Session session, Decision decision, ApproveSession.Command command) {
        boolean otherDigest = command.digest() != null && !command.digest().equals(decision.digest());
        boolean otherFiles = command.artifacts() != null
                && !new TreeSet<>(command.artifacts()).equals(new TreeSet<>(decision.approved()));
        if (otherDigest || otherFiles) {
            throw new IllegalTransition(session.id().value(), session.status().wireName(), "approve");
        }
    }

    private Optional<SessionId> claim(ApproveSession.Command command, Session session) {
        return idempotency.claim(command.idempotencyKey(), command.actor(), "approve", request(command), session.id());
    }

    private static String request(ApproveSession.Command command) {
        return command.session() + "\n" + command.comment() + "\n" + command.digest() + "\n" + command.artifacts();
    }

    @Override
    public Session reject(RejectSession.Command command) {
        return stores.unitOfWork().execute(() -> {
            Session session = findForUpdate(command.session());
            idempotency.claim(
                    command.idempotencyKey(),
                    command.actor(),
                    "reject",
                    session.id() + "\n" + command.reason() + "\n" + command.digest(),
                    session.id());
            if (session.status() == SessionStatus.REJECTED
                    && isSame(session.decision().orElseThrow(), command.reason(), command.digest())) {
                return session;
            }
            Instant now = clock.instant();
            Digest pending = session.proposal()
                    .map(ChangeSet::digest)
                    .or(() -> session.budgetRequest().map(BudgetRequest::digest))
                    .orElseThrow(() -> new IllegalTransition(
                            session.id().value(), session.status().wireName(), "reject"));
            Decision decision = new Decision(
                    Verdict.REJECTED,
                    command.actor(),
                    command.reason(),
                    command.digest() == null ? pending : command.digest(),
                    List.of(),
                    now);
            Transition rejection = session.reject(decision, now);
            stores.sessions().update(rejection.session(), session.version());
            stores.decisions().record(rejection.session(), decision);
            stores.events().append(rejection.events(), rejection.session().updated());
            return rejection.session();
        });
    }

    private static boolean isSame(Decision decision, String reason, @Nullable Digest digest) {
        return Objects.equals(decision.comment(), reason) && (digest == null || digest.equals(decision.digest()));
    }

    private Session find(SessionId id) {
        return stores.sessions().find(id).orElseThrow(() -> Failure.notFound("session", id.value())
                .asException());
    }

    private Session findForUpdate(SessionId id) {
        return stores.sessions().findForUpdate(id).orElseThrow(() -> Failure.notFound("session", id.value())
                .asException());
    }
}
