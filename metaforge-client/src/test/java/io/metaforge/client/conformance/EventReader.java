package io.metaforge.client.conformance;

import io.metaforge.client.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes events from a stream when it is told to, and asks for no more than that. */
final class EventReader implements Flow.Subscriber<Event> {

    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;
    private boolean asked;

    /** Waits until everything that happens from now on will be delivered; throws what ended the stream instead. */
    EventReader opened() throws InterruptedException {
        if (!subscribed.await(120, TimeUnit.SECONDS)) {
            throw new AssertionError("the stream was never opened");
        }
        // A subscriber is told of a stream that cannot be opened after its subscription, which it has to have first.
        if (ended.await(100, TimeUnit.MILLISECONDS) && received.peek() instanceof RuntimeException failure) {
            throw failure;
        }
        return this;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        subscribed.countDown();
    }

    @Override
    public void onNext(Event event) {
        received.add(event);
    }

    @Override
    public void onError(Throwable failure) {
        received.add(failure);
        ended.countDown();
    }

    @Override
    public void onComplete() {
        received.add(new AssertionError("the stream is complete"));
    }

    /** Returns the next events, fewer where time is up before. */
    synchronized List<Event> take(int count, long timeoutMillis, long pauseMillis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        List<Event> taken = new ArrayList<>();
        while (taken.size() < count) {
            Object next = next(end - System.nanoTime());
            if (next == null) {
                break;
            }
            taken.add((Event) next);
            TimeUnit.MILLISECONDS.sleep(pauseMillis); // a slow reader, as the scenario wants it
        }
        return taken;
    }

    private @Nullable Object next(long nanos) throws InterruptedException {
        Flow.Subscription current = subscription;
        if (current != null && !asked) {
            asked = true;
            current.request(1);
        }
        Object next = received.poll(nanos, TimeUnit.NANOSECONDS);
        if (next instanceof RuntimeException failure) {
            received.add(failure);
            throw failure;
        }
        if (next instanceof Throwable failure) {
            throw new AssertionError(failure);
        }
        asked = next == null && asked;
        return next;
    }

    void close() {
        Flow.Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
    }
}
