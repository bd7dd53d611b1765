package io.metaforge.application.internal;

import io.metaforge.application.port.in.AccessControl.Allowance;
import io.metaforge.application.port.out.ApiKeyStore;
import io.metaforge.domain.access.KeyId;
import io.metaforge.domain.access.RequestWindow;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the requests of each key, for all gateways on one store together. Thread-safe.
 *
 * <p>A gateway takes requests from the shared count a few at a time and lets them through on its own. So the limit is never
 * exceeded, a request in {@value #SHARES} of the limit costs a write, and a refused one costs nothing: that the count is
 * used up is remembered until its window ends. With several gateways a key can be refused a little early, while another one
 * holds requests that it did not need.
 */
final class RequestAllowances {

    private static final int SHARES = 20;

    private final ApiKeyStore store;
    private final int limit;
    private final int share;
    private final Clock clock;
    private final Map<KeyId, Lease> leases = new ConcurrentHashMap<>();

    /** What one gateway may let through by itself. Guarded by its monitor. */
    private static final class Lease {
        private Instant ends = Instant.MIN;
        private int left;
        private int used;
    }

    RequestAllowances(ApiKeyStore store, int limit, Clock clock) {
        this.store = store;
        this.limit = limit;
        this.share = Math.max(1, limit / SHARES);
        this.clock = clock;
    }

    /**
     * Counts a request.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code RATE_LIMITED}
     */
    Allowance take(KeyId key) {
        Lease lease = leases.computeIfAbsent(key, id -> new Lease());
        synchronized (lease) {
            Instant now = clock.instant();
            boolean over =
                    !now.isBefore(lease.ends) || lease.ends.isAfter(now.plus(RequestWindow.LENGTH.multipliedBy(2)));
            if (over || (lease.left == 0 && lease.used < limit)) {
                ApiKeyStore.Grant grant = store.take(key, share, limit, now);
                lease.left = grant.granted();
                lease.used = grant.used();
                lease.ends = grant.ends();
            }
            Duration reset = Duration.between(now, lease.ends);
            if (lease.left == 0) {
                throw refused(reset);
            }
            lease.left--;
            return new Allowance(limit, Math.max(0, limit - lease.used) + lease.left, reset);
        }
    }

    private RuntimeException refused(Duration reset) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("limit", limit);
        details.put("window_seconds", RequestWindow.LENGTH.toSeconds());
        details.put("retry_after", Math.max(1, reset.plusMillis(999).toSeconds()));
        return new Failure(
                        FailureKind.RATE_LIMITED,
                        "This key has used up its " + limit + " requests a minute; try again later",
                        details)
                .asException();
    }
}
