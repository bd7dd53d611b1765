package io.metaforge.client;

import io.metaforge.api.ErrorCodes;
import io.metaforge.api.Events;
import io.metaforge.api.Failure;
import io.metaforge.api.Statuses;
import io.metaforge.client.error.ApiException;
import io.metaforge.client.error.GatewayUnreachableException;
import io.metaforge.client.error.WaitTimeoutException;
import io.metaforge.client.event.Event;
import io.metaforge.client.event.Progress;
import io.metaforge.client.internal.Answer;
import io.metaforge.client.internal.Backoff;
import io.metaforge.client.internal.ClientClosed;
import io.metaforge.client.internal.EventPage;
import io.metaforge.client.internal.GatewayAddress;
import io.metaforge.client.internal.Request;
import io.metaforge.client.internal.Transport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The wait for the end of one run: follows its events, and asks for its status where they do not come.
 *
 * <p>The session's own state decides, never an event alone: events say when to look.
 */
final class Waiting extends CompletableFuture<Session> {

    /** How long no event is nothing to worry about. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    /** How long the first look may take where the time to wait is shorter. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(1);

    private static final Set<String> ENDS =
            Set.of(Events.SESSION_COMPLETE, Events.SESSION_FAILED, Events.SESSION_CANCELLED);

    private static final Duration LONG_POLL = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Transport transport;
    private final Session session;
    private final Duration timeout;
    private final Consumer<? super Progress> onProgress;
    private final Set<CompletableFuture<?>> calls = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean polling = new AtomicBoolean();
    private final Object handover = new Object();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile long lastEvent;
    private volatile boolean looked;
    private volatile boolean late;

    // Who delivers reports, and how far that has come: first the stream, then whoever finds out that the run has ended.
    private boolean delivering;
    private boolean ended;
    private boolean handedOver;
    private volatile long delivered;

    private Waiting(Transport transport, Session session, Duration timeout, Consumer<? super Progress> onProgress) {
        this.transport = transport;
        this.session = session;
        this.timeout = timeout;
        this.onProgress = onProgress;
    }

    static CompletableFuture<Session> begin(
            Transport transport, Session session, Duration timeout, Consumer<? super Progress> onProgress) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("a time to wait is not negative: " + timeout);
        }
        Duration atMost = timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
        Waiting waiting = new Waiting(transport, session, atMost, onProgress);
        waiting.begin();
        return waiting;
    }

    private void begin() {
        CompletableFuture<Void> timer =
                new CompletableFuture<Void>().orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        timer.whenComplete((nothing, timeUp) -> {
            if (timeUp != null) {
                transport.callBack(this::timeUp);
            }
        });
        Runnable forget = transport.whenClosed(() -> completeExceptionally(new ClientClosed()));
        whenComplete((ended, failure) -> {
            timer.complete(null);
            forget.run();
            Flow.Subscription current = subscription;
            if (current != null) {
                current.cancel();
            }
            calls.forEach(call -> call.cancel(true));
        });
        look(1, this::follow, () -> catchUp(0));
    }

    /** Time is up; a first look that is under way has a moment left, however short the time was. */
    private void timeUp() {
        if (looked) {
            expire();
        } else {
            late = true;
            transport.after(FIRST_LOOK).execute(this::expire);
        }
    }

    private void expire() {
        if (session.state().hasEnded()) {
            finish();
        } else {
            completeExceptionally(new WaitTimeoutException(session.id(), session.status(), timeout));
        }
    }

    private void follow() {
        looked = true;
        if (late) {
            expire();
            return;
        }
        session.events().subscribe(new Follower());
        lastEvent = System.nanoTime();
        watch();
    }

    /** Asks for the state of the session, as often as it takes to hear it. */
    private void look(int attempt, Runnable whileRunning, Runnable whenEnded) {
        call(session.refreshAsync(), (state, failure) -> {
            if (failure == null) {
                (session.state().hasEnded() ? whenEnded : whileRunning).run();
            } else if (isPassing(failure)) {
                transport.after(Backoff.pause(attempt)).execute(() -> {
                    if (!isDone()) {
                        look(attempt + 1, whileRunning, whenEnded);
                    }
                });
            } else {
                completeExceptionally(failure);
            }
        });
    }

    /** Hands on the reports that nobody has delivered yet, then finishes: the end can be heard before them. */
    private void ended() {
        synchronized (handover) {
            ended = true;
            if (delivering || handedOver) {
                return; // the stream hands over after the report that is being delivered
            }
            handedOver = true;
        }
        takeOver();
    }

    private void takeOver() {
        Flow.Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
        catchUp(delivered);
    }

    /** Hands on the reports after a position of a run that has ended. */
    private void catchUp(long after) {
        call(transport.send(EventPage.of(session.id(), after), EventPage::read), (page, failure) -> {
            if (failure != null || page == null) {
                finish(); // the reports are a courtesy
                return;
            }
            page.events().forEach(this::report);
            if (page.isLast(after)) {
                finish();
            } else {
                catchUp(page.next());
            }
        });
    }

    private void finish() {
        SessionState state = session.state();
        if (state.status().equals(Statuses.FAILED)) {
            completeExceptionally(failure(state.error()));
        } else {
            complete(session);
        }
    }

    private void report(Event event) {
        if (!isDone()) {
            event.progress().ifPresent(onProgress);
        }
    }

    /** Asks for the status as well where no event came for a while: maybe none can come. */
    private void watch() {
        transport.after(QUIET).execute(() -> {
            if (isDone()) {
                return;
            }
            if (System.nanoTime() - lastEvent >= QUIET.toNanos()) {
                poll();
            } else {
                watch();
            }
        });
    }

    /** Has the gateway answer once the run has ended, again and again; the first caller is enough. */
    private void poll() {
        if (!isDone() && polling.compareAndSet(false, true)) {
            pollOnce(1);
        }
    }

    private void pollOnce(int attempt) {
        Request request = Request.get(
                "/agent/" + GatewayAddress.segment(session.id()) + "/status?wait=" + LONG_POLL.toSeconds(), LONG_POLL);
        long begun = System.nanoTime();
        call(transport.send(request, Answer.bytes()), (answer, failure) -> {
            boolean early = System.nanoTime() - begun < LONG_POLL.toNanos() / 2;
            look(
                    attempt,
                    () -> {
                        // A proxy that cuts requests short, or a gateway that does not wait, is not to be kept busy.
                        Duration pause = early ? Duration.ofSeconds(1) : Duration.ZERO;
                        transport.after(pause).execute(() -> {
                            if (!isDone()) {
                                pollOnce(early ? attempt + 1 : 1);
                            }
                        });
                    },
                    this::ended);
        });
    }

    /** Makes a call that ends with this wait; an exception of what comes next is the result, so nobody waits in vain. */
    private <T> void call(CompletableFuture<T> call, BiConsumer<@Nullable T, @Nullable Throwable> next) {
        calls.add(call);
        if (isDone()) {
            call.cancel(true);
        }
        call.whenComplete((result, failure) -> {
            calls.remove(call);
            if (isDone()) {
                return;
            }
            guarded(() -> next.accept(result, failure));
        });
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            completeExceptionally(e);
        }
    }

    private static boolean isPassing(Throwable failure) {
        if (failure instanceof ApiException refusal) {
            return Set.of(408, 429, 502, 503, 504).contains(refusal.status());
        }
        return failure instanceof GatewayUnreachableException;
    }

    private ApiException failure(@Nullable Failure error) {
        String code = error == null || error.code() == null ? ErrorCodes.AGENT_ERROR : error.code();
        String message = error == null || error.message() == null
                ? session.id() + " failed; it is not said why"
                : error.message();
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("session_id", session.id());
        details.putAll(error == null ? Map.of() : error.details());
        int status =
                switch (code) {
                    case "VALIDATION_ERROR" -> 400;
                    case "NOT_FOUND" -> 404;
                    case "CONFLICT" -> 409;
                    case "UNAVAILABLE" -> 503;
                    case "TIMEOUT" -> 504;
                    default -> 500;
                };
        return ApiException.of(status, new Failure(code, message, details), null);
    }

    /** Hears of the run's progress and end. */
    private final class Follower implements Flow.Subscriber<Event> {

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            if (isDone()) {
                given.cancel();
            } else {
                given.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onNext(Event event) {
            lastEvent = System.nanoTime();
            synchronized (handover) {
                if (handedOver) {
                    return;
                }
                delivering = true;
            }
            if (event.name().equals(Events.AGENT_PROGRESS)) {
                guarded(() -> report(event));
            } else if (!event.name().equals(Events.SESSION_STARTED) && !isDone()) {
                // Reports end before the run does; other events, also those that are new to this client, are within it.
                boolean last = ENDS.contains(event.name());
                look(1, () -> {}, last ? Waiting.this::finish : Waiting.this::ended);
            }
            synchronized (handover) {
                delivering = false;
                delivered = event.id();
                if (!ended || handedOver) {
                    return;
                }
                handedOver = true;
            }
            takeOver();
        }

        @Override
        public void onError(Throwable refused) {
            poll();
        }

        @Override
        public void onComplete() {
            completeExceptionally(new ClientClosed());
        }
    }
}
