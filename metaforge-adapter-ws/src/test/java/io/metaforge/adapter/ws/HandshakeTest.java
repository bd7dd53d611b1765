package io.metaforge.adapter.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.testkit.Sessions;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HandshakeTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private TestGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = TestGateway.start(Duration.ofSeconds(10), EventSockets.Options.DEFAULT.withMaxSockets(2));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static JsonNode error(RawSocket.Answer answer, int status, String code) throws IOException {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.headers().get("content-type")).startsWith("application/json");
        JsonNode error = JSON.readTree(answer.body()).get("error");
        assertThat(error.get("code").textValue()).isEqualTo(code);
        assertThat(error.get("message").textValue()).isNotBlank();
        assertThat(error.get("details").isObject()).isTrue();
        return error;
    }

    @Nested
    class Accepted {

        @Test
        void isAnsweredAsTheProtocolSays() throws Exception {
            try (RawSocket socket = new RawSocket(gateway.port)) {
                RawSocket.Answer answer = socket.request(RawSocket.handshake(""));
                assertThat(answer.status()).isEqualTo(101);
                assertThat(answer.headers())
                        .containsEntry("sec-websocket-accept", RawSocket.ACCEPT)
                        .doesNotContainKey("sec-websocket-extensions");
                assertThat(answer.headers().get("upgrade")).isEqualToIgnoringCase("websocket");
                assertThat(answer.headers().get("connection")).isEqualToIgnoringCase("upgrade");
            }
        }

        @Test
        void negotiatesNoCompressionWhereOffered() throws Exception {
            String handshake = RawSocket.handshake("?after=0")
                    .replace(
                            "Upgrade: websocket",
                            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
                                    + "Upgrade: WebSocket");
            gateway.progress(new Sessions().unknownId(), 1);
            try (RawSocket socket = new RawSocket(gateway.port)) {
                RawSocket.Answer answer = socket.request(handshake);
                assertThat(answer.status()).isEqualTo(101);
                assertThat(answer.headers()).doesNotContainKey("sec-websocket-extensions");
                assertThat(socket.frame().firstByte()).isEqualTo(0x81);
            }
        }

        @Test
        void toleratesMalformedOffersOfExtensions() throws Exception {
            String handshake = RawSocket.handshake("")
                    .replace("Upgrade: websocket", "Sec-WebSocket-Extensions: ;;=\"\r\nUpgrade: websocket");
            try (RawSocket socket = new RawSocket(gateway.port)) {
                assertThat(socket.request(handshake).status()).isEqualTo(101);
            }
        }

        @Test
        void ignoresParametersItDoesNotKnow() throws Exception {
            try (RawSocket socket = new RawSocket(gateway.port)) {
                assertThat(socket.request(RawSocket.handshake("?x=1&after=%30&&y"))
                                .status())
                        .isEqualTo(101);
            }
        }
    }

    @Nested
    class Refused {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "after=",
                    "after",
                    "after=-1",
                    "after=x",
                    "after=Latest",
                    "after=latest&after=1",
                    "after=1.5",
                    "after=1000000000000000000000",
                    "after=1&after=2",
                    "after=%zz",
                    "after=%00",
                    "session=",
                    "session=x",
                    "session=session-",
                    "session=session-zzzzzzzzzzzzzzzzzzzzzzzzzz",
                    "session=../../etc/passwd",
                })
        void withAnUnusableQuery(String query) throws Exception {
            try (RawSocket socket = new RawSocket(gateway.port)) {
                JsonNode error = error(socket.request(RawSocket.handshake("?" + query)), 400, "VALIDATION_ERROR");
                assertThat(error.at("/details/field").textValue()).isIn("after", "session", "query");
                assertThat(error.at("/details/expected").textValue()).isNotBlank();
            }
        }

        @Test
        void closesItsConnection() throws Exception {
            try (RawSocket socket = new RawSocket(gateway.port)) {
                RawSocket.Answer answer = socket.request(RawSocket.handshake("?after=x"));
                error(answer, 400, "VALIDATION_ERROR");
                assertThat(answer.headers()).containsEntry("connection", "close");
                assertThat(socket.isAtEnd()).isTrue();
            }
        }

        @Test
        void withoutUpgradeKeepingItsConnection() throws Exception {
            try (RawSocket socket = new RawSocket(gateway.port)) {
                for (int i = 0; i < 3; i++) {
                    RawSocket.Answer answer = socket.request("GET /ws?after=3 HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    error(answer, 426, "VALIDATION_ERROR");
                    assertThat(answer.headers()).containsEntry("upgrade", "websocket");
                    assertThat(socket.request("GET /api HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                    .body())
                            .isEqualTo("hello");
                }
                assertThat(socket.request(RawSocket.handshake("")).status()).isEqualTo(101);
            }
        }

        @Test
        void withAnotherMethod() throws Exception {
            try (RawSocket socket = new RawSocket(gateway.port)) {
                RawSocket.Answer answer =
                        socket.request("POST /ws HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}");
                error(answer, 405, "METHOD_NOT_ALLOWED");
                assertThat(answer.headers()).containsEntry("allow", "GET");
            }
        }

        @Test
        void withAnotherMethodAndUpgrade() throws Exception {
            try (RawSocket socket = new RawSocket(gateway.port)) {
                error(socket.request(RawSocket.handshake("").replace("GET", "PUT")), 405, "METHOD_NOT_ALLOWED");
            }
        }

        @Test
        void inAnotherVersionOfTheProtocol() throws Exception {
            try (RawSocket socket = new RawSocket(gateway.port)) {
                RawSocket.Answer answer = socket.request(
                        RawSocket.handshake("").replace("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8"));
                error(answer, 426, "VALIDATION_ERROR");
                assertThat(answer.headers()).containsEntry("sec-websocket-version", "13");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "!", "c2hvcnQ=", "dGhlIHNhbXBsZSBub25jZSBpcyBsb25n"})
        void withAnUnusableKey(String key) throws Exception {
            try (RawSocket socket = new RawSocket(gateway.port)) {
                error(socket.request(RawSocket.handshake("").replace(RawSocket.KEY, key)), 400, "VALIDATION_ERROR");
            }
        }

        @Test
        void withoutConnectionUpgrade() throws Exception {
            try (RawSocket socket = new RawSocket(gateway.port)) {
                error(
                        socket.request(
                                RawSocket.handshake("").replace("Connection: Upgrade", "Connection: keep-alive")),
                        400,
                        "VALIDATION_ERROR");
            }
        }

        @Test
        void whileAllPlacesAreTaken() throws Exception {
            try (RawSocket first = RawSocket.upgraded(gateway.port, "", 0);
                    RawSocket second = RawSocket.upgraded(gateway.port, "", 0)) {
                RawSocket.Answer answer = handshake();
                error(answer, 503, "UNAVAILABLE");
                assertThat(answer.headers()).containsKey("retry-after");

                first.close();
                await().untilAsserted(() -> assertThat(handshake().status()).isEqualTo(101));
                second.sendFrame(0x88, new byte[] {3, (byte) 0xe8});
                assertThat(second.frame().closeCode()).isEqualTo(1000);
            }
        }

        private RawSocket.Answer handshake() throws IOException {
            try (RawSocket socket = new RawSocket(gateway.port)) {
                return socket.request(RawSocket.handshake(""));
            }
        }

        @Test
        void whileTheGatewayStops() throws Exception {
            gateway.sockets.close();
            try (RawSocket socket = new RawSocket(gateway.port)) {
                error(socket.request(RawSocket.handshake("")), 503, "UNAVAILABLE");
            }
        }
    }

    @Nested
    class OtherPaths {

        @ParameterizedTest
        @ValueSource(strings = {"/", "/wsx", "/ws/", "/ws/x", "/api/v1/health", "/WS"})
        void areForTheOtherHandlers(String path) throws Exception {
            try (RawSocket socket = new RawSocket(gateway.port)) {
                for (int i = 0; i < 2; i++) {
                    assertThat(socket.request("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                    .body())
                            .isEqualTo("hello");
                }
            }
        }

        @Test
        void areForTheOtherHandlersAlsoWithUpgrade() throws Exception {
            try (RawSocket socket = new RawSocket(gateway.port)) {
                RawSocket.Answer answer = socket.request(RawSocket.handshake("").replace("/ws", "/api"));
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo("hello");
            }
        }
    }
}
