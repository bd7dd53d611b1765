package io.metaforge.adapter.persistence.event;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other gateways on the database that there are new events and runs, and hears them.
 *
 * <p>Notifications are sent after the commit they tell of, by a thread of its own, and many commits share one: a
 * {@code NOTIFY} inside a transaction would make all commits of the server queue for one lock. They may be lost with a
 * connection; who is woken also looks by itself now and then.
 */
public final class Wakeups implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Wakeups.class);

    /** Shortest time between two notifications. */
    private static final long PAUSE_MILLIS = 20;

    private static final int LISTEN_MILLIS = 10_000;
    private static final long RETRY_MILLIS = 500;

    private final DataSource dataSource;
    private final LogTail.ConnectionSource connections;
    private final Runnable wake;
    private final String self = UUID.randomUUID().toString();
    private final AtomicBoolean due = new AtomicBoolean();
    private final Semaphore work = new Semaphore(0);
    private final Thread announcer = new Thread(this::announceAll, "metaforge-announcer");
    private final Thread listener = new Thread(this::listen, "metaforge-listener");
    private volatile @Nullable Connection listening;
    private volatile boolean closed;

    /** @param wake is called when another gateway has announced something */
    public Wakeups(DataSource dataSource, LogTail.ConnectionSource connections, Runnable wake) {
        this.dataSource = dataSource;
        this.connections = connections;
        this.wake = wake;
        announcer.setDaemon(true);
        listener.setDaemon(true);
    }

    public void start() {
        announcer.start();
        listener.start();
    }

    /** Has the other gateways woken soon. */
    public void announce() {
        if (due.compareAndSet(false, true)) {
            work.release();
        }
    }

    private void announceAll() {
        try {
            while (!closed) {
                work.acquire();
                due.set(false);
                send();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement notify = connection.prepareStatement("select pg_notify('metaforge', ?)")) {
            notify.setString(1, self);
            notify.execute();
        } catch (SQLException e) {
            LOG.debug("A notification was not sent", e);
        }
    }

    private void listen() {
        while (!closed) {
            try (Connection connection = connections.open()) {
                listening = connection;
                try (Statement statement = connection.createStatement()) {
                    statement.execute("listen metaforge");
                }
                // Something may have been announced while nobody listened.
                wake.run();
                hear(connection.unwrap(PGConnection.class));
            } catch (SQLException e) {
                if (!closed) {
                    LOG.debug("Listening failed; trying again", e);
                    pause();
                }
            }
        }
    }

    private void hear(PGConnection connection) throws SQLException {
        while (!closed) {
            @Nullable PGNotification @Nullable [] heard = connection.getNotifications(LISTEN_MILLIS);
            if (heard == null) {
                continue;
            }
            for (PGNotification notification : heard) {
                if (notification != null && !notification.getParameter().equals(self)) {
                    wake.run();
                    break;
                }
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        announcer.interrupt();
        listener.interrupt();
        Connection open = listening;
        try {
            if (open != null) {
                // It sits in a read; that ends with the socket.
                open.abort(Runnable::run);
            }
        } catch (SQLException e) {
            LOG.debug("Closing a connection failed", e);
        }
        try {
            announcer.join(TimeUnit.SECONDS.toMillis(2));
            listener.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
