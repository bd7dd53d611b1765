package io.metaforge.application.internal;

import io.metaforge.application.port.in.EventStreams;
import io.metaforge.application.port.out.EventLog;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves subscribers from the log: from the memory of recent events while they keep up, from the store when they lag.
 *
 * <p>There is no seam between replay and live: a subscriber is a position in the log, and is woken when the head moves.
 */
public final class EventStreaming implements EventStreams, EventLog.Listener, AutoCloseable {

    static final int BATCH = 256;
    static final int MAX_HISTORY = 1000;

    private final EventLog log;
    private final Duration patience;
    private final RecentEvents recent;
    private final Set<EventReader> readers = ConcurrentHashMap.newKeySet();
    private final ExecutorService replays = Executors.newFixedThreadPool(2, Threads.named("replay"));
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(Threads.named("subscribers"));
    private final AutoCloseable registration;
    private volatile boolean closed;

    public EventStreaming(EventLog log, Duration patience) {
        this.log = log;
        this.patience = patience;
        this.recent = new RecentEvents(log.head());
        this.registration = log.onAppended(this);
        long interval = Math.max(50, patience.toMillis() / 4);
        watch.scheduleWithFixedDelay(this::endSlowReaders, interval, interval, TimeUnit.MILLISECONDS);
    }

    @Override
    public long head() {
        return Math.max(recent.head(), log.head());
    }

    @Override
    public List<RecordedEvent> history(@Nullable SessionId session, long after, int limit) {
        if (limit < 1 || limit > MAX_HISTORY) {
            throw Failure.invalid(
                            "limit",
                            "integer from 1 to " + MAX_HISTORY,
                            "Invalid input: 'limit' must be from 1 to " + MAX_HISTORY)
                    .asException();
        }
        requirePosition(after);
        return log.read(after, session, limit);
    }

    @Override
    public Subscription subscribe(long after, @Nullable SessionId session, Subscriber subscriber) {
        requirePosition(after);
        EventReader reader = new EventReader(this, subscriber, session, after);
        readers.add(reader);
        if (closed) {
            reader.end(End.STOPPING);
        } else {
            reader.wake();
        }
        return () -> reader.end(End.CLOSED);
    }

    private static void requirePosition(long after) {
        if (after < 0) {
            throw Failure.invalid("after", "integer, 0 or more", "Invalid input: 'after' must be 0 or more")
                    .asException();
        }
    }

    @Override
    public void appended(long after, List<RecordedEvent> events, long head) {
        recent.add(after, events, head);
        for (EventReader reader : readers) {
            reader.wake();
        }
    }

    private void endSlowReaders() {
        long head = recent.head();
        for (EventReader reader : readers) {
            if (reader.isStuck(head, patience.toNanos())) {
                reader.end(End.TOO_SLOW);
            }
        }
    }

    EventLog log() {
        return log;
    }

    RecentEvents recent() {
        return recent;
    }

    void replay(Runnable work) {
        replays.execute(work);
    }

    void forget(EventReader reader) {
        readers.remove(reader);
    }

    @Override
    public void close() throws Exception {
        closed = true;
        registration.close();
        watch.shutdownNow();
        for (EventReader reader : readers) {
            reader.end(End.STOPPING);
        }
        replays.shutdownNow();
    }
}
