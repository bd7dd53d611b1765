package io.metaforge.application.memory;

import io.metaforge.application.port.out.EventLog;
import io.metaforge.domain.session.RecordedEvent;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Tells listeners of appended events, on one thread that ends when nothing has happened for a while. Events that are
 * appended while listeners are being told reach them together. Thread-safe; the log keeps {@link #add} and
 * {@link #register} in order.
 */
final class EventDispatcher {

    private static final System.Logger LOG = System.getLogger(EventDispatcher.class.getName());

    private final List<Registration> registrations = new CopyOnWriteArrayList<>();
    private final ThreadPoolExecutor executor;

    /** Appended and not yet told. Guarded by this dispatcher's monitor, as is the next. */
    private List<RecordedEvent> pending = new ArrayList<>();

    private long told;

    private record Registration(long from, EventLog.Listener listener) {}

    EventDispatcher() {
        executor = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "metaforge-events");
            thread.setDaemon(true);
            return thread;
        });
        executor.allowCoreThreadTimeOut(true);
    }

    synchronized AutoCloseable register(long head, EventLog.Listener listener) {
        Registration registration = new Registration(head, listener);
        registrations.add(registration);
        return () -> registrations.removeIf(other -> other == registration);
    }

    synchronized void add(long after, List<RecordedEvent> events) {
        if (registrations.isEmpty()) {
            return;
        }
        if (pending.isEmpty()) {
            told = after;
            executor.execute(this::tell);
        }
        pending.addAll(events);
    }

    private void tell() {
        List<RecordedEvent> events;
        long after;
        synchronized (this) {
            events = pending;
            after = told;
            pending = new ArrayList<>();
        }
        long head = events.get(events.size() - 1).position();
        for (Registration registration : registrations) {
            tell(registration, after, events, head);
        }
    }

    private static void tell(Registration registration, long after, List<RecordedEvent> events, long head) {
        long from = registration.from();
        List<RecordedEvent> news = from <= after
                ? List.copyOf(events)
                : events.stream().filter(event -> event.position() > from).toList();
        if (news.isEmpty()) {
            return;
        }
        try {
            registration.listener().appended(Math.max(after, from), news, head);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A listener to the event log failed; it is told of later events all the same", e);
        }
    }
}
