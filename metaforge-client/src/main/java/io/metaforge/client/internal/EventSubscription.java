package io.metaforge.client.internal;

import io.metaforge.api.EventList;
import io.metaforge.client.error.ApiException;
import io.metaforge.client.event.Event;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events to one subscriber, over as many connections as that takes.
 *
 * <p>All state is touched by tasks of one {@link Serial} only, which also make the calls to the subscriber; no lock is held
 * while they run.
 */
final class EventSubscription implements Flow.Subscription, EventSocket.Owner {

    private static final System.Logger LOG = System.getLogger("io.metaforge.client");

    /** Asks for the position after which what happens from now on has to come. */
    static final Request LATEST = Request.get("/events?after=latest");

    private final Transport transport;
    private final EventFilter filter;
    private final Flow.Subscriber<? super Event> subscriber;
    private final Duration silence;
    private final Serial serial;
    private final Runnable forget;

    /** Events that came without being asked for yet: at most one. */
    private final Queue<Event> received = new ArrayDeque<>();

    private volatile boolean over;
    private long demand;
    private long position;
    private @Nullable EventSocket current;
    private @Nullable WebSocket socket;
    private @Nullable CompletableFuture<?> opening;
    private boolean asked;
    private boolean pausing;
    private int failures;
    private long lostAt;

    private EventSubscription(
            Transport transport, EventFilter filter, Flow.Subscriber<? super Event> subscriber, Duration silence) {
        this.transport = transport;
        this.filter = filter;
        this.subscriber = subscriber;
        this.silence = silence;
        this.serial = new Serial(transport.executor());
        this.forget = transport.whenClosed(() -> serial.execute(() -> end(null)));
    }

    /** Begins a subscription; returns at once. */
    static void begin(
            Transport transport, EventFilter filter, Flow.Subscriber<? super Event> subscriber, Duration silence) {
        EventSubscription subscription = new EventSubscription(transport, filter, subscriber, silence);
        Long after = filter.after();
        if (after != null) {
            subscription.serial.execute(() -> subscription.start(after));
            return;
        }
        transport
                .send(LATEST, EventSubscription::nextOf)
                .whenComplete((latest, failure) -> subscription.serial.execute(() -> {
                    if (failure == null) {
                        subscription.start(latest);
                    } else {
                        subscription.deliver(() -> subscriber.onSubscribe(subscription));
                        subscription.end(Transport.unwrap(failure));
                    }
                }));
    }

    /** Reads the answer to {@link #LATEST}. */
    static long nextOf(Answer answer) {
        answer.requireSuccess();
        return answer.read(EventList.class, "events").next();
    }

    private void start(long after) {
        position = after;
        deliver(() -> subscriber.onSubscribe(this));
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
    public void received(EventSocket from, Event event) {
        serial.execute(() -> {
            if (from != current || over) {
                return;
            }
            asked = false;
            failures = 0;
            if (event.id() > position) {
                position = event.id();
                received.add(event);
            }
            proceed();
        });
    }

    @Override
    public void lost(EventSocket from, Throwable reason) {
        serial.execute(() -> {
            if (from == current && !over) {
                disconnected(reason);
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
        if (over || demand == 0) {
            return;
        }
        WebSocket open = socket;
        EventSocket listener = current;
        if (open != null && listener != null) {
            if (!asked) {
                asked = true;
                listener.listening();
                open.request(1);
            }
        } else if (opening == null && !pausing) {
            connect();
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
        EventSocket listener = new EventSocket(this);
        current = listener;
        CompletableFuture<WebSocket> attempt = transport.openSocket(filter.query(position), listener);
        opening = attempt;
        attempt.whenComplete((opened, failure) -> serial.execute(() -> {
            opening = null;
            if (failure != null) {
                if (listener == current && !over) {
                    refused(Transport.unwrap(failure));
                }
            } else if (over || listener != current) {
                opened.abort();
            } else {
                transport.heard();
                socket = opened;
                watch(listener);
                proceed();
            }
        }));
    }

    private void refused(Throwable failure) {
        if (failure instanceof WebSocketHandshakeException handshake) {
            transport.heard();
            int status = handshake.getResponse().statusCode();
            if (status >= 300 && status < 500 && status != 408 && status != 429) {
                askWhy(status);
                return;
            }
            disconnected(failure, Answer.retryAfter(handshake.getResponse().headers()));
        } else if (transport.isHopeless(failure)) {
            end(transport.unreachable(failure));
        } else {
            disconnected(failure);
        }
    }

    /** The JDK does not show the body of a refused handshake; the same question over HTTP is refused for the same reason. */
    private void askWhy(int status) {
        pausing = true;
        transport
                .send(Request.get("/events" + filter.query(position) + "&limit=1"), Answer.bytes())
                .whenComplete((answer, failure) -> serial.execute(() -> {
                    pausing = false;
                    if (over) {
                        return;
                    }
                    Throwable why = failure == null ? null : Transport.unwrap(failure);
                    end(
                            why instanceof ApiException refusal
                                    ? refusal
                                    : ApiException.unexpected(
                                            status,
                                            "HTTP " + status
                                                    + " where a WebSocket was asked for; does something between"
                                                    + " here and the gateway not let them through?",
                                            why));
                }));
    }

    private void disconnected(Throwable reason) {
        disconnected(reason, null);
    }

    private void disconnected(Throwable reason, @Nullable Duration retryAfter) {
        LOG.log(Level.DEBUG, "The stream of events is interrupted after {0}: {1}", position, reason);
        drop();
        failures++;
        long now = System.nanoTime();
        if (failures == 1) {
            lostAt = now;
        }
        Duration pause = Backoff.pause(failures);
        if (retryAfter != null && retryAfter.compareTo(Transport.LONGEST_RETRY_AFTER) <= 0) {
            pause = pause.plus(retryAfter);
        }
        Duration most = transport.settings().maxReconnectTime();
        if (most != null) {
            Duration left = most.minusNanos(now - lostAt);
            if (left.isNegative() || left.isZero()) {
                end(transport.unreachable(reason));
                return;
            }
            pause = pause.compareTo(left) < 0 ? pause : left;
        }
        pausing = true;
        transport
                .after(pause)
                .execute(() -> serial.execute(() -> {
                    pausing = false;
                    proceed();
                }));
    }

    /** Looks now and then whether a peer that should be heard is: the gateway sends a ping every 30 s. */
    private void watch(EventSocket listener) {
        transport
                .after(silence.dividedBy(3))
                .execute(() -> serial.execute(() -> {
                    if (over || listener != current) {
                        return;
                    }
                    if (asked && System.nanoTime() - listener.lastSign() > silence.toNanos()) {
                        disconnected(new IOException("nothing was heard for " + silence.toSeconds() + " s"));
                    } else {
                        watch(listener);
                    }
                }));
    }

    /** Ends the subscription; null means that the client was closed. */
    private void end(@Nullable Throwable failure) {
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
        WebSocket open = socket;
        CompletableFuture<?> attempt = opening;
        current = null;
        socket = null;
        asked = false;
        if (open != null) {
            if (over && !open.isOutputClosed()) {
                open.sendClose(WebSocket.NORMAL_CLOSURE, "").whenComplete((sent, failure) -> open.abort());
            } else {
                open.abort();
            }
        }
        if (attempt != null) {
            attempt.cancel(true);
        }
    }
}
