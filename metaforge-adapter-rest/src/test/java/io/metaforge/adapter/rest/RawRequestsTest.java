package io.metaforge.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends what no HTTP library would, over bare sockets. */
class RawRequestsTest {

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** Sends bytes, says that no more will come, and reads until the server closes. */
    private static String exchange(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Reads one response by its declared length, whether or not the server closes. */
    private static String response(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("end of stream after " + head).isNotNegative();
            head.append((char) next);
        }
        Matcher length = LENGTH.matcher(head);
        assertThat(length.find()).as(head.toString()).isTrue();
        return head + new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8);
    }

    private static void assertError(String response, int status, String code) {
        assertThat(response).startsWith("HTTP/1.1 " + status + " ");
        String head = response.substring(0, response.indexOf("\r\n\r\n"));
        assertThat(head.toLowerCase(java.util.Locale.ROOT)).contains("content-type: application/json");
        String body = response.substring(response.indexOf("\r\n\r\n") + 4);
        if (head.contains("chunked")) {
            body = body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1);
        }
        Answers.error(Answers.parse(body), code);
    }

    private static String get(String target, String... headers) {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + String.join("", headers)
                + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/health HTTP/1.1\r\n\r\n",
                "GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nContent-Length: abc\r\n\r\n",
                "POST /api/v1/session/create HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
                "POST /api/v1/session/create HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"
            })
    void what_is_no_http_is_refused(String request) throws IOException {
        String response = exchange(request);

        assertError(response, 400, "VALIDATION_ERROR");
    }

    @Test
    void an_unknown_version_is_refused() throws IOException {
        String response = exchange("GET /api/v1/health HTTP/7.0\r\nHost: localhost\r\n\r\n");

        assertThat(response).startsWith("HTTP/1.1 505 ");
        assertThat(response).contains("\"error\"");
    }

    @Test
    void headers_that_are_too_long_are_refused() throws IOException {
        assertError(exchange(get("/api/v1/health", "X-Long: " + "x".repeat(20_000) + "\r\n")), 400, "VALIDATION_ERROR");
    }

    @Test
    void too_many_headers_are_refused() throws IOException {
        StringBuilder headers = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            headers.append("X-").append(i).append(": 1\r\n");
        }

        assertError(exchange(get("/api/v1/health", headers.toString())), 400, "VALIDATION_ERROR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/sessions/%",
                "/api/v1/sessions/%zz",
                "/api/v1/session/%c3%28",
                "/api/v1/session/%2",
                "/%",
                "/api/v1/session/<script>",
                "/api/v1/session/a|b",
                "/api/v1/session/a\"b",
                "/api/v1/session/\u00ff",
                "/api/v1/session/a^b`{}",
                "//",
                "///api/v1/health",
                "//evil.example/api",
                "/api/v1/../../etc/passwd",
                "/api/v1/session/..;/x"
            })
    void targets_that_are_no_uri_or_lead_nowhere_are_refused(String target) throws IOException {
        String response = exchange(get(target));

        assertThat(response).containsPattern("^HTTP/1.1 40[04] ");
        assertError(
                response,
                response.startsWith("HTTP/1.1 400") ? 400 : 404,
                response.startsWith("HTTP/1.1 400") ? "VALIDATION_ERROR" : "NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=%", "?limit=%zz", "?status=a|b", "?status=%ff", "?status=\u00e9", "?limit=<1>"})
    void queries_that_are_no_uri_are_refused(String query) throws IOException {
        assertError(exchange(get("/api/v1/sessions" + query)), 400, "VALIDATION_ERROR");
    }

    @Test
    void trace_is_not_offered_and_echoes_nothing() throws IOException {
        String response = exchange(
                "TRACE /api/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Secret: 42\r\n\r\n");

        assertError(response, 405, "METHOD_NOT_ALLOWED");
        assertThat(response).doesNotContain("42");
    }

    @Test
    void a_body_far_over_the_limit_is_refused_while_it_is_being_sent() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/v1/session/create HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 20; i++) {
                out.write(chunk);
            }
            out.flush();
            // The end of the body never comes; the answer does.
            assertError(response(socket.getInputStream()), 413, "PAYLOAD_TOO_LARGE");
        }
    }

    @Test
    void a_body_declared_far_over_the_limit_is_refused_before_it_is_sent() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST /api/v1/session/create HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));

            assertError(response(socket.getInputStream()), 413, "PAYLOAD_TOO_LARGE");
        }
    }

    @Test
    void a_client_that_asks_first_is_told_to_go_on() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/v1/session/create HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Content-Type: application/json\r\nContent-Length: 16\r\nExpect: 100-continue\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            byte[] first = socket.getInputStream().readNBytes(25);
            out.write("{\"skill\":\"spec\"}".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String rest = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(new String(first, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100 ");
            assertThat(rest).contains("HTTP/1.1 201 ");
        }
    }

    @Test
    void pipelined_requests_are_answered_in_order() throws IOException {
        String response = exchange("GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/api/v1/nope"));

        assertThat(response).startsWith("HTTP/1.1 200 ").contains("HTTP/1.1 404 ");
    }
}
