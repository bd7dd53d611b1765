package io.metaforge.client.event;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * The events of a gateway, in order and without end. Immutable; each subscription has a connection of its own.
 *
 * <p>A subscription starts where {@link #after} says, else with what happens from now on: {@code onSubscribe} is called once
 * that position is fixed, and everything later is delivered. A lost connection is made again from the last event delivered,
 * so that none is lost and none comes twice, whatever becomes of the network and the gateway. It reads no further than the
 * subscriber asked for. Calls to one subscriber never overlap; they come on threads of the client's executor.
 *
 * <p>{@code onError} is called where connecting again cannot help: the gateway refuses, or what answers is none (an
 * {@link io.metaforge.client.error.ApiException}), or a client that never had an answer cannot connect (a
 * {@link io.metaforge.client.error.GatewayUnreachableException}), or the client's {@code maxReconnectTime} has passed (the last
 * answer, or the latter where there was none). {@code onComplete} is called when the client is closed.
 */
public interface EventStream extends Flow.Publisher<Event> {

    /**
     * Starts with the first event after a position.
     *
     * @param id as {@link Event#id()} gave it; 0 means the beginning of the log
     */
    EventStream after(long id);

    /** Leaves out the events of other sessions. */
    EventStream ofSession(String sessionId);

    /**
     * Calls {@code receiver} with one event at a time, until the watch is closed. Returns once the position is fixed: whatever
     * is done next is seen.
     *
     * @throws io.metaforge.client.error.MetaForgeClientException where the position cannot be found out
     */
    EventWatch onEvent(Consumer<? super Event> receiver);

    /** As {@link #onEvent}, completing instead of returning. */
    CompletableFuture<EventWatch> onEventAsync(Consumer<? super Event> receiver);
}
