package io.metaforge.client.event;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A subscription to events that goes on until it is closed. Thread-safe. */
public interface EventWatch extends AutoCloseable {

    /** Ends it; the receiver can be called with one more event if that is being delivered. Does not block. */
    @Override
    void close();

    /**
     * Completes when no more events will come: normally after {@link #close} or the client's own, exceptionally where
     * {@link EventStream} gives up or the receiver has thrown something.
     */
    CompletableFuture<@Nullable Void> ended();
}
