package io.metaforge.adapter.llm;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes LangChain4j's HTTP calls, which end in time, also in the middle of a body, or when their thread is interrupted: the
 * connection is closed then, so that nobody goes on to write what nobody reads. Thread-safe.
 *
 * <p>Redirects are not followed: they would take the key to an address that nobody configured. The body of an error is
 * not kept.
 */
final class BoundedHttpClient implements HttpClient {

    /** The longest answers that are asked for take a hundredth of it. */
    private static final int MAX_BODY = 8 << 20;

    private static final Duration CONNECT_TIME = Duration.ofSeconds(10);

    private final java.net.http.HttpClient http = java.net.http.HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIME)
            .followRedirects(Redirect.NEVER)
            // Servers of local models stumble over the upgrade that is offered otherwise.
            .version(Version.HTTP_1_1)
            .build();

    private final Clock clock;

    /** How long the current thread's next call may take; taken away by it. */
    private final ThreadLocal<@Nullable Duration> time = new ThreadLocal<>();

    BoundedHttpClient(Clock clock) {
        this.clock = clock;
    }

    /** Lets this thread make one call, which may take so long. */
    void allow(Duration duration) {
        time.set(duration);
    }

    /** Returns a builder as LangChain4j asks for one; it always builds this. */
    HttpClientBuilder asBuilder() {
        return new Always();
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        Duration limit = time.get();
        time.remove();
        if (limit == null) {
            throw CallFailed.of(CallFailed.Kind.ASKED_AGAIN);
        }
        CompletableFuture<HttpResponse<byte[]>> call =
                http.sendAsync(translated(request), head -> new BoundedBody(MAX_BODY));
        try {
            HttpResponse<byte[]> response = call.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (response.statusCode() < 200 || response.statusCode() > 299) {
                throw CallFailed.status(response.statusCode(), retryAfter(response));
            }
            return SuccessfulHttpResponse.builder()
                    .statusCode(response.statusCode())
                    .headers(response.headers().map())
                    .body(response.body())
                    .build();
        } catch (TimeoutException e) {
            throw CallFailed.of(CallFailed.Kind.TOO_LATE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CallFailed.of(CallFailed.Kind.INTERRUPTED);
        } catch (ExecutionException e) {
            throw CallFailed.in(e).orElseGet(() -> CallFailed.of(CallFailed.Kind.CONNECTION));
        } finally {
            call.cancel(true);
        }
    }

    private static java.net.http.HttpRequest translated(HttpRequest request) {
        java.net.http.HttpRequest.Builder builder = java.net.http.HttpRequest.newBuilder(URI.create(request.url()));
        request.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        String body = request.body();
        builder.method(request.method().name(), body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return builder.build();
    }

    /** RFC 9110, 10.2.3: seconds, or a date. */
    private Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers().firstValue("Retry-After").flatMap(value -> {
            try {
                return Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(value.strip()))));
            } catch (NumberFormatException notSeconds) {
                return untilDate(value);
            }
        });
    }

    private Optional<Duration> untilDate(String date) {
        try {
            Duration left = Duration.between(
                    clock.instant(),
                    ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        throw new UnsupportedOperationException("answers are taken whole");
    }

    private final class Always implements HttpClientBuilder {

        private Duration connectTimeout = CONNECT_TIME;
        private Duration readTimeout = CONNECT_TIME;

        @Override
        public Duration connectTimeout() {
            return connectTimeout;
        }

        @Override
        public HttpClientBuilder connectTimeout(Duration timeout) {
            connectTimeout = timeout;
            return this;
        }

        @Override
        public Duration readTimeout() {
            return readTimeout;
        }

        @Override
        public HttpClientBuilder readTimeout(Duration timeout) {
            readTimeout = timeout;
            return this;
        }

        @Override
        public HttpClient build() {
            return BoundedHttpClient.this;
        }
    }
}
