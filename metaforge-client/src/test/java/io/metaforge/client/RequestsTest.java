package io.metaforge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.metaforge.api.HealthResponse;
import io.metaforge.client.error.ApiException;
import io.metaforge.client.error.GatewayUnreachableException;
import io.metaforge.client.error.NotFoundException;
import io.metaforge.client.error.RateLimitedException;
import io.metaforge.client.error.RunTimeoutException;
import io.metaforge.client.error.UnavailableException;
import io.metaforge.client.fixture.Received;
import io.metaforge.client.fixture.ScriptedServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests look like, when they are sent again, and what becomes of answers. */
@Timeout(60)
class RequestsTest {

    private static final String SKILLS = "{\"skills\":[]}";
    private static final String RUNNING =
            "{\"session_id\":\"session-1\",\"status\":\"running\",\"agent\":\"requirements-agent\"}";

    private final AtomicInteger requests = new AtomicInteger();
    private ScriptedServer server = ScriptedServer.start(exchange -> exchange.json(200, SKILLS));
    private MetaForgeClient client = MetaForgeClient.connect(server.url());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    /** Does {@code first} with the first requests, then answers properly. */
    private void failing(int times, ScriptedServer.Script first, String body) {
        server.script(exchange -> {
            if (requests.getAndIncrement() < times) {
                first.handle(exchange);
            } else {
                exchange.json(200, body);
            }
        });
    }

    @Nested
    class Repetition {

        @Test
        void covers_a_connection_cut_before_the_answer() {
            failing(2, exchange -> exchange.cut(), SKILLS);

            assertThat(client.skills()).isEmpty();
            assertThat(requests).hasValue(3);
        }

        @Test
        void covers_a_connection_cut_in_the_middle_of_the_answer() {
            failing(
                    1,
                    exchange -> {
                        exchange.raw(
                                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"ski");
                        exchange.cut();
                    },
                    SKILLS);

            assertThat(client.skills()).isEmpty();
            assertThat(requests).hasValue(2);
        }

        @Test
        void of_a_write_carries_the_same_idempotency_key() {
            failing(2, exchange -> exchange.cut(), RUNNING);

            assertThat(client.runSkill("spec", "PRD.md").id()).isEqualTo("session-1");

            List<Received> sent = server.received();
            assertThat(sent).hasSize(3);
            assertThat(sent.stream().map(request -> request.header("idempotency-key")))
                    .doesNotContainNull()
                    .containsOnly(sent.get(0).header("idempotency-key"));
            assertThat(sent.get(2).body()).isEqualTo(sent.get(0).body());
        }

        @Test
        void is_told_from_a_second_call_by_its_key() {
            failing(0, exchange -> exchange.cut(), RUNNING);

            client.runSkill("spec");
            client.runSkill("spec");
            client.runSkill(RunRequest.of("spec").withIdempotencyKey("mine"));

            List<Received> sent = server.received();
            assertThat(sent.get(0).header("idempotency-key"))
                    .isNotEqualTo(sent.get(1).header("idempotency-key"));
            assertThat(sent.get(2).header("idempotency-key")).isEqualTo("mine");
        }

        @ParameterizedTest
        @CsvSource({"502", "503", "504", "429"})
        void covers_passing_refusals_of_proxies(int status) {
            failing(1, exchange -> exchange.answer(status, "text/html", "<html>"), SKILLS);

            assertThat(client.skills()).isEmpty();
        }

        @Test
        void waits_as_long_as_the_gateway_asks_for() {
            failing(1, exchange -> exchange.error(429, "RATE_LIMITED", "slow down", "Retry-After: 1"), SKILLS);

            long begun = System.nanoTime();
            client.skills();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));
        }

        @Test
        void waits_until_the_date_that_a_proxy_says() {
            String[] dates = {"Date: Wed, 21 Oct 2015 07:28:00 GMT", "Retry-After: Wed, 21 Oct 2015 07:28:01 GMT"};
            failing(1, exchange -> exchange.answer(503, "text/html", "<html>", dates), SKILLS);

            long begun = System.nanoTime();
            client.skills();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));
        }

        @ParameterizedTest
        @ValueSource(strings = {"99999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
        void does_not_wait_for_ever(String retryAfter) {
            failing(
                    9,
                    exchange -> exchange.error(
                            503,
                            "UNAVAILABLE",
                            "gone",
                            "Date: Wed, 21 Oct 2015 07:28:00 GMT",
                            "Retry-After: " + retryAfter),
                    SKILLS);

            assertThatThrownBy(client::skills).isInstanceOf(UnavailableException.class);
            assertThat(requests).hasValue(1);
        }

        @Test
        void does_not_wait_longer_than_a_minute() {
            failing(9, exchange -> exchange.error(429, "RATE_LIMITED", "slow down", "Retry-After: 61"), SKILLS);

            RateLimitedException refusal = catchThrowableOfType(RateLimitedException.class, client::skills);

            assertThat(refusal.retryAfter()).hasValue(Duration.ofSeconds(61));
            assertThat(requests).hasValue(1);
        }

        @Test
        void ends_after_as_many_times_as_set() {
            failing(9, exchange -> exchange.error(503, "UNAVAILABLE", "no database"), SKILLS);
            try (MetaForgeClient twice =
                    MetaForgeClient.builder(server.url()).retries(2).build()) {
                assertThatThrownBy(twice::skills)
                        .isInstanceOf(UnavailableException.class)
                        .hasMessage("no database");
            }
            assertThat(requests).hasValue(3);
        }

        @Test
        void can_be_switched_off() {
            failing(9, exchange -> exchange.cut(), SKILLS);
            try (MetaForgeClient once =
                    MetaForgeClient.builder(server.url()).retries(0).build()) {
                // Not a GET: the JDK's client repeats those once by itself where an old connection turns out to be
                // gone.
                assertThatThrownBy(() -> once.runSkill("spec"))
                        .isInstanceOf(GatewayUnreachableException.class)
                        .hasMessageContaining(server.url())
                        .hasMessageContaining("connection was lost");
            }
            assertThat(requests).hasValue(1);
        }

        @Test
        void spares_what_would_fail_again() {
            failing(9, exchange -> exchange.error(504, "TIMEOUT", "the run took too long"), SKILLS);
            assertThatThrownBy(client::skills).isInstanceOf(RunTimeoutException.class);
            assertThat(requests).hasValue(1);

            server.script(exchange -> exchange.error(500, "INTERNAL_ERROR", "a fault"));
            assertThatThrownBy(client::skills).isInstanceOf(ApiException.class);
            assertThat(server.received()).hasSize(2);
        }

        @Test
        void of_a_deletion_that_had_happened_is_success() {
            Session session = session("running");
            server.script(exchange -> {
                if (requests.getAndIncrement() == 0) {
                    exchange.cut();
                } else {
                    exchange.error(404, "NOT_FOUND", "no such session");
                }
            });

            assertThat(session.delete().deleted()).isEqualTo("session-1");
            assertThatThrownBy(session::delete).isInstanceOf(NotFoundException.class);
        }

        @ParameterizedTest
        @CsvSource({"502", "503", "504"})
        void of_a_deletion_that_something_between_lost_sight_of_is_success(int status) {
            Session session = session("running");
            failingThenGone(exchange -> exchange.answer(status, "text/html", "<html>"));

            assertThat(session.delete().deleted()).isEqualTo("session-1");
        }

        @ParameterizedTest
        @CsvSource({"429, RATE_LIMITED", "503, UNAVAILABLE"})
        void of_a_deletion_that_the_gateway_had_refused_finds_nothing_to_delete(int status, String code) {
            Session session = session("running");
            failingThenGone(exchange -> exchange.error(status, code, "not now"));

            assertThatThrownBy(session::delete).isInstanceOf(NotFoundException.class);
        }

        @Test
        void of_a_deletion_after_refused_connections_finds_nothing_to_delete() throws Exception {
            Session session = session("running");
            int port = server.port();
            server.close();
            var deletion = session.deleteAsync();
            Thread.sleep(100); // the refusals are the point
            server = ScriptedServer.startAt(port, exchange -> exchange.error(404, "NOT_FOUND", "no such session"));

            assertThatThrownBy(() -> deletion.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(NotFoundException.class);
        }

        @Test
        void of_a_deletion_takes_nobody_elses_word_for_it() {
            Session session = session("running");
            server.script(exchange -> {
                if (requests.getAndIncrement() == 0) {
                    exchange.cut();
                } else {
                    exchange.answer(404, "text/html", "<html>");
                }
            });

            assertThatThrownBy(session::delete)
                    .isInstanceOfSatisfying(ApiException.class, refusal -> assertThat(refusal.code())
                            .isEqualTo("UNEXPECTED_RESPONSE"));
        }

        private void failingThenGone(ScriptedServer.Script first) {
            server.script(exchange -> {
                if (requests.getAndIncrement() == 0) {
                    first.handle(exchange);
                } else {
                    exchange.error(404, "NOT_FOUND", "no such session");
                }
            });
        }

        @Test
        void is_not_tried_at_an_address_that_never_answered() {
            int port = server.port();
            server.close();
            long begun = System.nanoTime();

            assertThatThrownBy(client::skills)
                    .isInstanceOf(GatewayUnreachableException.class)
                    .hasMessage("No gateway answers at http://localhost:" + port + ": connection refused");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(700));
        }

        @Test
        void outlives_a_restart_of_a_gateway_that_has_answered() throws Exception {
            client.skills();
            int port = server.port();
            server.close();
            var call = client.skillsAsync();
            Thread.sleep(100); // the refusals are the point
            server = ScriptedServer.startAt(port, exchange -> exchange.json(200, SKILLS));

            assertThat(call.get()).isEmpty();
        }
    }

    @Nested
    class Patience {

        @Test
        void ends_where_no_answer_begins() {
            server.script(exchange -> exchange.awaitDisconnect());

            assertImpatient();
        }

        @Test
        void ends_where_an_answer_does_not_end() {
            server.script(exchange -> {
                exchange.raw("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{");
                exchange.awaitDisconnect();
            });

            assertImpatient();
        }

        private void assertImpatient() {
            try (MetaForgeClient impatient = MetaForgeClient.builder(server.url())
                    .requestTimeout(Duration.ofMillis(200))
                    .retries(0)
                    .build()) {
                assertThatThrownBy(impatient::skills)
                        .isInstanceOf(GatewayUnreachableException.class)
                        .hasMessageEndingWith("no answer within 200 ms");
            }
        }
    }

    @Nested
    class Answers {

        @ParameterizedTest
        @CsvSource({
            "400, VALIDATION_ERROR, ValidationException",
            "401, UNAUTHORIZED, UnauthorizedException",
            "403, FORBIDDEN, ForbiddenException",
            "404, NOT_FOUND, NotFoundException",
            "409, CONFLICT, ConflictException",
            "500, AGENT_ERROR, AgentException",
            "500, TOOL_ERROR, ToolException",
            "504, TIMEOUT, RunTimeoutException",
            "500, INTERNAL_ERROR, InternalException",
            "418, TEAPOT, ApiException"
        })
        void that_refuse_become_the_exception_of_their_code(int status, String code, String type) {
            server.script(exchange -> exchange.json(
                    status,
                    "{\"error\":{\"code\":\"" + code
                            + "\",\"message\":\"why\",\"details\":{\"session_id\":\"s\",\"x\":null},"
                            + "\"more\":1},\"more\":2}"));

            ApiException refusal = catchThrowableOfType(ApiException.class, client::skills);

            assertThat(refusal.getClass().getSimpleName()).isEqualTo(type);
            assertThat(refusal).hasMessage("why");
            assertThat(refusal.status()).isEqualTo(status);
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.details()).containsEntry("session_id", "s").containsEntry("x", null);
            assertThat(refusal.sessionId()).hasValue("s");
            assertThat(refusal.getStackTrace()).as("shows who called").anyMatch(frame -> frame.getClassName()
                    .startsWith(RequestsTest.class.getName()));
        }

        @ParameterizedTest
        @CsvSource({
            "200, text/html, <html>hello</html>",
            "200, application/json, '{\"skills\":[{\"na'",
            "200, application/json, '{\"hello\":\"world\"}'",
            "200, application/json, '[]'",
            "404, text/html, <html>no</html>",
            "302, text/html, <html>there</html>"
        })
        void of_something_else_are_no_answers(int status, String type, String body) {
            server.script(exchange -> exchange.answer(status, type, body, "Location: https://example.org/"));

            ApiException refusal = catchThrowableOfType(ApiException.class, client::skills);

            assertThat(refusal.code()).isEqualTo("UNEXPECTED_RESPONSE");
            assertThat(refusal.status()).isEqualTo(status);
            assertThat(refusal).hasMessageContaining("HTTP " + status).hasMessageContaining(type);
            assertThat(server.received()).hasSize(1);
        }

        @ParameterizedTest
        @CsvSource({
            "'{\"session_id\":\"session-1\",\"agent\":\"a\"}'",
            "'{\"session_id\":\"session-1\",\"status\":null}'",
            "'{\"session_id\":\"session-1\",\"status\":{\"a\":1}}'"
        })
        void without_what_each_has_are_none(String body) {
            server.script(exchange -> exchange.json(202, body));

            assertThatThrownBy(() -> client.runSkill("spec"))
                    .isInstanceOfSatisfying(ApiException.class, refusal -> assertThat(refusal.code())
                            .isEqualTo("UNEXPECTED_RESPONSE"));
        }

        @Test
        void without_end_are_none_and_are_left() throws Exception {
            CountDownLatch left = new CountDownLatch(1);
            String piece = " ".repeat(1 << 20);
            server.script(exchange -> {
                try {
                    exchange.raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
                    while (true) {
                        exchange.raw(piece);
                    }
                } finally {
                    left.countDown();
                }
            });

            ApiException refusal = catchThrowableOfType(ApiException.class, client::skills);

            assertThat(refusal.code()).isEqualTo("UNEXPECTED_RESPONSE");
            assertThat(refusal.status()).isEqualTo(200);
            assertThat(refusal).hasMessageContaining("MiB");
            assertThat(left.await(10, TimeUnit.SECONDS)).as("connection left").isTrue();
            assertThat(server.received()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "-7", "99999999999999999999"})
        void whose_length_is_none_are_as_good_as_a_lost_connection(String length) {
            failing(
                    1,
                    exchange -> {
                        exchange.raw("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
                        exchange.hangUp();
                    },
                    SKILLS);
            assertThat(client.skills()).isEmpty();

            requests.set(0);
            try (MetaForgeClient once =
                    MetaForgeClient.builder(server.url()).retries(0).build()) {
                assertThatThrownBy(() -> once.runSkill("spec")).isInstanceOf(GatewayUnreachableException.class);
            }
        }

        @Test
        void may_have_members_and_values_this_client_does_not_know() {
            server.script(exchange -> exchange.json(
                    200,
                    "{\"id\":\"session-1\",\"skill\":\"spec\",\"status\":\"on_hold\",\"created\":\"x\",\"updated\":\"x\","
                            + "\"new\":{\"a\":[1]},\"decision\":{\"verdict\":\"postponed\",\"new\":1}}"));

            Session session = client.session("session-1");

            assertThat(session.status()).isEqualTo("on_hold");
            assertThat(session.refresh().decision().verdict()).isEqualTo("postponed");
        }

        @Test
        void that_tell_of_bad_health_are_answers() {
            server.script(
                    exchange -> exchange.json(
                            503,
                            "{\"status\":\"unhealthy\",\"version\":\"0.1.0\",\"uptime\":1,\"components\":{\"gateway\":\"ok\"}}"));

            HealthResponse health = client.health();

            assertThat(health.status()).isEqualTo("unhealthy");
            assertThat(server.received()).hasSize(1);
        }
    }

    @Nested
    class Arguments {

        @ParameterizedTest
        @ValueSource(strings = {"", "/a.md", "a//b.md", "..", "a/../b.md", "./a.md", "a/"})
        void that_are_no_path_of_a_file_are_refused_before_anything_is_sent(String path) {
            Session session = session("pending_approval");

            assertThatThrownBy(() -> session.artifact(path))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + path + "'");
            assertThat(server.received()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "a b", "\u007f", "ä"})
        void that_are_no_idempotency_key_are_refused(String key) {
            assertThatThrownBy(() -> RunRequest.of("spec").withIdempotencyKey(key))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void that_are_at_the_bounds_of_an_idempotency_key_are_taken() {
            failing(0, exchange -> exchange.cut(), RUNNING);
            String longest = "!~".repeat(127) + "x";

            client.runSkill(RunRequest.of("spec").withIdempotencyKey(longest));

            assertThat(server.received().get(0).header("idempotency-key")).isEqualTo(longest);
            assertThatThrownBy(() -> RunRequest.of("spec").withIdempotencyKey(longest + "x"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class ApiKeys {

        private static final String KEY = "mf_very-secret-0123456789";

        @Test
        void are_sent_and_never_shown() {
            server.script(exchange -> exchange.error(401, "UNAUTHORIZED", "no such key"));
            MetaForgeClientBuilder builder =
                    MetaForgeClient.builder(server.url()).apiKey(KEY);
            try (MetaForgeClient withKey = builder.build()) {
                ApiException refusal = catchThrowableOfType(ApiException.class, withKey::skills);

                assertThat(server.received().get(0).header("authorization")).isEqualTo("Bearer " + KEY);
                assertThat(refusal.toString() + withKey + builder).doesNotContain(KEY);
            }
        }

        @Test
        void that_cannot_be_one_are_refused_without_repeating_them() {
            assertThatThrownBy(() -> MetaForgeClient.builder(server.url()).apiKey(KEY + "\n"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining(KEY);
        }
    }

    @Nested
    class Bodies {

        @Test
        void of_runs_hold_what_was_set() {
            failing(0, exchange -> exchange.cut(), RUNNING);

            client.runSkill(RunRequest.of("bom", "a/Größe.json")
                    .withArgs(Map.of("depth", 2))
                    .withTemperature(0.3)
                    .withVerboseProgress());

            Received sent = server.received().get(0);
            assertThat(sent.method()).isEqualTo("POST");
            assertThat(sent.target()).isEqualTo("/api/v1/agent/run");
            assertThat(sent.header("content-type")).isEqualTo("application/json");
            assertThat(sent.body())
                    .isEqualTo("{\"skill\":\"bom\",\"input\":{\"files\":[\"a/Größe.json\"],\"args\":{\"depth\":2}},"
                            + "\"options\":{\"temperature\":0.3,\"verbose\":true}}");
        }

        @Test
        void of_approvals_hold_the_digest_that_was_seen() {
            Session session = session("pending_approval");
            server.script(exchange -> exchange.json(
                    200, "{\"session_id\":\"session-1\",\"status\":\"approved\",\"applied\":true,\"artifacts\":[]}"));

            session.approve();
            session.approve(Approval.only("a.md").withComment("fine").withDigest("other"));

            assertThat(session.status()).isEqualTo("approved");
            assertThat(server.received("/api/v1/approve/session-1").stream().map(Received::body))
                    .containsExactly(
                            "{\"digest\":\"abc\"}",
                            "{\"comment\":\"fine\",\"digest\":\"other\",\"artifacts\":[\"a.md\"]}");
        }
    }

    @Test
    void an_older_answer_that_comes_late_does_not_turn_a_session_back() throws Exception {
        Session session = session("running");
        CountDownLatch olderAsked = new CountDownLatch(1);
        CountDownLatch newerCame = new CountDownLatch(1);
        server.script(exchange -> {
            boolean older = requests.getAndIncrement() == 0;
            if (older) {
                olderAsked.countDown();
                newerCame.await();
            }
            exchange.json(
                    200,
                    "{\"id\":\"session-1\",\"skill\":\"spec\",\"status\":\""
                            + (older
                                    ? "running\",\"updated\":\"2026-01-01T00:00:01Z\"}"
                                    : "completed\",\"updated\":\"2026-01-01T00:00:02.5Z\"}"));
        });
        var older = session.refreshAsync();
        olderAsked.await();

        session.refresh();
        newerCame.countDown();

        assertThat(older.get(10, TimeUnit.SECONDS).status()).isEqualTo("running");
        assertThat(session.status()).isEqualTo("completed");
    }

    /** Returns a handle of a session whose proposal has the digest {@code abc}. */
    private Session session(String status) {
        server.script(exchange -> exchange.json(
                200,
                "{\"id\":\"session-1\",\"skill\":\"spec\",\"status\":\"" + status
                        + "\",\"created\":\"x\",\"updated\":\"x\",\"digest\":\"abc\"}"));
        return client.session("session-1");
    }
}
