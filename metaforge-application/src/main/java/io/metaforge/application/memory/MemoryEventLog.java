package io.metaforge.application.memory;

import io.metaforge.application.port.out.EventLog;
import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.SessionEvent;
import io.metaforge.domain.session.SessionId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last events. Events get their positions when their unit commits, so positions have no holes and readers never
 * wait for a unit. All fields are guarded by this log's monitor.
 */
final class MemoryEventLog implements EventLog {

    private final MemoryUnitOfWork unit;
    private final int kept;
    private final TreeMap<Long, RecordedEvent> events = new TreeMap<>();
    private final Map<SessionId, TreeMap<Long, RecordedEvent>> bySession = new HashMap<>();
    private final EventDispatcher dispatcher = new EventDispatcher();
    private long head;
    private long oldest = 1;

    MemoryEventLog(MemoryUnitOfWork unit, int kept) {
        this.unit = unit;
        this.kept = kept;
    }

    @Override
    public void append(List<? extends SessionEvent> appended, Instant time) {
        List<SessionEvent> copy = List.copyOf(appended);
        Instant at = time.truncatedTo(ChronoUnit.MICROS);
        unit.run(() -> unit.onCommit(() -> publish(copy, at)));
    }

    private synchronized void publish(List<SessionEvent> appended, Instant time) {
        if (appended.isEmpty()) {
            return;
        }
        long after = head;
        List<RecordedEvent> recorded = new ArrayList<>(appended.size());
        for (SessionEvent event : appended) {
            RecordedEvent record = new RecordedEvent(
                    ++head, time, event.session(), event.name(), Collections.unmodifiableMap(event.data()));
            recorded.add(record);
            events.put(head, record);
            bySession.computeIfAbsent(event.session(), id -> new TreeMap<>()).put(head, record);
        }
        dispatcher.add(after, recorded);
        trimBefore(head - kept + 1);
    }

    @Override
    public synchronized List<RecordedEvent> read(long after, @Nullable SessionId session, int limit) {
        TreeMap<Long, RecordedEvent> source = session == null ? events : bySession.get(session);
        if (source == null) {
            return List.of();
        }
        return source.tailMap(after, false).values().stream().limit(limit).toList();
    }

    @Override
    public synchronized long head() {
        return head;
    }

    @Override
    public synchronized long oldest() {
        return oldest;
    }

    @Override
    public synchronized void trimBefore(long position) {
        long end = Math.min(position, head + 1);
        while (!events.isEmpty() && events.firstKey() < end) {
            RecordedEvent trimmed = events.pollFirstEntry().getValue();
            bySession.computeIfPresent(trimmed.session(), (id, own) -> {
                own.pollFirstEntry();
                return own.isEmpty() ? null : own;
            });
        }
        oldest = Math.max(oldest, end);
    }

    @Override
    public synchronized AutoCloseable onAppended(Listener listener) {
        return dispatcher.register(head, listener);
    }
}
