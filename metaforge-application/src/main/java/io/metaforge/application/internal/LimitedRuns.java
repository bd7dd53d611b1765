package io.metaforge.application.internal;

import io.metaforge.application.port.in.RunAgent;
import io.metaforge.application.port.out.Stores;
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
        return stores.unitOfWork().execute(() -> {
            Session session = runs.run(command);
            if (session.status() == SessionStatus.RUNNING
                    && stores.apiKeys().lock(session.createdBy().name())
                    && stores.sessions().countRunning(session.createdBy()) > limit) {
                Map<String, Object> details = new LinkedHashMap<>();
                details.put("limit", limit);
                details.put("retry_after", RETRY_AFTER);
                throw new Failure(
                                FailureKind.RATE_LIMITED,
                                "'" + session.createdBy() + "' has " + limit
                                        + " runs at once, which is as many as a key may; try again when one has ended",
                                details)
                        .asException();
            }
            return session;
        });
    }
}
