package io.metaforge.boot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other origins: those in {@code --allowed-origin} can use the API, all others cannot, and none gets more than that. */
class CrossOriginIT {

    private static final String ALLOWED = "https://design.example";
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    @TempDir
    static Path temp;

    private static PackagedGateway gateway;
    private static HttpClient client;

    @BeforeAll
    static void startServer() throws Exception {
        gateway = PackagedGateway.start(
                Workspaces.withPrd(temp.resolve("workspace")), "--allowed-origin", ALLOWED + ",http://localhost:5173");
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    static void stopServer() throws Exception {
        gateway.close();
    }

    private static HttpRequest.Builder request(String path, String origin) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + gateway.port() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Origin", origin);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder preflight(String path, String origin, String method) {
        return request(path, origin)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", "authorization,content-type,idempotency-key")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody());
    }

    private static List<String> list(HttpResponse<?> response, String header) {
        return response.headers().allValues(header).stream()
                .flatMap(line -> Stream.of(line.split(",")))
                .map(item -> item.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v1/agent/run", "/api/v1/session/session-x", "/api/v1/events", "/ws", "/no/such/path", "/"})
    void a_browser_that_asks_for_an_allowed_page_is_told_what_it_may_send(String path) throws Exception {
        HttpResponse<String> response = send(preflight(path, ALLOWED, "POST"));

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(list(response, ALLOW_ORIGIN)).containsExactly(ALLOWED);
        assertThat(list(response, "Access-Control-Allow-Methods")).containsExactly("get", "head", "post", "delete");
        assertThat(list(response, "Access-Control-Allow-Headers"))
                .contains("content-type", "authorization", "idempotency-key", "last-event-id");
        assertThat(list(response, "Access-Control-Max-Age")).containsExactly("7200");
        assertThat(list(response, "Vary")).contains("origin");
        assertThat(response.headers().map()).doesNotContainKey("access-control-allow-credentials");
    }

    @Test
    void the_connection_of_such_a_question_serves_the_request_itself() throws Exception {
        String origin = "\r\nHost: localhost\r\nOrigin: " + ALLOWED + "\r\n";
        String answers = RawHttp.exchange(
                gateway.port(),
                "OPTIONS /api/v1/health HTTP/1.1" + origin + "Access-Control-Request-Method: GET\r\n\r\n"
                        + "GET /api/v1/health HTTP/1.1" + origin + "Connection: close\r\n\r\n");

        assertThat(answers).startsWith("HTTP/1.1 204").contains("HTTP/1.1 200").contains("\"status\"");
    }

    static Stream<HttpRequest.Builder> requestsOfEveryKind() {
        HttpRequest.BodyPublisher nothing = HttpRequest.BodyPublishers.noBody();
        return Stream.of(
                request("/api/v1/health", ALLOWED),
                request("/api/v1/sessions?limit=0", ALLOWED),
                request("/api/v1/session/session-x", ALLOWED),
                request("/api/v1/session/session-x", ALLOWED).DELETE(),
                request("/api/v1/agent/run", ALLOWED).POST(nothing),
                request("/api/v1/health", ALLOWED).POST(nothing),
                request("/nowhere", ALLOWED),
                request("/ws", ALLOWED),
                request("/", ALLOWED));
    }

    @ParameterizedTest
    @MethodSource("requestsOfEveryKind")
    void an_allowed_page_may_read_every_answer_also_failures(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = send(request);

        assertThat(list(response, ALLOW_ORIGIN))
                .as("%d %s", response.statusCode(), response.body())
                .containsExactly(ALLOWED);
        assertThat(list(response, "Vary")).contains("origin");
        assertThat(list(response, "Access-Control-Expose-Headers")).contains("location", "retry-after", "etag");
        assertThat(response.headers().map()).doesNotContainKey("access-control-allow-credentials");
    }

    @Test
    void an_allowed_page_may_read_what_is_refused_before_anything_looks_at_it() throws Exception {
        assertThat(RawHttp.exchange(
                        gateway.port(),
                        "GET /a|b HTTP/1.1\r\nHost: localhost\r\nOrigin: " + ALLOWED + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("\r\n" + ALLOW_ORIGIN + ": " + ALLOWED + "\r\n");
    }

    @Test
    void an_allowed_page_may_follow_events() throws Exception {
        HttpResponse<Stream<String>> response = client.send(
                request("/api/v1/events?after=0", ALLOWED)
                        .header("Accept", "text/event-stream")
                        .build(),
                BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            assertThat(list(response, ALLOW_ORIGIN)).containsExactly(ALLOWED);
            assertThat(lines.findFirst()).hasValue(":");
        }
    }

    @Test
    void the_second_allowed_origin_is_answered_with_its_own_name() throws Exception {
        assertThat(list(send(request("/api/v1/health", "http://localhost:5173")), ALLOW_ORIGIN))
                .containsExactly("http://localhost:5173");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "null", "https://design.example.evil.example", "http://design.example"})
    void foreign_pages_are_refused_and_may_not_even_read_that(String origin) throws Exception {
        for (HttpRequest.Builder request :
                List.of(request("/api/v1/health", origin), preflight("/api/v1/agent/run", origin, "POST"))) {
            HttpResponse<String> response = send(request);
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
        }
    }

    @Test
    void the_own_page_and_plain_clients_get_what_they_always_got() throws Exception {
        HttpResponse<String> own = send(request("/api/v1/health", "http://localhost:" + gateway.port()));
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(own.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));

        HttpResponse<String> options =
                send(request("/api/v1/health", ALLOWED).method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(options.statusCode())
                .as("an OPTIONS request that asks nothing of the kind")
                .isNotEqualTo(204);

        try (PackagedGateway closed = PackagedGateway.start(Workspaces.withPrd(temp.resolve("closed")))) {
            Http.Answer answer = closed.http().get("/api/v1/health");
            assertThat(answer.headers().map()).doesNotContainKeys("vary", "access-control-allow-origin");
        }
    }

    @Test
    void a_browser_may_ask_without_a_key_and_the_page_may_read_that_it_needs_one() throws Exception {
        try (PackagedGateway guarded = PackagedGateway.start(
                Workspaces.withPrd(temp.resolve("guarded")), "--require-keys", "--allowed-origin", ALLOWED)) {
            String origin = "\r\nHost: localhost\r\nOrigin: " + ALLOWED + "\r\nConnection: close\r\n";
            assertThat(RawHttp.exchange(
                            guarded.port(),
                            "OPTIONS /api/v1/agent/run HTTP/1.1" + origin
                                    + "Access-Control-Request-Method: POST\r\n"
                                    + "Access-Control-Request-Headers: authorization\r\n\r\n"))
                    .startsWith("HTTP/1.1 204")
                    .contains("Access-Control-Allow-Headers: Content-Type, Authorization");
            assertThat(RawHttp.exchange(guarded.port(), "GET /api/v1/sessions HTTP/1.1" + origin + "\r\n"))
                    .startsWith("HTTP/1.1 401")
                    .contains("\r\n" + ALLOW_ORIGIN + ": " + ALLOWED + "\r\n", "\"UNAUTHORIZED\"");
        }
    }
}
