package io.metaforge.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.metaforge.application.port.in.ApiKeys;
import io.metaforge.application.settings.AccessSettings;
import io.metaforge.domain.access.Scope;
import io.metaforge.domain.session.SessionId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Timeout(60)
class KeysTest {

    private final Gateway gateway = new Gateway(AccessSettings.KEYS);
    private final String key = create("ana", Scope.READ, Scope.RUN, Scope.APPROVE);

    @AfterEach
    void stop() {
        gateway.close();
    }

    private String create(String name, Scope... scopes) {
        return gateway.metaForge
                .apiKeys()
                .create(new ApiKeys.Command(name, EnumSet.copyOf(List.of(scopes)), null))
                .text()
                .reveal();
    }

    private HttpResponse<String> get(String path, @Nullable String... authorizations) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.uri(path));
        for (String authorization : authorizations) {
            request.header("Authorization", String.valueOf(authorization));
        }
        return gateway.send(request);
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes over a bare socket and reads the answer until the server closes. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void the_scheme_is_read_in_any_case() {
        for (String scheme : List.of("Bearer ", "bearer ", "BEARER ", "bEaReR   ")) {
            assertThat(get("/api/v1/sessions", scheme + key).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_key_is_also_taken_as_password_whatever_the_user_so_that_pages_can_call() {
        assertThat(get("/api/v1/sessions", basic("", key)).statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/sessions", basic("anybody at all", key)).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "KEY",
                "Token KEY",
                "BearerKEY",
                "Bearer KEY KEY",
                "Bearer KEY,Bearer KEY",
                "Bearer \"KEY\"",
                "Bearer KEYx",
                "Basic KEY",
                "Basic !!!",
                "Basic a2V5",
                "Digest username=\"x\""
            })
    void what_is_no_key_is_refused(String authorization) {
        Answers.error(get("/api/v1/sessions", authorization.replace("KEY", key)), 401, "UNAUTHORIZED");
    }

    @Test
    void two_headers_are_none() {
        Answers.error(get("/api/v1/sessions", "Bearer " + key, "Bearer " + key), 401, "UNAUTHORIZED");
        Answers.error(get("/api/v1/sessions", "Bearer x", "Bearer " + key), 401, "UNAUTHORIZED");
    }

    @Test
    void a_header_of_thousands_of_characters_is_refused_like_any_other_that_is_no_key() {
        Answers.error(get("/api/v1/sessions", "Bearer " + "a".repeat(7_000)), 401, "UNAUTHORIZED");
        Answers.error(get("/api/v1/sessions", basic("u".repeat(3_000), "p".repeat(2_000))), 401, "UNAUTHORIZED");
    }

    @Test
    void control_characters_in_the_header_let_nobody_in() throws IOException {
        for (String value : List.of("Bearer \0" + key, "Bearer " + key + "\0", "Bearer\0" + key, "\0Bearer " + key)) {
            String answer =
                    raw("GET /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: "
                            + value + "\r\n\r\n");

            assertThat(answer).containsPattern("^HTTP/1.1 40[01] ");
        }
    }

    @Test
    void a_key_in_the_query_is_not_read() {
        for (String name : List.of("key", "api_key", "access_token")) {
            Answers.error(get("/api/v1/sessions?" + name + "=" + key), 401, "UNAUTHORIZED");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/health/",
                "//api/v1/health",
                "/api/v1/health;v=1",
                "/api/v1/%68ealth",
                "/api/v1/health/../sessions",
                "/api/v1/HEALTH",
                "/api/v1",
                "/nothing",
                "/api/v1/session/create"
            })
    void without_a_key_nobody_learns_which_paths_there_are(String path) throws IOException {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 401 ").contains("WWW-Authenticate: Bearer realm=\"metaforge\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "TRACE"})
    void without_a_key_there_is_only_reading(String method) throws IOException {
        assertThat(raw(method + " /api/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 401 ");
    }

    @Test
    void strangers_cannot_fill_the_log() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger("io.metaforge.adapter.rest");
        root.addAppender(log);
        log.start();
        try {
            for (int i = 0; i < 50; i++) {
                Answers.error(get("/api/v1/session/" + "x".repeat(1000)), 401, "UNAUTHORIZED");
            }
            assertThat(log.list.stream().filter(line -> line.getLevel().isGreaterOrEqual(Level.INFO)))
                    .hasSize(10)
                    .allSatisfy(line -> assertThat(line.getFormattedMessage())
                            .isEqualTo("No valid API key in a request from 127.0.0.1"));

            log.list.clear();
            get("/api/v1/session/" + "x".repeat(1000), "Bearer " + key);
            assertThat(log.list).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
                    .hasSizeLessThan(600));
        } finally {
            root.detachAppender(log);
        }
    }

    @Test
    void the_key_is_looked_at_before_the_body() throws IOException {
        String head = "POST /api/v1/agent/run HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";

        assertThat(raw(head + "Content-Type: application/json\r\nContent-Length: 3\r\n\r\n{{{"))
                .startsWith("HTTP/1.1 401 ");
        assertThat(raw(head + "Content-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc"))
                .startsWith("HTTP/1.1 401 ");
        // Declared, but never sent: the answer does not wait for it.
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((head + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                            .readLine())
                    .startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void pages_ask_browsers_for_the_key_as_password() {
        for (String path : List.of("/", "/ui/session/session-0", "/ui/page.css", "/ui/page.js")) {
            HttpResponse<String> refused = get(path);
            Answers.error(refused, 401, "UNAUTHORIZED");
            assertThat(refused.headers().firstValue("WWW-Authenticate"))
                    .hasValue("Basic realm=\"metaforge\", charset=\"UTF-8\"");
        }
        assertThat(get("/", basic("ana", key)).statusCode()).isEqualTo(200);
        assertThat(get("/ui/page.js", basic("", key)).statusCode()).isEqualTo(200);
        Answers.error(get("/", basic(key, "")), 401, "UNAUTHORIZED");
        Answers.error(get("/", basic("", create("runner", Scope.RUN))), 403, "FORBIDDEN");
    }

    @Test
    void the_holder_of_the_key_is_who_created_and_who_decided() {
        String id = Answers.json(
                        send("/agent/run?wait=20", "{\"skill\":\"spec\",\"input\":{\"files\":[\"PRD.md\"]}}", key))
                .get("session_id")
                .textValue();
        send("/approve/" + id, "", key);

        assertThat(get("/api/v1/audit", "Bearer " + key).body()).contains("\"actor\":\"ana\"");
        assertThat(gateway.metaForge
                        .sessions()
                        .get(SessionId.parse(id))
                        .createdBy()
                        .name())
                .isEqualTo("ana");
    }

    @Test
    void idempotency_keys_and_waiting_sessions_are_those_of_one_key() {
        String other = create("ben", Scope.RUN);
        String body = "{\"skill\":\"spec\",\"input\":{\"files\":[\"PRD.md\"]}}";

        String first = Answers.json(send("/session/create", body, key, "same"))
                .get("id")
                .textValue();
        String second = Answers.json(send("/session/create", body, other, "same"))
                .get("id")
                .textValue();
        String run =
                Answers.json(send("/agent/run", body, other)).get("session_id").textValue();

        assertThat(second).isNotEqualTo(first);
        assertThat(run).isEqualTo(second);
    }

    private HttpResponse<String> send(String path, String json, String as, String... idempotencyKey) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.uri("/api/v1" + path))
                .header("Authorization", "Bearer " + as)
                .POST(HttpRequest.BodyPublishers.ofString(json));
        if (!json.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        for (String each : idempotencyKey) {
            request.header("Idempotency-Key", each);
        }
        return gateway.send(request);
    }

    @Test
    void every_answer_tells_what_is_left_and_the_last_when_to_come_back() {
        for (int left = 99; left >= 0; left--) {
            HttpResponse<String> response =
                    get(left % 2 == 0 ? "/api/v1/sessions" : "/api/v1/nothing", "Bearer " + key);
            assertThat(response.headers().firstValue("RateLimit-Limit")).hasValue("100");
            assertThat(response.headers().firstValue("RateLimit-Remaining")).hasValue(Integer.toString(left));
            assertThat(response.headers().firstValueAsLong("RateLimit-Reset").orElseThrow())
                    .isBetween(1L, 60L);
        }

        HttpResponse<String> refused = get("/api/v1/sessions", "Bearer " + key);

        Answers.error(refused, 429, "RATE_LIMITED");
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 60L);
        assertThat(refused.headers().firstValue("RateLimit-Remaining")).hasValue("0");
        assertThat(get("/api/v1/health", "Bearer " + key).statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/sessions", "Bearer " + create("ben", Scope.READ))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_run_that_is_one_too_many_is_refused_until_another_has_ended() {
        try (Gateway two = new Gateway(new AccessSettings(true, 100, 1))) {
            String runner = two.metaForge
                    .apiKeys()
                    .create(new ApiKeys.Command("ana", Set.of(Scope.RUN), null))
                    .text()
                    .reveal();
            CountDownLatch gate = two.agent.closeGate();
            HttpRequest.Builder run = HttpRequest.newBuilder(two.uri("/api/v1/agent/run"))
                    .header("Authorization", "Bearer " + runner)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"skill\":\"spec\",\"input\":{\"files\":[\"PRD.md\"],\"args\":{\"wait\":true}}}"));
            assertThat(two.send(run.copy()).statusCode()).isEqualTo(202);

            HttpResponse<String> refused = two.send(run.copy());

            Answers.error(refused, 429, "RATE_LIMITED");
            assertThat(refused.headers().firstValueAsLong("Retry-After")).isPresent();
            gate.countDown();
            Awaitility.await().until(() -> two.send(run.copy()).statusCode() == 202);
        }
    }

    @Test
    void a_revoked_key_is_refused_and_what_it_listens_to_ends() throws Exception {
        HttpResponse<InputStream> stream = gateway.client.send(
                HttpRequest.newBuilder(gateway.uri("/api/v1/events"))
                        .header("Accept", "text/event-stream")
                        .header("Authorization", "Bearer " + key)
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        String other = create("ben", Scope.READ);
        HttpResponse<InputStream> untouched = gateway.client.send(
                HttpRequest.newBuilder(gateway.uri("/api/v1/events"))
                        .header("Accept", "text/event-stream")
                        .header("Authorization", "Bearer " + other)
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);

        gateway.metaForge.apiKeys().revoke("ana");
        long revoked = System.nanoTime();

        assertThat(toTheEnd(stream.body()).orTimeout(20, TimeUnit.SECONDS).join())
                .startsWith(":");
        assertThat(Duration.ofNanos(System.nanoTime() - revoked)).isLessThan(Duration.ofSeconds(5));
        Answers.error(get("/api/v1/sessions", "Bearer " + key), 401, "UNAUTHORIZED");
        assertThat(untouched.body().read())
                .as("the stream of another key goes on")
                .isEqualTo(':');
        untouched.body().close();
    }

    private static CompletableFuture<String> toTheEnd(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void without_required_keys_none_is_looked_at() {
        try (Gateway open = new Gateway()) {
            HttpResponse<String> response = open.send(
                    HttpRequest.newBuilder(open.uri("/api/v1/sessions")).header("Authorization", "Bearer nonsense"));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("RateLimit-Limit")).isEmpty();
        }
    }
}
