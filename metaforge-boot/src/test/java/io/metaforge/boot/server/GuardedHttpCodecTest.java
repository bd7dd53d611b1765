package io.metaforge.boot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The guard, over raw sockets, in front of a server that echoes bodies. */
class GuardedHttpCodecTest {

    private final HttpServer server = new HttpServer();
    private final ConnectionWatch watch = new ConnectionWatch(
            new HttpLimits(2, Duration.ofMillis(300), Duration.ofSeconds(30), Duration.ofSeconds(30)));
    private final AtomicBoolean serving = new AtomicBoolean(true);
    private final NetworkListener listener = new NetworkListener("test", "127.0.0.1", 0);

    @BeforeEach
    void start() throws IOException {
        List<String> origins = List.of("https://design.example");
        RequestGuard guard = new RequestGuard(List.of("forge.example", "design.example"), origins, false);
        CrossOrigin crossOrigin = new CrossOrigin(origins);
        listener.registerAddOn((ignored, chain) -> chain.set(
                chain.indexOfType(HttpServerFilter.class),
                new GuardedHttpCodec(guard, crossOrigin, watch, listener.getKeepAlive(), "/ws", serving::get)));
        server.addListener(listener);
        server.getServerConfiguration().addHttpHandler(new HttpHandler() {
            @Override
            public void service(Request request, Response response) throws IOException {
                byte[] body = request.getInputStream().readAllBytes();
                response.setContentLength(body.length + 5);
                response.getOutputStream().write("echo:".getBytes(StandardCharsets.US_ASCII));
                response.getOutputStream().write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.shutdownNow();
        watch.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), listener.getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Sends a request and returns all the server says until it closes. */
    private String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            send(socket, request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void requests_before_and_after_service_are_told_so() throws IOException {
        serving.set(false);

        assertThat(exchange("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 503")
                .contains("\"code\":\"UNAVAILABLE\"");
    }

    @Nested
    class Callers {

        @ParameterizedTest
        @ValueSource(strings = {"localhost", "LOCALHOST:3000", "127.0.0.1:3000", "[::1]:3000", "forge.example"})
        void own_and_configured_hosts_are_let_in(String host) throws IOException {
            assertThat(exchange("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("echo:");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "evil.example",
                    "localhost.evil.example",
                    "127.0.0.1.evil.example",
                    "127.0.0.1@evil.example",
                    "192.168.1.5",
                    "localhost:3000:1"
                })
        void other_hosts_are_refused(String host) throws IOException {
            assertThat(exchange("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 403")
                    .contains("\"code\":\"FORBIDDEN\"", "\"header\":\"Host\"");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "null",
                    "https://evil.example",
                    "http://localhost:3001",
                    "https://localhost:3000",
                    "http://localhost:3000\r\nOrigin: http://localhost:3000"
                })
        void foreign_origins_are_refused_also_on_the_handshake(String origin) throws IOException {
            String headers = " HTTP/1.1\r\nHost: localhost:3000\r\nOrigin: " + origin + "\r\n";
            assertThat(exchange("GET /" + headers + "\r\n"))
                    .startsWith("HTTP/1.1 403")
                    .contains("\"code\":\"FORBIDDEN\"", "\"header\":\"Origin\"");
            assertThat(exchange("GET /ws" + headers + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"))
                    .startsWith("HTTP/1.1 403")
                    .contains("\"code\":\"FORBIDDEN\"");
        }

        @ParameterizedTest
        @ValueSource(strings = {"http://localhost:3000", "https://design.example"})
        void the_own_and_configured_origins_are_let_in(String origin) throws IOException {
            assertThat(exchange("GET / HTTP/1.1\r\nHost: localhost:3000\r\nOrigin: " + origin
                            + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
        }

        @Test
        void the_plain_origin_of_a_name_that_is_served_by_tls_is_foreign() throws IOException {
            String headers = " / HTTP/1.1\r\nHost: design.example\r\nConnection: close\r\nOrigin: ";
            assertThat(exchange("POST" + headers + "https://design.example\r\nContent-Length: 0\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
            assertThat(exchange("POST" + headers + "http://design.example\r\nContent-Length: 0\r\n\r\n"))
                    .startsWith("HTTP/1.1 403");
        }

        @ParameterizedTest
        @CsvSource({
            "GET, cross-site, no-cors, image",
            "GET, same-site, no-cors, script",
            "GET, cross-site, navigate, iframe",
            "POST, cross-site, navigate, document",
            "POST, same-site, no-cors, empty"
        })
        void requests_of_foreign_pages_without_an_origin_are_refused(
                String method, String site, String mode, String destination) throws IOException {
            assertThat(exchange(fetched(method, site, mode, destination)))
                    .startsWith("HTTP/1.1 403")
                    .contains("\"code\":\"FORBIDDEN\"", "\"header\":\"Sec-Fetch-Site\"");
        }

        @ParameterizedTest
        @CsvSource({
            "GET, cross-site, navigate, document",
            "GET, none, navigate, document",
            "GET, same-origin, no-cors, script",
            "POST, same-origin, cors, empty"
        })
        void links_and_the_own_pages_are_let_in(String method, String site, String mode, String destination)
                throws IOException {
            assertThat(exchange(fetched(method, site, mode, destination))).startsWith("HTTP/1.1 200");
        }

        private static String fetched(String method, String site, String mode, String destination) {
            return method + " / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nSec-Fetch-Site: " + site
                    + "\r\nSec-Fetch-Mode: " + mode + "\r\nSec-Fetch-Dest: " + destination
                    + "\r\nContent-Length: 0\r\n\r\n";
        }
    }

    @Nested
    class Form {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "GET / HTTP/1.1\r\n\r\n",
                    "GET / HTTP/1.0\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
                    "GET / HTTP/7.1\r\nHost: localhost\r\n\r\n",
                    "GET /a|b HTTP/1.1\r\nHost: localhost\r\n\r\n"
                })
        void what_is_no_plain_request_is_refused_in_the_form_of_every_failure(String request) throws IOException {
            assertThat(exchange(request))
                    .startsWith("HTTP/1.1 400")
                    .contains("{\"error\":{\"code\":\"VALIDATION_ERROR\"");
        }

        @Test
        void headers_over_the_limit_are_refused() throws IOException {
            String request =
                    "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(HttpLimits.HEADER_BYTES) + "\r\n\r\n";
            assertThat(exchange(request)).matches("(?s)HTTP/1.1 4[0-9]{2} .*\"error\":.*");
        }

        @Test
        void a_request_behind_a_refused_one_is_not_answered() throws IOException {
            String answer = exchange("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"
                    + "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("echo:");
        }

        @Test
        void an_upgrade_that_is_not_offered_leaves_an_ordinary_request() throws IOException {
            String post = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n";
            String answer = exchange(post + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\none" + post
                    + "Connection: close\r\n\r\ntwo");
            assertThat(answer).contains("echo:one", "echo:two");
        }
    }

    @Nested
    class Patience {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "GET / HT",
                    "GET / HTTP/1.1\r\nHost: localhost\r\nX: ",
                    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nsome"
                })
        void a_request_that_does_not_arrive_in_time_loses_its_connection(String beginning) throws IOException {
            try (Socket socket = connect()) {
                send(socket, beginning);
                assertThat(endOf(socket.getInputStream())).isTrue();
            }
        }

        @Test
        void connections_over_the_limit_are_closed() throws IOException {
            String request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
            try (Socket first = connect();
                    Socket second = connect()) {
                for (Socket socket : List.of(first, second)) {
                    send(socket, request);
                    assertThat(new String(socket.getInputStream().readNBytes(8), StandardCharsets.US_ASCII))
                            .isEqualTo("HTTP/1.1");
                }
                try (Socket third = connect()) {
                    assertThat(endOf(third.getInputStream())).isTrue();
                }
            }
        }

        /** Reads until the server closes or resets the connection; times out where it does not. */
        private boolean endOf(InputStream in) throws IOException {
            try {
                in.readAllBytes();
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            } catch (IOException reset) {
                return true;
            }
        }
    }
}
