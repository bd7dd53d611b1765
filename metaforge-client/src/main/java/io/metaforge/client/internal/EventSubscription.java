package io.metaforge.client.internal;

import io.metaforge.client.error.ApiException;
import io.metaforge.client.event.Event;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events to one subscriber, over as many connections as that takes.
 *
 * <p>All state is touched by tasks of one {@link Serial} only, which also make the calls to the subscriber; no lock is held
 * while they run.
 */
final class EventSubscription implements Flow.Subscription, EventFeed.Owner {

    private static final System.Logger LOG = System.getLogger("io.metaforge.client");

    /** How often in a row something that is no event, or no stream, has to come to be believed. */
    private static final int NO_ACCIDENT = 3;

    private final Transport transport;
    private final EventFilter filter;
    private final Flow.Subscriber<? super Event> subscriber;
    private final Duration silence;
    private final Serial serial;

    /** How long a connection has to last to count as one that works, if no event comes. */
    private static final Duration PROVEN = Duration.ofSeconds(5);

    /** Events of the last piece that came which are not asked for yet. */
    private final Queue<Event> received = new ArrayDeque<>();

    private volatile boolean over;
    private volatile Runnable forget = () -> {};
    private boolean introduced;
    private long demand;
    private long position;
    private @Nullable EventFeed current;
    private @Nullable CompletableFuture<?> opening;
    private boolean open;
    private long openedAt;
    private boolean asked;
    private boolean pausing;
    private boolean openedOnce;
    private int unreadable;
    private int strangers;
    private final Outage outage;

    private EventSubscription(
            Transport transport, EventFilter filter, Flow.Subscriber<? super Event> subscriber, Duration silence) {
        this.transport = transport;
        this.filter = filter;
        this.subscriber = subscriber;
        this.silence = silence;
        this.serial = new Serial(transport.executor());
        this.outage = new Outage(transport.settings().maxReconnectTime());
    }

    /** Begins a subscription; returns at once. */
    static void begin(
            Transport transport, EventFilter filter, Flow.Subscriber<? super Event> subscriber, Duration silence) {
        EventSubscription subscription = new EventSubscription(transport, filter, subscriber, silence);
        if (transport.isClosed()) {
            subscription.serial.execute(() -> subscription.end(new ClientClosed()));
            return;
        }
        subscription.forget = transport.whenClosed(() -> subscription.serial.execute(() -> subscription.end(null)));
        Long after = filter.after();
        if (after != null) {
            subscription.serial.execute(() -> subscription.start(after));
            return;
        }
        LatestPosition.of(transport)
                .whenComplete((latest, failure) -> subscription.serial.execute(() -> {
                    if (failure == null) {
                        subscription.start(latest);
                    } else {
                        subscription.end(transport.isClosed() ? null : Transport.unwrap(failure));
                    }
                }));
    }

    private void start(long after) {
        if (!over) {
            position = after;
            introduce();
        }
    }

    /** Hands the subscription over, which comes before anything else a subscriber is told (Reactive Streams, 1.9). */
    private void introduce() {
        if (!introduced) {
            introduced = true;
            deliver(() -> subscriber.onSubscribe(this));
        }
    }

    @Override
    public void request(long events) {
        serial.execute(() -> {
            if (events <= 0) {
                end(new IllegalArgumentException("a subscriber has to request 1 event or more, not " + events));
                return;
            }
            demand = demand + events < 0 ? Long.MAX_VALUE : demand + events;
            proceed();
        });
    }

    @Override
    public void cancel() {
        over = true;
        serial.execute(this::release);
    }

    @Override
    public void opened(EventFeed feed) {
        serial.execute(() -> {
            if (feed != current || over) {
                feed.cancel();
                return;
            }
            transport.heard();
            open = true;
            openedOnce = true;
            strangers = 0;
            openedAt = System.nanoTime();
            watch(feed);
            proceed();
        });
    }

    @Override
    public void received(EventFeed from, List<Event> events) {
        serial.execute(() -> {
            if (from != current || over) {
                return;
            }
            asked = false;
            for (Event event : events) {
                if (event.id() > position) {
                    outage.over();
                    unreadable = 0;
                    position = event.id();
                    received.add(event);
                }
            }
            proceed();
        });
    }

    @Override
    public void lost(EventFeed from, Throwable reason) {
        serial.execute(() -> {
            if (from == current && !over) {
                disconnected(reason, null);
            }
        });
    }

    /** Delivers what is there and asked for, then sees to it that more can come. */
    private void proceed() {
        while (!over && demand > 0 && !received.isEmpty()) {
            Event event = received.remove();
            if (demand != Long.MAX_VALUE) {
                demand--;
            }
            deliver(() -> subscriber.onNext(event));
        }
        if (over) {
            return;
        }
        EventFeed feed = current;
        if (demand == 0) {
            if (feed == null && !pausing) {
                outage.rest();
            }
            return;
        }
        if (feed == null) {
            if (!pausing) {
                outage.resume();
                connect();
            }
        } else if (open && !asked) {
            asked = true;
            feed.request();
        }
    }

    /** A subscriber that throws gets no more, as Reactive Streams has it (2.13). */
    private void deliver(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "A subscriber of events threw an exception and gets no more", e);
            over = true;
            release();
        }
    }

    private void connect() {
        EventFeed feed = new EventFeed(this);
        current = feed;
        CompletableFuture<Answer> attempt = transport.open("/events" + filter.query(position), feed);
        opening = attempt;
        attempt.whenComplete((answer, failure) -> serial.execute(() -> {
            if (feed != current || over) {
                return;
            }
            opening = null;
            if (failure != null) {
                failed(Transport.unwrap(failure));
            } else if (!Transport.isFed(answer)) {
                refused(answer);
            }
        }));
    }

    private void failed(Throwable failure) {
        if (transport.isClosed()) {
            end(null);
        } else if (transport.isHopeless(failure)) {
            end(transport.unreachable(failure));
        } else if (failure instanceof IOException || failure instanceof TimeoutException) {
            disconnected(failure, null);
        } else {
            end(failure);
        }
    }

    /**
     * Tries again later where that can help: a refusal for good is a 3xx or 4xx, or the answer of somebody else. The latter
     * can pass, too, where there was a stream before, such as the page that a proxy shows during a restart.
     */
    private void refused(Answer answer) {
        ApiException refusal = answer.refusal();
        if (isPassing(answer.status()) || answer.isSuccess() && openedOnce && ++strangers < NO_ACCIDENT) {
            disconnected(refusal, answer.retryAfter());
        } else {
            end(refusal);
        }
    }

    /** Returns whether a refusal with this status can pass. */
    static boolean isPassing(int status) {
        return status >= 500 || status == 429 || status == 408;
    }

    private void disconnected(Throwable reason, @Nullable Duration retryAfter) {
        LOG.log(Level.DEBUG, "The stream of events is interrupted after {0}: {1}", position, reason);
        if (open && System.nanoTime() - openedAt >= PROVEN.toNanos()) {
            outage.over();
        }
        drop();
        boolean believed = reason instanceof EventFeed.Unreadable && ++unreadable >= NO_ACCIDENT;
        Duration pause = believed ? null : outage.failed(retryAfter);
        if (pause == null) {
            end(lasting(reason));
            return;
        }
        pausing = true;
        transport
                .after(pause)
                .execute(() -> serial.execute(() -> {
                    pausing = false;
                    proceed();
                }));
    }

    /** Returns what to tell of a failure that does not pass. */
    private Throwable lasting(Throwable reason) {
        if (reason instanceof EventFeed.Unreadable) {
            return ApiException.unexpected(
                    200,
                    "HTTP 200 with an event after " + position + " that cannot be read: " + reason.getMessage(),
                    reason);
        }
        return reason instanceof ApiException ? reason : transport.unreachable(reason);
    }

    /** Looks now and then whether a peer that should be heard is: the gateway sends a comment every 30 s. */
    private void watch(EventFeed feed) {
        transport
                .after(silence.dividedBy(3))
                .execute(() -> serial.execute(() -> {
                    if (over || feed != current) {
                        return;
                    }
                    if (asked && System.nanoTime() - feed.lastSign() > silence.toNanos()) {
                        disconnected(new IOException("nothing was heard for " + silence.toSeconds() + " s"), null);
                    } else {
                        watch(feed);
                    }
                }));
    }

    /** Ends the subscription; null means that the client was closed. */
    private void end(@Nullable Throwable failure) {
        if (!over) {
            introduce();
        }
        if (over) {
            return;
        }
        over = true;
        release();
        try {
            if (failure == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(failure);
            }
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "A subscriber of events threw an exception at its end", e);
        }
    }

    private void release() {
        forget.run();
        received.clear();
        drop();
    }

    private void drop() {
        EventFeed feed = current;
        CompletableFuture<?> attempt = opening;
        current = null;
        opening = null;
        open = false;
        asked = false;
        if (feed != null) {
            feed.cancel();
        }
        if (attempt != null) {
            attempt.cancel(true);
        }
    }
}
