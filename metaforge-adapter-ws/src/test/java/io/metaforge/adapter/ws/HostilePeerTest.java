package io.metaforge.adapter.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.metaforge.domain.session.SessionEvent;
import io.metaforge.domain.session.SessionId;
import io.metaforge.testkit.Sessions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that do not read, do not answer, or do not speak the protocol. */
@Timeout(60)
class HostilePeerTest {

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final SessionId session = new Sessions().unknownId();
    private TestGateway gateway;

    @BeforeEach
    void start() throws IOException {
        start(EventSockets.Options.DEFAULT);
    }

    private void start(EventSockets.Options options) throws IOException {
        gateway = TestGateway.start(PATIENCE, options);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** Appends events until the kernel's buffers of a socket that is not read must be full. */
    private void appendMegabytes(int megabytes) {
        String message = "x".repeat(10_000);
        for (int i = 0; i < megabytes * 100; i++) {
            gateway.append(new SessionEvent.Progressed(session, Sessions.AGENT, 0.5, message));
        }
    }

    @Nested
    class WhoseReadingStops {

        @Test
        void areCutOffAfterThePatienceWhileOthersGetEverything() throws Exception {
            try (RawSocket stopped = RawSocket.upgraded(gateway.port, "?after=0", 4 << 10);
                    Client reading = Client.connect(gateway.uri("?after=0"))) {
                appendMegabytes(20);
                assertThat(reading.ids(2_000)).hasSize(2_000);

                // Cut off before it reads again: no close frame gets through a full window.
                await().atMost(5, TimeUnit.SECONDS).untilAsserted(() -> {
                    gateway.progress(session, 1);
                    assertThat(gateway.sockets.open()).isEqualTo(1);
                });
                stopped.drain();
            }
        }

        @Test
        void areToldWhyWhereTheyReadOnInTime() throws Exception {
            try (RawSocket stopped = RawSocket.upgraded(gateway.port, "?after=0", 4 << 10)) {
                appendMegabytes(20);
                await().atMost(5, TimeUnit.SECONDS).untilAsserted(() -> {
                    gateway.progress(session, 1);
                    assertThat(gateway.sockets.subscribed()).isZero();
                });
                RawSocket.Frame frame = stopped.frame();
                while (frame.opcode() == 1) {
                    AsyncApi.assertValid(new String(frame.payload(), StandardCharsets.UTF_8));
                    frame = stopped.frame();
                }
                assertThat(frame.opcode()).isEqualTo(8);
                assertThat(frame.closeCode()).isEqualTo(1013);
            }
        }

        @Test
        void costBoundedMemory() throws Exception {
            List<RawSocket> stopped = new ArrayList<>();
            try {
                gateway.close();
                gateway = TestGateway.start(Duration.ofMinutes(1), EventSockets.Options.DEFAULT);
                for (int i = 0; i < 50; i++) {
                    stopped.add(RawSocket.upgraded(gateway.port, "?after=0", 4 << 10));
                }
                long before = usedMemory();
                appendMegabytes(10);
                await().atMost(20, TimeUnit.SECONDS)
                        .until(() -> gateway.events().head() == 1_000);
                // 50 sockets × 10 MB, if each had its own; one log and 64 KiB for each otherwise.
                assertThat(usedMemory() - before).isLessThan(60L << 20);
            } finally {
                for (RawSocket socket : stopped) {
                    socket.close();
                }
            }
        }

        private long usedMemory() {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        }

        @Test
        void cannotMakeTheGatewayQueuePongs() throws Exception {
            try (RawSocket stopped = RawSocket.upgraded(gateway.port, "", 4 << 10)) {
                byte[] payload = new byte[125];
                int[] sent = {0};
                // Until the gateway cuts the connection.
                await().atMost(30, TimeUnit.SECONDS).until(() -> {
                    try {
                        for (int i = 0; i < 10_000; i++) {
                            stopped.sendFrame(0x89, payload);
                            sent[0]++;
                        }
                        return false;
                    } catch (IOException cut) {
                        return true;
                    }
                });
                assertThat(sent[0]).isPositive();
                await().untilAsserted(() -> assertThat(gateway.sockets.open()).isZero());
            }
        }
    }

    @Nested
    class ThatDoNotAnswer {

        @Test
        void pingsAreClosedAfterTwo() throws Exception {
            gateway.close();
            start(EventSockets.Options.DEFAULT.withPingInterval(Duration.ofMillis(100)));
            try (RawSocket silent = RawSocket.upgraded(gateway.port, "", 0)) {
                assertThat(silent.frame().opcode()).isEqualTo(9);
                assertThat(silent.frame().opcode()).isEqualTo(9);
                RawSocket.Frame close = silent.frame();
                assertThat(close.opcode()).isEqualTo(8);
                assertThat(close.closeCode()).isEqualTo(1011);
            }
        }

        @Test
        void theCloseFrameAreCutOff() throws Exception {
            try (RawSocket silent = RawSocket.upgraded(gateway.port, "", 0)) {
                gateway.sockets.close();
                assertThat(silent.frame().closeCode()).isEqualTo(1001);
                assertThat(silent.isAtEnd()).isTrue();
                assertThat(gateway.sockets.open()).isZero();
            }
        }
    }

    @Nested
    class ThatBreakTheProtocol {

        @ParameterizedTest
        @ValueSource(ints = {0x83, 0x8b, 0xc1, 0x09, 0x80})
        void areClosedWith1002(int firstByte) throws Exception {
            try (RawSocket socket = RawSocket.upgraded(gateway.port, "", 0)) {
                socket.sendFrame(firstByte, new byte[] {'x'});
                RawSocket.Frame close = socket.frame();
                assertThat(close.opcode()).isEqualTo(8);
                assertThat(close.closeCode()).isEqualTo(1002);
                await().untilAsserted(() -> assertThat(gateway.sockets.open()).isZero());
            }
        }

        @Test
        void areClosedWhereTextIsNotUtf8() throws Exception {
            try (RawSocket socket = RawSocket.upgraded(gateway.port, "", 0)) {
                socket.sendFrame(0x81, new byte[] {(byte) 0xff, (byte) 0xfe});
                assertThat(socket.frame().closeCode()).isEqualTo(1007);
            }
        }

        @ParameterizedTest
        @ValueSource(longs = {1L << 20, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE, -1, Long.MIN_VALUE})
        void areClosedWhereAFrameClaimsToBeHuge(long length) throws Exception {
            try (RawSocket socket = RawSocket.upgraded(gateway.port, "", 0)) {
                socket.send(ByteBuffer.allocate(14)
                        .put((byte) 0x81)
                        .put((byte) 0xff)
                        .putLong(length)
                        .putInt(0)
                        .array());
                byte[] some = new byte[16 << 10];
                try {
                    for (int i = 0; i < 20; i++) {
                        socket.send(some);
                    }
                } catch (IOException cut) {
                    assertThat(cut).hasMessageMatching(".*(reset|pipe|abort).*");
                }
                await().untilAsserted(() -> assertThat(gateway.sockets.open()).isZero());
            }
        }

        @Test
        void doNotDisturbOthers() throws Exception {
            try (Client other = Client.connect(gateway.uri(""))) {
                for (int i = 0; i < 20; i++) {
                    try (RawSocket socket = RawSocket.upgraded(gateway.port, "?after=0", 0)) {
                        socket.send(new byte[] {(byte) i, (byte) 0xff, 1, 2, 3});
                    }
                }
                gateway.progress(session, 3);
                assertThat(other.ids(3)).containsExactly(1L, 2L, 3L);
                await().untilAsserted(() -> assertThat(gateway.sockets.open()).isEqualTo(1));
            }
        }
    }
}
