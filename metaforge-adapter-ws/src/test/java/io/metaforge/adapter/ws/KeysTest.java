package io.metaforge.adapter.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.application.port.in.ApiKeys;
import io.metaforge.application.settings.AccessSettings;
import io.metaforge.domain.access.Scope;
import io.metaforge.testkit.Sessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class KeysTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private TestGateway gateway;
    private String key;

    @BeforeEach
    void start() throws IOException {
        gateway = TestGateway.askingForKeys(new AccessSettings(true, 20, 10));
        key = create("ana", null, Scope.READ);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private String create(String name, @Nullable Duration expires, Scope... scopes) {
        return gateway.metaForge
                .apiKeys()
                .create(new ApiKeys.Command(name, EnumSet.copyOf(List.of(scopes)), expires))
                .text()
                .reveal();
    }

    private RawSocket.Answer handshake(String headers) throws IOException {
        try (RawSocket socket = new RawSocket(gateway.port)) {
            return socket.request(RawSocket.handshake("")
                    .replace("Upgrade: websocket", headers + (headers.isEmpty() ? "" : "\r\n") + "Upgrade: websocket"));
        }
    }

    private static JsonNode error(RawSocket.Answer answer, int status, String code) throws IOException {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        JsonNode error = JSON.readTree(answer.body()).get("error");
        assertThat(error.get("code").textValue()).isEqualTo(code);
        return error;
    }

    @Test
    void a_key_that_may_read_gets_a_socket() throws Exception {
        try (Client client = Client.connect(gateway.uri("?after=0"), key)) {
            gateway.progress(new Sessions().unknownId(), 1);

            assertThat(client.ids(1)).hasSize(1);
        }
        String password = Base64.getEncoder().encodeToString((":" + key).getBytes(StandardCharsets.US_ASCII));
        assertThat(handshake("authorization: basic " + password).status()).isEqualTo(101);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Authorization: Bearer",
                "Authorization: Bearer x",
                "Authorization: Bearer KEYx",
                "Authorization: Bearer KEY\r\nAuthorization: Bearer KEY",
                "Sec-WebSocket-Protocol: KEY",
                "Cookie: key=KEY"
            })
    void without_a_valid_key_the_handshake_is_refused(String headers) throws Exception {
        RawSocket.Answer answer = handshake(headers.replace("KEY", key));

        error(answer, 401, "UNAUTHORIZED");
        assertThat(answer.headers()).containsEntry("www-authenticate", "Bearer realm=\"metaforge\"");
        assertThat(gateway.sockets.open()).isZero();
    }

    @Test
    void the_key_is_asked_for_before_anything_else_is_said() throws Exception {
        try (RawSocket socket = new RawSocket(gateway.port)) {
            error(socket.request(RawSocket.handshake("?after=nonsense")), 401, "UNAUTHORIZED");
        }
        try (RawSocket socket = new RawSocket(gateway.port)) {
            error(
                    socket.request("GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
                    401,
                    "UNAUTHORIZED");
        }
        try (RawSocket socket = new RawSocket(gateway.port)) {
            error(
                    socket.request("GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                            + key + "\r\n\r\n"),
                    426,
                    "VALIDATION_ERROR");
        }
    }

    @Test
    void a_key_that_may_not_read_is_told_so() throws Exception {
        JsonNode error = error(
                handshake("Authorization: Bearer " + create("runner", null, Scope.RUN, Scope.APPROVE)),
                403,
                "FORBIDDEN");

        assertThat(error.at("/details/scope").textValue()).isEqualTo("read");
    }

    @Test
    void handshakes_count_as_requests() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(handshake("Authorization: Bearer " + key).status()).isEqualTo(101);
        }

        RawSocket.Answer answer = handshake("Authorization: Bearer " + key);

        error(answer, 429, "RATE_LIMITED");
        assertThat(Integer.parseInt(answer.headers().get("retry-after"))).isBetween(1, 60);
    }

    @Test
    void a_socket_is_closed_when_its_key_is_revoked() {
        try (Client client = Client.connect(gateway.uri(""), key);
                Client other = Client.connect(gateway.uri(""), create("ben", null, Scope.READ))) {
            gateway.metaForge.apiKeys().revoke("ana");

            assertThat(client.closeCode()).isEqualTo(1008);
            assertThat(client.closeReason()).contains("revoked");
            assertThat(other.socket().isInputClosed()).isFalse();
        }
    }

    @Test
    void a_socket_is_closed_when_its_key_expires() {
        String brief = create("brief", Duration.ofSeconds(1), Scope.READ);
        try (Client client = Client.connect(gateway.uri(""), brief)) {
            assertThat(client.closeCode()).isEqualTo(1008);
        }
    }
}
