package io.metaforge.boot.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.utils.IdleTimeoutFilter;

/**
 * Counts connections and closes those whose request takes too long to arrive, so that callers who send a byte now and then
 * cannot hold connections or worker threads. Thread-safe.
 */
final class ConnectionWatch implements AutoCloseable {

    /** How long a refused caller has to read why, before what it still sends makes the system reset the connection. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final HttpLimits limits;
    private final Map<Connection<?>, Deadline> connections = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "metaforge-connection-watch");
        thread.setDaemon(true);
        return thread;
    });

    ConnectionWatch(HttpLimits limits) {
        this.limits = limits;
        long period = Math.max(20, Math.min(1000, limits.receive().toMillis() / 4));
        clock.scheduleWithFixedDelay(this::closeOverdue, period, period, TimeUnit.MILLISECONDS);
    }

    /** When a connection is closed, if it is. */
    private static final class Deadline {

        private volatile boolean set;
        private volatile boolean upgraded;
        private volatile long nanos;

        void in(long duration) {
            nanos = System.nanoTime() + duration;
            set = true;
        }
    }

    /** Notes a new connection; answers whether there is room for it. */
    boolean accepted(Connection<?> connection) {
        if (connections.size() >= limits.connections()) {
            return false;
        }
        connections.put(connection, new Deadline());
        return true;
    }

    /** Notes that a connection is closed. */
    void closed(Connection<?> connection) {
        connections.remove(connection);
    }

    /** Notes that bytes of a request come in. */
    void receiving(Connection<?> connection) {
        Deadline deadline = connections.get(connection);
        if (deadline != null && !deadline.set && !deadline.upgraded) {
            deadline.in(limits.receive().toNanos());
        }
    }

    /** Notes that a request is in. */
    void received(Connection<?> connection) {
        Deadline deadline = connections.get(connection);
        if (deadline != null) {
            deadline.set = false;
        }
    }

    /** Notes that the connection is a WebSocket from now on. */
    void upgraded(Connection<?> connection) {
        Deadline deadline = connections.get(connection);
        if (deadline != null) {
            deadline.upgraded = true;
            deadline.set = false;
        }
        IdleTimeoutFilter.setCustomTimeout(connection, limits.idleSocket().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Closes the connection when the caller had time to read its last answer. */
    void closeSoon(Connection<?> connection) {
        Deadline deadline = connections.get(connection);
        if (deadline == null) {
            connection.closeSilently();
        } else {
            deadline.in(Math.min(LINGER_NANOS, limits.receive().toNanos()));
        }
    }

    private void closeOverdue() {
        long now = System.nanoTime();
        connections.forEach((connection, deadline) -> {
            if (deadline.set && now - deadline.nanos > 0) {
                connection.terminateSilently();
            }
        });
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
