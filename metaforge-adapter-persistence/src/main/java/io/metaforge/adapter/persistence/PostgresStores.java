package io.metaforge.adapter.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.metaforge.adapter.persistence.access.PostgresApiKeyStore;
import io.metaforge.adapter.persistence.content.PostgresContentStore;
import io.metaforge.adapter.persistence.decision.PostgresDecisionLog;
import io.metaforge.adapter.persistence.event.LogTail;
import io.metaforge.adapter.persistence.event.PostgresEventLog;
import io.metaforge.adapter.persistence.event.Wakeups;
import io.metaforge.adapter.persistence.idempotency.PostgresIdempotencyKeys;
import io.metaforge.adapter.persistence.model.PostgresModelLedger;
import io.metaforge.adapter.persistence.provenance.PostgresApprovedArtifacts;
import io.metaforge.adapter.persistence.run.PostgresRunQueue;
import io.metaforge.adapter.persistence.session.PostgresSessionStore;
import io.metaforge.adapter.persistence.unit.Transactions;
import io.metaforge.application.port.out.Stores;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/**
 * Every store of a gateway, in one PostgreSQL database. Thread-safe.
 *
 * <p>Any number of gateways can open the same database, if they are of the same workspace: they share the queue, the log
 * and the limits.
 */
public final class PostgresStores implements AutoCloseable {

    private static final long PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

    private final HikariDataSource pool;
    private final LogTail tail;
    private final Wakeups wakeups;
    private final PostgresRunQueue runs;
    private final Stores stores;

    private PostgresStores(HikariDataSource pool, ServerConnections connections) {
        this.pool = pool;
        this.tail = new LogTail(connections::open);
        Transactions transactions = new Transactions(pool, () -> tail.answersWithin(PROBE_NANOS));
        this.wakeups = new Wakeups(pool, connections::open, this::wake);
        this.runs = new PostgresRunQueue(pool, transactions, wakeups::announce);
        this.stores = new Stores(
                transactions,
                new PostgresSessionStore(transactions),
                new PostgresEventLog(transactions, tail, () -> {
                    tail.wake();
                    wakeups.announce();
                }),
                new PostgresContentStore(transactions),
                new PostgresDecisionLog(transactions),
                new PostgresIdempotencyKeys(transactions),
                runs,
                new PostgresApiKeyStore(transactions),
                new PostgresApprovedArtifacts(transactions),
                new PostgresModelLedger(transactions));
    }

    /**
     * Connects, brings the schema up to date, and begins to follow the event log.
     *
     * @throws MetaForgeException of kind {@code UNAVAILABLE} where the database is out of reach, {@code CONFLICT} where
     *     it belongs to another workspace or to a newer release, {@code FORBIDDEN} where the user may not connect
     */
    public static PostgresStores open(PostgresSettings settings, Clock clock) {
        ServerConnections connections = new ServerConnections(settings);
        new Schema(connections).prepare(settings.workspaceId(), clock);
        PostgresStores opened = new PostgresStores(pool(settings, connections), connections);
        try {
            opened.start();
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void start() {
        try {
            if (!tail.start()) {
                throw new MetaForgeException(new Failure(
                        FailureKind.UNAVAILABLE,
                        "Another program has been writing to the event log for more than 10 seconds; try again later"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MetaForgeException(
                    new Failure(FailureKind.UNAVAILABLE, "Interrupted while opening the database"), e);
        }
        wakeups.start();
    }

    private static HikariDataSource pool(PostgresSettings settings, ServerConnections connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("metaforge");
        config.setDataSource(connections.forUnits());
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(Math.min(2, settings.poolSize()));
        config.setIdleTimeout(TimeUnit.MINUTES.toMillis(2));
        config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(5));
        config.setValidationTimeout(TimeUnit.SECONDS.toMillis(1));
        // The server was reached a moment ago; the pool need not hold up the start to find out again.
        config.setInitializationFailTimeout(-1);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return new HikariDataSource(config);
    }

    /** Returns the stores. They stop to work when this is closed. */
    public Stores stores() {
        return stores;
    }

    private void wake() {
        tail.wake();
        runs.wake();
    }

    /** Stops what runs in the background and closes all connections. Runs in hand are interrupted: stop the queue first. */
    @Override
    public void close() {
        runs.stop(0);
        wakeups.close();
        tail.close();
        pool.close();
    }
}
