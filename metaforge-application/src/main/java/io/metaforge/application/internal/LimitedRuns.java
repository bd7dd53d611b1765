package io.metaforge.application.internal;

import io.metaforge.application.port.in.RunAgent;
import io.metaforge.application.port.out.Stores;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/** Refuses runs of a key that has as many sessions running as it may, on all gateways together. */
public final class LimitedRuns implements RunAgent {

    /** How soon to try again, in seconds; nobody knows when a run ends. */
    private static final int RETRY_AFTER = 5;

    private final RunAgent runs;
    private final Stores stores;
    private final int limit;

    public LimitedRuns(RunAgent runs, Stores stores, int limit) {
        this.runs = runs;
        this.stores = stores;
        this.limit = limit;
    }

    /**
     * Accepts the run first and counts then, this one included: only so a repeated request is still answered with the run
     * it started, and two at once cannot both take the last place, as the second counts when the first has committed.
     */
    @Override
    public Session run(Command command) {
        if (command.idempotencyKey() == null && command.session() == null && isFull(command.actor(), limit)) {
            // Nothing can come of it, so nothing need be written to find that out.
            throw refused(command.actor());
        }
        return stores.unitOfWork().execute(() -> {
            Session session = runs.run(command);
            if (session.status() == SessionStatus.RUNNING && isFull(session.createdBy(), limit + 1)) {
                throw refused(session.createdBy());
            }
            return session;
        });
    }

    /** Whoever has no key is not limited. The lock is held until the unit ends, if there is one. */
    private boolean isFull(Actor actor, int runsAtOnce) {
        return stores.apiKeys().lock(actor.name()) && stores.sessions().countRunning(actor) >= runsAtOnce;
    }

    private RuntimeException refused(Actor actor) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("limit", limit);
        details.put("retry_after", RETRY_AFTER);
        return new Failure(
                        FailureKind.RATE_LIMITED,
                        "'" + actor + "' has " + limit
                                + " runs at once, which is as many as a key may; try again when one has ended",
                        details)
                .asException();
    }
}
