package io.metaforge.adapter.rest.event;

import io.metaforge.application.port.in.EventStreams;
import io.metaforge.domain.session.SessionId;
import jakarta.ws.rs.container.AsyncResponse;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;

/** Sends events to any number of browsers, holding a thread for none of them. */
public final class EventStreaming implements AutoCloseable {

    private final EventStreams events;
    private final Duration heartbeat;
    private final Duration patience;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * Creates the streaming.
     *
     * @param heartbeat how long a stream can be silent before a comment is sent, so that both ends notice a dead one
     * @param patience how long a stream can have no room for more before it is closed, looked at with each heartbeat
     */
    public EventStreaming(EventStreams events, Duration heartbeat, Duration patience) {
        this.events = events;
        this.heartbeat = heartbeat;
        this.patience = patience;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "metaforge-sse-heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Answers a request with the events after a position.
     *
     * @param session only its events; null for all
     */
    public void start(Request request, AsyncResponse lifecycle, long after, @Nullable SessionId session) {
        ServerSentEvents stream = new ServerSentEvents(request, lifecycle, patience);
        if (!stream.open()) {
            return;
        }
        stream.sendFrom(events.subscribe(after, session, stream));
        long nanos = heartbeat.toNanos();
        ScheduledFuture<?> beat = timer.scheduleWithFixedDelay(stream::heartbeat, nanos, nanos, TimeUnit.NANOSECONDS);
        stream.onClose(() -> beat.cancel(false));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
