package io.metaforge.adapter.ws;

import io.metaforge.application.port.in.AccessControl;
import jakarta.websocket.CloseReason.CloseCodes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets that are open, how many more there can be, and the one thread that pings them and cuts off those that do
 * not go by themselves. Thread-safe.
 */
final class OpenSockets implements AutoCloseable {

    /** How long a peer has to answer a close frame before its connection is cut. */
    static final Duration CLOSE_GRACE = Duration.ofSeconds(1);

    /** How often it is looked whether the keys of open sockets still hold. */
    private static final Duration KEY_CHECKS = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(OpenSockets.class);

    private final EventSockets.Options options;
    private final AccessControl access;
    private final ScheduledThreadPoolExecutor timer;
    private final Set<EventSocket> open = ConcurrentHashMap.newKeySet();

    private final Object lock = new Object();
    private int places;
    private boolean closing;

    OpenSockets(EventSockets.Options options, AccessControl access) {
        this.options = options;
        this.access = access;
        this.places = options.maxSockets();
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "metaforge-ws-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        long interval = KEY_CHECKS.toMillis();
        timer.scheduleWithFixedDelay(this::checkKeys, interval, interval, TimeUnit.MILLISECONDS);
    }

    private void checkKeys() {
        try {
            open.forEach(socket -> socket.check(access));
        } catch (RuntimeException e) {
            // Whether keys hold cannot be found out while the store is away; nothing new comes from it either.
            LOG.debug("Keys could not be checked", e);
        }
    }

    /** Takes a place for a connection; false where there is none, or the gateway stops. */
    boolean takePlace() {
        synchronized (lock) {
            if (closing || places == 0) {
                return false;
            }
            places--;
            return true;
        }
    }

    /** Gives a place back. Call it once for each one taken, when its connection is gone. */
    void freePlace() {
        synchronized (lock) {
            places++;
            lock.notifyAll();
        }
    }

    /** Returns how many places are taken. */
    int taken() {
        synchronized (lock) {
            return options.maxSockets() - places;
        }
    }

    /** Returns how many sockets are neither closed nor about to be. */
    int subscribed() {
        return open.size();
    }

    /** Starts to ping a socket. */
    void opened(EventSocket socket) {
        open.add(socket);
        long interval = options.pingInterval().toNanos();
        try {
            socket.pings(timer.scheduleAtFixedRate(socket::ping, interval, interval, TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException e) {
            socket.close(CloseCodes.GOING_AWAY, EventSocket.STOPPING);
            return;
        }
        synchronized (lock) {
            if (!closing) {
                return;
            }
        }
        socket.close(CloseCodes.GOING_AWAY, EventSocket.STOPPING);
    }

    /** Forgets a socket. */
    void closed(EventSocket socket) {
        open.remove(socket);
    }

    /** Runs a task after {@link #CLOSE_GRACE}, also when this was closed in between. */
    void afterGrace(Runnable task) {
        try {
            timer.schedule(task, CLOSE_GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closing = true;
        }
        open.forEach(socket -> socket.close(CloseCodes.GOING_AWAY, EventSocket.STOPPING));
        long deadline = System.nanoTime() + 2 * CLOSE_GRACE.toNanos();
        synchronized (lock) {
            while (places < options.maxSockets()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    break;
                }
                try {
                    lock.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    break;
                }
            }
        }
        timer.shutdown();
    }
}
