package io.metaforge.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Makes every mistake HTTP allows short of a body's content; each answer is an error of the one form. */
class HttpErrorsTest {

    private static final String UNKNOWN = "session-01ffffffffffffffffffffffff";
    private static final String BODY = "{\"skill\":\"spec\"}";

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static HttpResponse<String> send(String method, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.uri(path)).method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return gateway.send(request);
    }

    @Nested
    class Paths {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/nope",
                    "/api",
                    "/api/v1",
                    "/api/v1/",
                    "/api/v2/sessions",
                    "/api/v1/nope",
                    "/api/v1/session",
                    "/api/v1/session/a/b/c/d",
                    "/api/v1/sessions/x",
                    "/api/v1/Sessions",
                    "/api/v1/session/%2e%2e%2f",
                    "/api/v1/%00",
                    "/favicon.ico"
                })
        void unknown_ones_are_not_found(String path) {
            Answers.error(send("GET", path), 404, "NOT_FOUND");
        }

        @ParameterizedTest
        @CsvSource({
            "GET, /session/%s",
            "GET, /agent/%s/status",
            "GET, /agent/%s/status?wait=1",
            "GET, /session/%s/artifacts",
            "GET, /session/%s/artifacts/a.md",
            "GET, /session/%s/diff",
            "GET, /session/%s/events",
            "GET, /events?session=%s",
            "POST, /approve/%s",
            "POST, /session/%s/cancel",
            "DELETE, /session/%s"
        })
        void unknown_and_malformed_sessions_are_not_found_alike(String method, String path) {
            for (String id : List.of(UNKNOWN, "session-abc123", "x", "%20", "..%2F..", "%F0%9F%92%A9")) {
                JsonNode error = Answers.error(send(method, "/api/v1" + path.replace("%s", id)), 404, "NOT_FOUND");
                assertThat(error.get("details").get("session")).isNotNull();
            }
        }

        @Test
        void unknown_sessions_named_in_a_body_are_not_found() {
            Answers.error(gateway.post("/reject/" + UNKNOWN, "{\"reason\":\"no\"}"), 404, "NOT_FOUND");
            Answers.error(
                    gateway.post("/agent/run", "{\"skill\":\"spec\",\"session_id\":\"" + UNKNOWN + "\"}"),
                    404,
                    "NOT_FOUND");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"..%2Fx", "%2Fetc%2Fpasswd", ".git%2Fconfig", "a%00b", "a//b", ".forge/x", "C:%5Cx", "a%5Cb"
                })
        void hostile_artifact_paths_are_refused(String path) {
            String id = Answers.json(gateway.post("/session/create", BODY))
                    .get("id")
                    .textValue();

            Answers.error(gateway.get("/session/" + id + "/artifacts/" + path), 400, "VALIDATION_ERROR");
        }
    }

    @Nested
    class Methods {

        @ParameterizedTest
        @CsvSource({
            "GET, /session/create, 'OPTIONS, POST'",
            "PUT, /session/create, 'OPTIONS, POST'",
            "GET, /agent/run, 'OPTIONS, POST'",
            "GET, /approve/x, 'OPTIONS, POST'",
            "DELETE, /reject/x, 'OPTIONS, POST'",
            "POST, /sessions, 'GET, HEAD, OPTIONS'",
            "POST, /session/x, 'DELETE, GET, HEAD, OPTIONS'",
            "PATCH, /session/x, 'DELETE, GET, HEAD, OPTIONS'",
            "DELETE, /pending, 'GET, HEAD, OPTIONS'",
            "TRACE, /health, 'GET, HEAD, OPTIONS'",
            "BREW, /health, 'GET, HEAD, OPTIONS'"
        })
        void others_than_offered_are_refused_naming_those_offered(String method, String path, String allow) {
            HttpResponse<String> response = send(method, "/api/v1" + path);

            Answers.error(response, 405, "METHOD_NOT_ALLOWED");
            assertThat(response.headers().firstValue("Allow")).hasValue(allow);
        }

        @Test
        void head_answers_like_get_without_a_body() {
            HttpResponse<String> response = send("HEAD", "/api/v1/health");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(response.body()).isEmpty();
            assertThat(send("HEAD", "/api/v1/session/" + UNKNOWN).statusCode()).isEqualTo(404);
        }

        @Test
        void head_of_an_event_stream_ends() {
            HttpResponse<String> response = send("HEAD", "/api/v1/events");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream; charset=utf-8");
        }

        @Test
        void options_lists_the_methods() {
            HttpResponse<String> response = send("OPTIONS", "/api/v1/session/" + UNKNOWN);

            assertThat(response.statusCode()).isIn(200, 204);
            assertThat(response.headers().firstValue("Allow").orElseThrow().split(",\\s*"))
                    .containsExactlyInAnyOrder("GET", "HEAD", "DELETE", "OPTIONS");
            assertThat(response.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    @Nested
    class MediaTypes {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "text/plain",
                    "application/x-www-form-urlencoded",
                    "multipart/form-data; boundary=x",
                    "application/json; charset=utf-16",
                    "application/jsonp",
                    "application/xml",
                    "nonsense",
                    ""
                })
        void other_bodies_than_json_in_utf8_are_refused(String type) {
            for (String path : List.of("/session/create", "/agent/run", "/approve/" + UNKNOWN, "/reject/" + UNKNOWN)) {
                HttpResponse<String> response = gateway.send(HttpRequest.newBuilder(gateway.uri("/api/v1" + path))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(BODY)));

                Answers.error(response, 415, "UNSUPPORTED_MEDIA_TYPE");
            }
        }

        @Test
        void an_undeclared_body_is_refused() {
            HttpResponse<String> response = gateway.send(HttpRequest.newBuilder(gateway.uri("/api/v1/session/create"))
                    .POST(HttpRequest.BodyPublishers.ofString(BODY)));

            Answers.error(response, 415, "UNSUPPORTED_MEDIA_TYPE");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "application/json",
                    "application/json; charset=utf-8",
                    "application/json;charset=UTF-8",
                    "Application/JSON",
                    "application/json; charset=\"utf-8\"",
                    "application/json; profile=x"
                })
        void json_is_accepted_however_it_is_declared(String type) {
            HttpResponse<String> response = gateway.send(HttpRequest.newBuilder(gateway.uri("/api/v1/session/create"))
                    .header("Content-Type", type)
                    .POST(HttpRequest.BodyPublishers.ofString(BODY)));

            assertThat(response.statusCode()).isEqualTo(201);
        }

        @ParameterizedTest
        @CsvSource({
            "/sessions, text/html",
            "/sessions, image/*",
            "/session/x/diff, application/json",
            "/openapi.json, text/plain"
        })
        void what_cannot_be_produced_is_not_acceptable(String path, String accept) {
            Answers.error(send("GET", "/api/v1" + path, "Accept", accept), 406, "NOT_ACCEPTABLE");
        }

        @Test
        void nonsense_in_accept_is_refused() {
            Answers.error(send("GET", "/api/v1/sessions", "Accept", "///"), 400, "VALIDATION_ERROR");
        }
    }

    @Nested
    class Sizes {

        private final String large = "{\"skill\":\"spec\",\"pad\":\"" + "x".repeat(1 << 20) + "\"}";

        @Test
        void a_body_over_the_limit_is_refused_by_its_declared_length() {
            HttpResponse<String> response = gateway.post("/session/create", large);

            JsonNode error = Answers.error(response, 413, "PAYLOAD_TOO_LARGE");
            assertThat(error.get("details").get("max_bytes").intValue()).isEqualTo(1 << 20);
        }

        @Test
        void a_body_over_the_limit_is_refused_while_it_streams() {
            HttpResponse<String> response = gateway.send(HttpRequest.newBuilder(gateway.uri("/api/v1/session/create"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofInputStream(
                            () -> new ByteArrayInputStream(large.getBytes(java.nio.charset.StandardCharsets.UTF_8)))));

            Answers.error(response, 413, "PAYLOAD_TOO_LARGE");
        }

        @Test
        void a_body_of_exactly_the_limit_is_accepted() {
            String start = "{\"skill\":\"spec\",\"pad\":\"";
            String body = start + "x".repeat((1 << 20) - start.length() - 2) + "\"}";

            assertThat(gateway.post("/session/create", body).statusCode()).isEqualTo(201);
        }
    }

    @Nested
    class Queries {

        @ParameterizedTest
        @CsvSource({
            "/sessions, limit, 0",
            "/sessions, limit, 201",
            "/sessions, limit, -1",
            "/sessions, limit, ''",
            "/sessions, limit, abc",
            "/sessions, limit, 1.5",
            "/sessions, limit, 99999999999999999999",
            "/sessions, limit, %EF%BC%91",
            "/sessions, offset, -1",
            "/sessions, offset, x",
            "/sessions, offset, 9223372036854775808",
            "/sessions, status, nonesuch",
            "/sessions, status, ''",
            "/sessions, status, applying",
            "/sessions, status, RUNNING",
            "/pending, limit, 0",
            "/pending, offset, -1",
            "/audit, limit, 1000",
            "/audit, offset, x",
            "/status, refresh, maybe",
            "/events, after, -1",
            "/events, after, ''",
            "/events, after, LATEST",
            "/events, after, latest1",
            "/agent/session-01ffffffffffffffffffffffff/status, wait, 601",
            "/agent/session-01ffffffffffffffffffffffff/status, wait, -1",
            "/agent/session-01ffffffffffffffffffffffff/status, wait, soon"
        })
        void bad_ones_are_named(String path, String name, String value) {
            JsonNode error = Answers.error(gateway.get(path + "?" + name + "=" + value), 400, "VALIDATION_ERROR");

            assertThat(error.get("details").get("field").textValue()).isEqualTo(name);
            assertThat(error.get("details").get("expected").textValue()).isNotBlank();
        }

        @Test
        void a_bad_wait_is_refused_before_anything_runs() {
            int before = Answers.json(gateway.get("/sessions")).get("total").intValue();

            Answers.error(gateway.post("/agent/run?wait=x", BODY), 400, "VALIDATION_ERROR");

            assertThat(Answers.json(gateway.get("/sessions")).get("total").intValue())
                    .isEqualTo(before);
        }

        @Test
        void unknown_ones_are_ignored() {
            assertThat(gateway.get("/sessions?nope=1&limit=5").statusCode()).isEqualTo(200);
        }
    }

    @Nested
    class IdempotencyKeys {

        private HttpResponse<String> post(String path, String body, String key) {
            return gateway.send(HttpRequest.newBuilder(gateway.uri("/api/v1" + path))
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key)
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
        }

        @Test
        void repeating_a_request_has_no_second_effect() {
            HttpResponse<String> first = post("/session/create", BODY, "key-1");

            assertThat(post("/session/create", BODY, "key-1").body()).isEqualTo(first.body());
            assertThat(post("/session/create", BODY, "key-2").body()).isNotEqualTo(first.body());
        }

        @Test
        void using_one_for_something_else_is_a_conflict() {
            post("/session/create", BODY, "key-3");

            Answers.error(post("/session/create", "{\"skill\":\"architecture\"}", "key-3"), 409, "CONFLICT");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/session/create", "/agent/run", "/approve/x", "/reject/x", "/session/x/cancel"})
        void bad_ones_are_refused_on_every_post(String path) {
            String session = path.replace("/x", "/" + UNKNOWN);
            for (String key : List.of("", "a b", "x".repeat(256))) {
                JsonNode error = Answers.error(post(session, BODY, key), 400, "VALIDATION_ERROR");
                assertThat(error.get("details").get("field").textValue()).isEqualTo("Idempotency-Key");
            }
        }
    }
}
