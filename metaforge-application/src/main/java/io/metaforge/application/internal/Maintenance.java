package io.metaforge.application.internal;

import io.metaforge.application.port.out.Stores;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does what has to be done now and then: finishes orphaned applications and frees old idempotency keys. */
public final class Maintenance implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Maintenance.class.getName());
    private static final Duration ORPHAN_AGE = Duration.ofSeconds(1);
    private static final Duration KEY_LIFETIME = Duration.ofHours(24);

    private final Stores stores;
    private final ChangeApplication application;
    private final Clock clock;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Threads.named("maintenance"));

    public Maintenance(Stores stores, ChangeApplication application, Clock clock) {
        this.stores = stores;
        this.application = application;
        this.clock = clock;
    }

    /** Recovers now, and again every two seconds, for gateways beside this one can die too. */
    public void start() {
        application.recover(Duration.ZERO);
        timer.scheduleWithFixedDelay(() -> attempt(() -> application.recover(ORPHAN_AGE)), 2, 2, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(() -> attempt(this::expireKeys), 1, 60, TimeUnit.MINUTES);
    }

    private void expireKeys() {
        stores.idempotencyKeys().expire(clock.instant().minus(KEY_LIFETIME));
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Maintenance failed and will be tried again", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
