package io.metaforge.client.internal;

import io.metaforge.client.event.Event;
import io.metaforge.client.event.EventStream;
import io.metaforge.client.event.EventWatch;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** The events of a gateway, over one connection after the other. */
public final class ReconnectingEventStream implements EventStream {

    /** Three comments that did not come. */
    private static final Duration SILENCE = Duration.ofSeconds(90);

    private final Transport transport;
    private final EventFilter filter;
    private final Duration silence;

    private ReconnectingEventStream(Transport transport, EventFilter filter, Duration silence) {
        this.transport = transport;
        this.filter = filter;
        this.silence = silence;
    }

    /** Returns all events from now on. */
    public static EventStream of(Transport transport) {
        return of(transport, SILENCE);
    }

    /**
     * Returns all events from now on.
     *
     * @param silence after which a connection counts as lost
     */
    static EventStream of(Transport transport, Duration silence) {
        return new ReconnectingEventStream(transport, EventFilter.FROM_NOW_ON, silence);
    }

    @Override
    public EventStream after(long id) {
        if (id < 0) {
            throw new IllegalArgumentException("a position is 0 or more, not " + id);
        }
        return new ReconnectingEventStream(transport, new EventFilter(id, filter.session()), silence);
    }

    @Override
    public EventStream ofSession(String sessionId) {
        return new ReconnectingEventStream(transport, new EventFilter(filter.after(), sessionId), silence);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Event> subscriber) {
        EventSubscription.begin(transport, filter, Objects.requireNonNull(subscriber), silence);
    }

    @Override
    public EventWatch onEvent(Consumer<? super Event> receiver) {
        return Blocking.await(onEventAsync(receiver));
    }

    @Override
    public CompletableFuture<EventWatch> onEventAsync(Consumer<? super Event> receiver) {
        if (transport.isClosed()) {
            return CompletableFuture.failedFuture(new ClientClosed());
        }
        Watching watching = new Watching(receiver);
        if (filter.after() != null) {
            subscribe(watching);
            return CompletableFuture.completedFuture(watching);
        }
        CompletableFuture<Long> latest = LatestPosition.of(transport);
        CompletableFuture<EventWatch> begun = new CompletableFuture<>();
        begun.whenComplete((watch, failure) -> {
            if (failure != null) {
                latest.cancel(true);
                watching.close();
            }
        });
        latest.whenComplete((position, failure) -> {
            if (failure == null) {
                after(position).subscribe(watching);
                begun.complete(watching);
            } else {
                begun.completeExceptionally(failure);
            }
        });
        return begun;
    }
}
