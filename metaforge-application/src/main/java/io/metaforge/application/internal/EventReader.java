package io.metaforge.application.internal;

import io.metaforge.application.port.in.EventStreams.End;
import io.metaforge.application.port.in.EventStreams.Subscriber;
import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.SessionId;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber's position in the log.
 *
 * <p>Exactly one thread at a time advances it, whichever made the count of wake-ups leave zero. A wake-up that comes while
 * another advances makes that one look once more, so none is lost.
 */
final class EventReader {

    private static final System.Logger LOG = System.getLogger(EventReader.class.getName());

    private final EventStreaming streaming;
    private final Subscriber subscriber;
    private final @Nullable SessionId session;
    private final AtomicInteger wakeUps = new AtomicInteger();
    private final AtomicReference<@Nullable End> endReason = new AtomicReference<>();

    /** Whose turn it is to call the subscriber, which is called once at a time and never after its end. */
    private final AtomicReference<Turn> turn = new AtomicReference<>(Turn.NOBODY);

    private enum Turn {
        NOBODY,
        DELIVERY,
        END
    }

    /** Only touched by the advancing thread; volatile because that changes. */
    private volatile long cursor;

    /** Whether a gap was looked for, or there can be none: a position at the head has nothing trimmed above it. */
    private volatile boolean begun;

    private volatile long inHandUpTo;
    private volatile long inHandSince;
    private volatile boolean inHand;

    EventReader(EventStreaming streaming, Subscriber subscriber, @Nullable SessionId session, long after) {
        this.streaming = streaming;
        this.subscriber = subscriber;
        this.session = session;
        this.cursor = after;
    }

    /** Delivers what is new, unless a delivery is under way: that one will. Never blocks. */
    void wake() {
        if (wakeUps.getAndIncrement() == 0) {
            advance(false);
        }
    }

    /**
     * Delivers until there is nothing left or the subscriber keeps a batch.
     *
     * @param mayBlock whether the log's store can be read on this thread
     */
    private void advance(boolean mayBlock) {
        try {
            while (endReason.get() == null) {
                int seen = wakeUps.get();
                if (cursor >= streaming.head()) {
                    begun = true;
                    if (wakeUps.compareAndSet(seen, 0)) {
                        return;
                    }
                    continue;
                }
                Optional<RecentEvents.Batch> next =
                        begun ? streaming.recent().after(cursor, EventStreaming.BATCH) : Optional.empty();
                if (next.isEmpty() && !mayBlock) {
                    streaming.replay(() -> advance(true));
                    return;
                }
                if (!(next.isPresent() ? deliver(next.get()) : deliverFromStore())) {
                    return;
                }
            }
        } catch (RejectedExecutionException stopping) {
            end(End.STOPPING);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "A subscription ends because it cannot be served", e);
            end(End.CLOSED);
        }
    }

    /** Delivers what the store has next, or tells of what was trimmed there. Returns like {@link #deliver}. */
    private boolean deliverFromStore() {
        RecentEvents.Batch batch = fromStore();
        // Asked for after the events were read, so that none was trimmed in between unnoticed.
        long oldest = streaming.log().oldest();
        begun = true;
        long from = cursor + 1;
        return from < oldest ? handOver(oldest - 1, () -> subscriber.onGap(from, oldest - 1)) : deliver(batch);
    }

    /** Returns whether to go on: true when the subscriber is done with the batch already. */
    private boolean deliver(RecentEvents.Batch batch) {
        List<RecordedEvent> events = wanted(batch.events());
        if (events.isEmpty()) {
            cursor = batch.head();
            return true;
        }
        return handOver(batch.head(), () -> subscriber.onEvents(events));
    }

    private boolean handOver(long reached, Supplier<CompletionStage<?>> call) {
        hold(reached);
        CompletableFuture<?> future = inTurn(call).toCompletableFuture();
        if (future.isDone() && !future.isCompletedExceptionally()) {
            release(reached);
            return true;
        }
        future.whenComplete((ignored, failure) -> {
            if (failure != null) {
                end(End.CLOSED);
            } else {
                release(reached);
                advance(false);
            }
        });
        return false;
    }

    private RecentEvents.Batch fromStore() {
        long head = streaming.head();
        List<RecordedEvent> events = streaming.log().read(cursor, session, EventStreaming.BATCH);
        long last = events.isEmpty() ? cursor : events.get(events.size() - 1).position();
        boolean all = events.size() < EventStreaming.BATCH;
        return new RecentEvents.Batch(cursor, events, all ? Math.max(head, last) : last);
    }

    private List<RecordedEvent> wanted(List<RecordedEvent> events) {
        return session == null
                ? events
                : events.stream()
                        .filter(event -> event.session().equals(session))
                        .toList();
    }

    private void hold(long upTo) {
        inHandUpTo = upTo;
        inHandSince = System.nanoTime();
        inHand = true;
    }

    private void release(long reached) {
        cursor = reached;
        inHand = false;
    }

    /** Reports whether the subscriber has kept a batch for longer than {@code patience} while others came. */
    boolean isStuck(long head, long patienceNanos) {
        return inHand && head > inHandUpTo && System.nanoTime() - inHandSince > patienceNanos;
    }

    /** Calls the subscriber, unless it was told of the end; tells it of an end that came meanwhile afterwards. */
    private CompletionStage<?> inTurn(Supplier<CompletionStage<?>> call) {
        if (!turn.compareAndSet(Turn.NOBODY, Turn.DELIVERY)) {
            return new CompletableFuture<>();
        }
        try {
            return call.get();
        } finally {
            if (!turn.compareAndSet(Turn.DELIVERY, Turn.NOBODY)) {
                tellEnd();
            }
        }
    }

    /** Ends the subscription, at once or, while the subscriber is being called, right after. Never blocks. */
    void end(End reason) {
        if (!endReason.compareAndSet(null, reason)) {
            return;
        }
        streaming.forget(this);
        while (true) {
            if (turn.compareAndSet(Turn.NOBODY, Turn.END)) {
                tellEnd();
                return;
            }
            if (turn.compareAndSet(Turn.DELIVERY, Turn.END)) {
                return;
            }
        }
    }

    private void tellEnd() {
        try {
            subscriber.onEnd(Objects.requireNonNull(endReason.get()));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "A subscriber failed at its end", e);
        }
    }
}
