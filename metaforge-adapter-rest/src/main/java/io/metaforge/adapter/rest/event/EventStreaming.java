package io.metaforge.adapter.rest.event;

import io.metaforge.application.port.in.AccessControl;
import io.metaforge.application.port.in.EventStreams;
import io.metaforge.domain.access.Caller;
import io.metaforge.domain.session.SessionId;
import jakarta.ws.rs.container.AsyncResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends events to any number of browsers, holding a thread for none of them. */
public final class EventStreaming implements AutoCloseable {

    /** How often it is looked whether the keys of those who listen still hold. */
    private static final Duration KEY_CHECKS = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(EventStreaming.class);

    private final EventStreams events;
    private final AccessControl access;
    private final Map<ServerSentEvents, Caller> listeners = new ConcurrentHashMap<>();
    private final Duration heartbeat;
    private final Duration patience;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * Creates the streaming.
     *
     * @param access is asked now and then whether the keys of those who listen still hold
     * @param heartbeat how long a stream can be silent before a comment is sent, so that both ends notice a dead one
     * @param patience how long a stream can have no room for more before it is closed, looked at with each heartbeat
     */
    public EventStreaming(EventStreams events, AccessControl access, Duration heartbeat, Duration patience) {
        this.events = events;
        this.access = access;
        this.heartbeat = heartbeat;
        this.patience = patience;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "metaforge-sse-heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        long interval = KEY_CHECKS.toMillis();
        timer.scheduleWithFixedDelay(this::checkKeys, interval, interval, TimeUnit.MILLISECONDS);
    }

    /**
     * Answers a request with the events after a position.
     *
     * @param session only its events; null for all
     * @param caller who listens; the stream ends with its key
     */
    public void start(
            Request request, AsyncResponse lifecycle, long after, @Nullable SessionId session, Caller caller) {
        ServerSentEvents stream = new ServerSentEvents(request, lifecycle, patience);
        if (!stream.open()) {
            return;
        }
        stream.sendFrom(events.subscribe(after, session, stream));
        long nanos = heartbeat.toNanos();
        ScheduledFuture<?> beat = timer.scheduleWithFixedDelay(stream::heartbeat, nanos, nanos, TimeUnit.NANOSECONDS);
        listeners.put(stream, caller);
        stream.onClose(() -> {
            beat.cancel(false);
            listeners.remove(stream);
        });
    }

    private void checkKeys() {
        try {
            listeners.forEach((stream, caller) -> {
                if (!access.isValid(caller)) {
                    stream.end();
                }
            });
        } catch (RuntimeException e) {
            // Whether keys hold cannot be found out while the store is away; nothing new comes from it either.
            LOG.debug("Keys could not be checked", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
