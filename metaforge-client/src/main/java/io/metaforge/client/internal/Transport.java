package io.metaforge.client.internal;

import io.metaforge.client.error.GatewayUnreachableException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests, and sends them again where that is safe and can help. Thread-safe; never blocks.
 *
 * <p>Futures that it returns can be cancelled: the request is then given up.
 */
public final class Transport {

    /** Longest pause that a gateway can ask for; where it asks for more, its refusal is the result. */
    static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(60);

    private static final String ANYTHING = "application/json, text/x-diff, */*;q=0.5";

    private static final System.Logger LOG = System.getLogger("io.metaforge.client");

    private final TransportSettings settings;
    private final Executor executor;
    private volatile @Nullable HttpClient http;
    private final Set<Call<?>> underWay = ConcurrentHashMap.newKeySet();
    private final Set<Runnable> onClose = ConcurrentHashMap.newKeySet();
    private volatile boolean answered;
    private volatile boolean closed;

    /**
     * Creates a transport.
     *
     * @param tls what to trust and to show for https; null for what the JDK is set to
     */
    public Transport(TransportSettings settings, Executor executor, @Nullable SSLContext tls) {
        this.settings = settings;
        this.executor = executor;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .executor(executor);
        if (tls != null) {
            builder.sslContext(tls);
        } else if ("http".equals(settings.gateway().root().getScheme())) {
            builder.sslContext(trustingNobody());
        }
        this.http = builder.build();
    }

    /**
     * Returns a context for connections that do not use it: without one the JDK would read every certificate authority it
     * trusts, which takes longer than a whole call. Should it be used after all, no certificate is good enough.
     */
    private static SSLContext trustingNobody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    public GatewayAddress gateway() {
        return settings.gateway();
    }

    public TransportSettings settings() {
        return settings;
    }

    /** Returns the executor that all callbacks run on. */
    public Executor executor() {
        return executor;
    }

    /** Returns an executor that starts tasks after a pause. */
    public Executor after(Duration pause) {
        return CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, this::callBack);
    }

    /** Sends a request; completes with what the reader makes of the answer. */
    public <T> CompletableFuture<T> send(Request request, Answer.Reader<T> reader) {
        return send(request, reader, settings.retries());
    }

    /** As {@link #send}, for a caller with a patience of its own: does not send it again. */
    <T> CompletableFuture<T> sendOnce(Request request, Answer.Reader<T> reader) {
        return send(request, reader, 0);
    }

    private <T> CompletableFuture<T> send(Request request, Answer.Reader<T> reader, int retries) {
        Call<T> call = new Call<>(request, reader, retries);
        underWay.add(call);
        call.whenComplete((result, failure) -> {
            underWay.remove(call);
            call.stopExchange();
        });
        if (closed) {
            call.completeExceptionally(new ClientClosed());
        } else {
            call.attempt(0, false);
        }
        return call;
    }

    /**
     * Asks once for a stream of events and has {@code feed} read it. Completes with the head of the answer; where that is not
     * {@link #isFed} its body is there as well, and the feed learns nothing. Completes exceptionally with what the JDK says.
     */
    CompletableFuture<Answer> open(String path, EventFeed feed) {
        CompletableFuture<Answer> opened = new CompletableFuture<>();
        try {
            HttpRequest request = http(Request.get(path), "text/event-stream, application/json;q=0.5");
            CompletableFuture<HttpResponse<byte[]>> sent = client().sendAsync(
                            request, head -> isStream(head.statusCode(), head.headers()) ? feed : whole(head));
            opened.whenComplete((answer, failure) -> sent.cancel(true)); // does nothing once it is there
            sent.copy()
                    .orTimeout(settings.requestTimeout().toNanos(), TimeUnit.NANOSECONDS)
                    .whenComplete((response, failure) -> {
                        if (failure == null) {
                            opened.complete(
                                    new Answer(response.statusCode(), response.headers(), response.body(), false));
                        } else {
                            opened.completeExceptionally(reason(failure));
                        }
                    });
        } catch (RuntimeException e) {
            opened.completeExceptionally(e);
        }
        return opened;
    }

    private HttpResponse.BodySubscriber<byte[]> whole(HttpResponse.ResponseInfo head) {
        heard();
        return new LimitedBody(head.statusCode());
    }

    /** Returns whether an answer to {@link #open} is a stream. */
    static boolean isFed(Answer answer) {
        return isStream(answer.status(), answer.headers());
    }

    private static boolean isStream(int status, HttpHeaders headers) {
        String type = headers.firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        return status == 200 && type.startsWith("text/event-stream");
    }

    /** Has {@code action} run when the client is closed, or at once where it is; the result takes that back. */
    public Runnable whenClosed(Runnable action) {
        onClose.add(action);
        if (closed && onClose.remove(action)) {
            action.run();
        }
        return () -> onClose.remove(action);
    }

    boolean isClosed() {
        return closed;
    }

    /** Ends everything that is under way. */
    public void close() {
        closed = true;
        onClose.forEach(action -> {
            if (onClose.remove(action)) {
                action.run();
            }
        });
        underWay.forEach(call -> call.completeExceptionally(new ClientClosed()));
        HttpClient open = http;
        http = null;
        if (open != null) {
            end(open);
        }
    }

    /** From JDK 21 on a client can be ended; before, its thread and connections end once nothing refers to it. */
    private static void end(HttpClient open) {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(open);
        } catch (NoSuchMethodException olderJdk) {
            LOG.log(Level.DEBUG, "The connections are left to the garbage collector");
        } catch (ReflectiveOperationException e) {
            LOG.log(Level.DEBUG, "The connections cannot be ended", e);
        }
    }

    private HttpClient client() {
        HttpClient open = http;
        if (open == null) {
            throw new ClientClosed();
        }
        return open;
    }

    /** Notes that something at the gateway's address answered. */
    void heard() {
        answered = true;
    }

    /**
     * Returns whether the failure is no passing one: nobody answers at an address that never answered, so it is the wrong
     * one, or nothing was started there yet. Nobody likes to wait for that.
     */
    boolean isHopeless(Throwable failure) {
        return !answered && (isNoConnection(failure) || failure instanceof SSLException);
    }

    private static boolean isNoConnection(Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof HttpConnectTimeoutException
                || failure instanceof SSLHandshakeException;
    }

    /** Returns the exception for a connection that could not be had or was lost. */
    GatewayUnreachableException unreachable(Throwable failure) {
        String reason;
        if (failure instanceof HttpConnectTimeoutException) {
            reason = "no connection within " + seconds(settings.connectTimeout());
        } else if (failure instanceof HttpTimeoutException || failure instanceof TimeoutException) {
            reason = "no answer within " + seconds(settings.requestTimeout());
        } else if (failure instanceof SSLException) {
            reason = "TLS failed: " + failure.getMessage();
        } else if (failure.getCause() instanceof UnresolvedAddressException) {
            reason = "its name is not known";
        } else if (failure instanceof ConnectException) {
            reason = "connection refused";
        } else {
            reason = "the connection was lost before the answer was complete";
        }
        return new GatewayUnreachableException(gateway().root(), reason, failure);
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    /**
     * Returns why an exchange failed. What the JDK trips over in an answer that is no HTTP, such as a length that is no
     * number, is as good as a broken connection.
     */
    private static Throwable reason(Throwable failure) {
        Throwable inner = unwrap(failure);
        return inner instanceof IllegalArgumentException
                ? new IOException("the answer is no HTTP: " + inner.getMessage(), inner)
                : inner;
    }

    /** Returns what is behind the wrappers of futures. */
    static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while (inner instanceof CompletionException && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /**
     * Runs what can end a future of a caller, whose own functions follow: those are to block neither the one thread that the JDK
     * has for the limits of all futures, nor its common pool.
     */
    public void callBack(Runnable step) {
        try {
            executor.execute(step);
        } catch (RejectedExecutionException shutDown) {
            step.run();
        }
    }

    private HttpRequest http(Request request, String accept) {
        URI uri = gateway().rest(request.path());
        byte[] body = request.body();
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri)
                .header("Accept", accept)
                .method(
                        request.method(),
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (body != null) {
            builder.header("Content-Type", "application/json");
        }
        if (request.idempotencyKey() != null) {
            builder.header("Idempotency-Key", request.idempotencyKey());
        }
        String authorization = settings.authorization();
        if (authorization != null) {
            builder.header("Authorization", authorization);
        }
        return builder.build();
    }

    /** A request with its repetitions. */
    private final class Call<T> extends CompletableFuture<T> {

        private final Request request;
        private final Answer.Reader<T> reader;
        private final int retries;
        private volatile @Nullable CompletableFuture<?> exchange;

        Call(Request request, Answer.Reader<T> reader, int retries) {
            this.request = request;
            this.reader = reader;
            this.retries = retries;
        }

        /** Gives up what is under way, however this call ended: by an answer, its caller, or the end of the client. */
        void stopExchange() {
            CompletableFuture<?> current = exchange;
            if (current != null) {
                current.cancel(true);
            }
        }

        /**
         * Sends the request, unless nobody waits for it any more.
         *
         * @param repetitions how often it was sent before
         * @param maybeDone whether the gateway may have done it then
         */
        void attempt(int repetitions, boolean maybeDone) {
            if (isDone()) {
                return;
            }
            try {
                CompletableFuture<HttpResponse<byte[]>> sent =
                        client().sendAsync(http(request, ANYTHING), Transport.this::whole);
                exchange = sent;
                if (isDone()) {
                    sent.cancel(true);
                }
                // The limit of the JDK's own request ends with the head of the response; this one holds for all of it.
                Duration limit = settings.requestTimeout().plus(request.patience());
                // Answers come on a thread of the JDK's common pool, time-outs on its only timer.
                sent.copy()
                        .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
                        .whenComplete((response, failure) -> callBack(() -> finish(() -> {
                            if (response != null) {
                                answered(response, repetitions, maybeDone);
                            } else {
                                sent.cancel(true);
                                lost(reason(Objects.requireNonNull(failure)), repetitions, maybeDone);
                            }
                        })));
            } catch (RuntimeException e) {
                completeExceptionally(closed ? new ClientClosed() : e);
            }
        }

        /** An exception of a step is the result: no step may leave the caller waiting. */
        private void finish(Runnable step) {
            try {
                step.run();
            } catch (RuntimeException e) {
                completeExceptionally(e);
            }
        }

        private void answered(HttpResponse<byte[]> response, int repetitions, boolean maybeDone) {
            Answer answer = new Answer(response.statusCode(), response.headers(), response.body(), maybeDone);
            T result;
            try {
                result = reader.read(answer);
            } catch (RuntimeException refusal) {
                Duration asked = answer.retryAfter();
                if (answer.isPassing() && (asked == null || asked.compareTo(LONGEST_RETRY_AFTER) <= 0)) {
                    repeat(refusal, repetitions, maybeDone || answer.isOfSomethingBetween(), asked);
                } else {
                    completeExceptionally(refusal);
                }
                return;
            }
            complete(result);
        }

        private void lost(Throwable failure, int repetitions, boolean maybeDone) {
            if (!(failure instanceof IOException || failure instanceof TimeoutException)) {
                completeExceptionally(failure);
            } else if (isHopeless(failure)) {
                completeExceptionally(unreachable(failure));
            } else {
                repeat(unreachable(failure), repetitions, maybeDone || !isNoConnection(failure), null);
            }
        }

        private void repeat(RuntimeException failure, int repetitions, boolean maybeDone, @Nullable Duration asked) {
            if (repetitions >= retries) {
                completeExceptionally(failure);
                return;
            }
            Duration pause = Backoff.pause(repetitions + 1);
            if (asked != null) {
                pause = pause.plus(asked);
            }
            LOG.log(Level.DEBUG, "{0} {1} again: {2}", request.method(), request.path(), failure.getMessage());
            after(pause).execute(() -> attempt(repetitions + 1, maybeDone));
        }
    }
}
