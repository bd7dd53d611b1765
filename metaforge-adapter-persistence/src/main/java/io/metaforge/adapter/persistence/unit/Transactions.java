package io.metaforge.adapter.persistence.unit;

import io.metaforge.application.port.out.UnitOfWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Units of work as transactions of PostgreSQL, read committed, one connection a thread.
 *
 * <p>A unit takes its connection with its first statement and the driver sends {@code BEGIN} along with it, so a unit
 * that touches nothing costs nothing.
 */
public final class Transactions implements UnitOfWork {

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    /** How often a unit is executed before a deadlock or a serialization failure is the caller's problem. */
    private static final int ATTEMPTS = 5;

    private final DataSource dataSource;
    private final BooleanSupplier probe;
    private final ThreadLocal<@Nullable Unit> current = new ThreadLocal<>();

    /** @param probe asks the server whether it answers, within a second */
    public Transactions(DataSource dataSource, BooleanSupplier probe) {
        this.dataSource = dataSource;
        this.probe = probe;
    }

    @Override
    public <T> T execute(Supplier<T> work) {
        if (current.get() != null) {
            return work.get();
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return outermost(work);
            } catch (SqlFailures.PassingFailure e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.debug("Executing a unit of work again after attempt {}", attempt, e);
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1L << (20 + attempt)));
            }
        }
    }

    private <T> T outermost(Supplier<T> work) {
        Unit unit = new Unit();
        current.set(unit);
        T result;
        try {
            result = work.get();
            unit.commit();
        } catch (Throwable e) {
            unit.rollback(e);
            throw e;
        } finally {
            current.remove();
            unit.close();
        }
        unit.committed();
        return result;
    }

    /** Does {@code work} as part of the thread's unit, or in one of its own. */
    public <T> T call(SqlWork<T> work) {
        Unit unit = current.get();
        return unit == null ? execute(() -> call(work)) : unit.call(work);
    }

    /** Executes one statement as part of the thread's unit, or by itself, which saves the commit's round trip. */
    public <T> T single(SqlWork<T> work) {
        Unit unit = current.get();
        if (unit != null) {
            return unit.call(work);
        }
        try (Connection connection = dataSource.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw SqlFailures.of(e);
        }
    }

    /** Has {@code action} called, once however often it is given, when the thread's unit has committed. */
    public void afterCommit(Runnable action) {
        Unit unit = current.get();
        if (unit == null) {
            throw new IllegalStateException("no unit of work on this thread");
        }
        unit.afterCommit.add(action);
    }

    @Override
    public boolean available() {
        return probe.getAsBoolean();
    }

    private final class Unit {

        private final Set<Runnable> afterCommit = new LinkedHashSet<>();
        private @Nullable Connection connection;

        <T> T call(SqlWork<T> work) {
            try {
                Connection open = connection;
                if (open == null) {
                    open = dataSource.getConnection();
                    connection = open;
                    open.setAutoCommit(false);
                }
                return work.on(open);
            } catch (SQLException e) {
                throw SqlFailures.of(e);
            }
        }

        void commit() {
            if (connection != null) {
                try {
                    connection.commit();
                } catch (SQLException e) {
                    throw SqlFailures.of(e);
                }
            }
        }

        void rollback(Throwable reason) {
            if (connection != null) {
                try {
                    connection.rollback();
                } catch (SQLException e) {
                    reason.addSuppressed(e);
                }
            }
        }

        void close() {
            if (connection != null) {
                try {
                    connection.close();
                } catch (SQLException e) {
                    LOG.debug("Closing a connection failed", e);
                }
            }
        }

        void committed() {
            for (Runnable action : afterCommit) {
                try {
                    action.run();
                } catch (RuntimeException e) {
                    LOG.error("An action after a commit failed", e);
                }
            }
        }
    }
}
