package io.metaforge.client.internal;

import io.metaforge.client.event.Event;
import io.metaforge.client.event.EventWatch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands events to a function. */
final class Watching implements Flow.Subscriber<Event>, EventWatch {

    private final Consumer<? super Event> receiver;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private volatile Flow.@Nullable Subscription subscription;

    Watching(Consumer<? super Event> receiver) {
        this.receiver = receiver;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (ended.isDone()) {
            given.cancel();
        } else {
            given.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(Event event) {
        try {
            receiver.accept(event);
        } catch (RuntimeException | Error e) {
            stop();
            ended.completeExceptionally(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        ended.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        ended.complete(null);
    }

    @Override
    public void close() {
        stop();
        ended.complete(null);
    }

    private void stop() {
        Flow.Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public CompletableFuture<@Nullable Void> ended() {
        return ended.copy();
    }
}
