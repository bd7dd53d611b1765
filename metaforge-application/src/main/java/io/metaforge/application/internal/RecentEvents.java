package io.metaforge.application.internal;

import io.metaforge.domain.session.RecordedEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The latest events of the log, so that those who keep up do not read the store. Thread-safe. */
final class RecentEvents {

    private static final int BATCHES = 256;

    private final Deque<Batch> batches = new ArrayDeque<>();
    private volatile long head;

    RecentEvents(long head) {
        this.head = head;
    }

    /** Events that became visible together: all that lie after {@code after}, up to and including {@code head}. */
    record Batch(long after, List<RecordedEvent> events, long head) {}

    synchronized void add(long after, List<RecordedEvent> events, long newHead) {
        if (after != head) {
            batches.clear();
        }
        batches.addLast(new Batch(after, List.copyOf(events), newHead));
        if (batches.size() > BATCHES) {
            batches.removeFirst();
        }
        head = newHead;
    }

    long head() {
        return head;
    }

    /**
     * Returns what follows {@code position}, some batches at most; empty where memory does not reach back so far or
     * nothing follows.
     */
    synchronized Optional<Batch> after(long position, int atLeast) {
        if (batches.isEmpty() || position < batches.getFirst().after() || position >= head) {
            return Optional.empty();
        }
        Batch last = batches.getLast();
        if (last.after() == position) {
            return Optional.of(last); // the usual case: this reader has seen everything before
        }
        List<RecordedEvent> events = new ArrayList<>();
        long reached = position;
        for (Iterator<Batch> i = batches.iterator(); i.hasNext() && events.size() < atLeast; ) {
            Batch batch = i.next();
            if (batch.head() <= position) {
                continue;
            }
            for (RecordedEvent event : batch.events()) {
                if (event.position() > position) {
                    events.add(event);
                }
            }
            reached = batch.head();
        }
        return Optional.of(new Batch(position, events, reached));
    }
}
