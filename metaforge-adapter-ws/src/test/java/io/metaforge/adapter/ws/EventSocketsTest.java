package io.metaforge.adapter.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.approval.Verdict;
import io.metaforge.domain.session.BudgetRequest;
import io.metaforge.domain.session.ModelBudget;
import io.metaforge.domain.session.ModelUsage;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionEvent;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.session.Transition;
import io.metaforge.testkit.Sessions;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventSocketsTest {

    private final Sessions sessions = new Sessions();
    private final SessionId session = sessions.unknownId();
    private TestGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = TestGateway.start();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Nested
    class Messages {

        @Test
        void areTheDocumentedOnesWithIdAndTimeAppended() throws Exception {
            try (Client client = Client.connect(gateway.uri(""))) {
                gateway.append(new SessionEvent.Started(session, Sessions.SKILL));
                gateway.append(new SessionEvent.Progressed(session, Sessions.AGENT, 0.5, "Parsing constraints..."));

                assertThat(client.text())
                        .isEqualTo("{\"event\":\"session.started\",\"data\":{\"session_id\":\"" + session
                                + "\",\"skill\":\"spec\"},\"id\":1,\"time\":\"2024-02-03T10:30:00Z\"}");
                assertThat(client.text())
                        .isEqualTo(
                                "{\"event\":\"agent.progress\",\"data\":{\"session_id\":\"" + session
                                        + "\",\"agent\":\"requirements-agent\",\"progress\":0.5,"
                                        + "\"message\":\"Parsing constraints...\"},\"id\":2,\"time\":\"2024-02-03T10:30:00Z\"}");
            }
        }

        @Test
        void ofEveryKindAreDescribedByTheAsyncApiDocument() throws Exception {
            List<SessionEvent> events = everyKind();
            events.forEach(gateway::append);

            try (Client client = Client.connect(gateway.uri("?after=0"))) {
                List<String> names = new ArrayList<>();
                for (SessionEvent event : events) {
                    JsonNode message = client.next();
                    assertThat(message.get("event").textValue()).isEqualTo(event.name());
                    names.add(event.name());
                }
                List<String> described = new ArrayList<>();
                AsyncApi.DOCUMENT
                        .at("/components/messages")
                        .forEach(message -> described.add(message.get("name").textValue()));
                described.remove("gap");
                assertThat(names).containsAll(described);
            }
        }

        private List<SessionEvent> everyKind() {
            Session running = sessions.running();
            Session pending = sessions.pendingApproval();
            Session applying = sessions.applying();
            List<SessionEvent> events = new ArrayList<>();
            add(events, sessions.queued().start(sessions.tick()));
            events.add(new SessionEvent.Progressed(running.id(), Sessions.AGENT, 1, "µ ⚡"));
            add(events, running.propose(Sessions.proposal(), sessions.tick()));
            add(events, running.finish(sessions.tick()));
            add(events, running.fail(Sessions.failure(), sessions.tick()));
            add(events, running.cancel(Sessions.ACTOR, sessions.tick()));
            add(events, pending.reject(sessions.rejection(pending, "No"), sessions.tick()));
            add(events, applying.applied(sessions.tick()));
            BudgetRequest request = new BudgetRequest(
                    new ModelUsage(2, 1_800, 100, new BigDecimal("0.0028")),
                    new ModelBudget(2_000, BigDecimal.ONE),
                    new ModelBudget(2_000, BigDecimal.ONE));
            Transition pause = running.pauseForBudget(request, sessions.tick());
            add(events, pause);
            add(
                    events,
                    pause.session()
                            .grantBudget(
                                    new Decision(
                                            Verdict.APPROVED,
                                            Sessions.ACTOR,
                                            "Go on",
                                            request.digest(),
                                            List.of(),
                                            sessions.tick()),
                                    sessions.tick()));
            events.add(new SessionEvent.Deleted(running.id(), "local"));
            return events;
        }

        private void add(List<SessionEvent> events, Transition transition) {
            assertThat(transition.events()).isNotEmpty();
            events.addAll(transition.events());
        }

        @Test
        void thatAreLongArriveWhole() throws Exception {
            try (Client client = Client.connect(gateway.uri(""))) {
                for (int length : new int[] {1, 125, 126, 300, 65_000, 70_000, 300_000}) {
                    gateway.append(new SessionEvent.Progressed(session, Sessions.AGENT, 0, "µ".repeat(length)));
                    assertThat(client.next().at("/data/message").textValue()).hasSize(length);
                }
            }
        }

        @Test
        void tellOfEventsThatWereTrimmed() throws Exception {
            gateway.close();
            gateway = TestGateway.keeping(10);
            gateway.progress(session, 25);

            try (Client client = Client.connect(gateway.uri("?after=3"))) {
                assertThat(client.text()).isEqualTo("{\"event\":\"gap\",\"data\":{\"from\":4,\"to\":15}}");
                assertThat(client.ids(10))
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(16, 25).boxed().toList());
            }
        }
    }

    @Nested
    class Replay {

        @Test
        void sendsEverythingLaterThenGoesLiveWithoutLossOrDuplicate() throws Exception {
            gateway.progress(session, 3_000);
            try (Client client = Client.connect(gateway.uri("?after=1000"))) {
                Thread writer = new Thread(() -> gateway.progress(session, 2_000));
                writer.start();
                assertThat(client.ids(4_000))
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1_001, 5_000).boxed().toList());
                writer.join();
                assertThat(client.hasNone()).isTrue();
            }
        }

        @Test
        void isNotDoneWithoutAfterOrAfterTheLatest() throws Exception {
            gateway.progress(session, 5);
            try (Client client = Client.connect(gateway.uri(""));
                    Client latest = Client.connect(gateway.uri("?after=latest"))) {
                gateway.progress(session, 1);
                assertThat(client.ids(1)).containsExactly(6L);
                assertThat(latest.ids(1)).containsExactly(6L);
            }
        }

        @Test
        void givesEverySocketTheSameOrder() throws Exception {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(Client.connect(gateway.uri("?after=0")));
            }
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread writer = new Thread(() -> gateway.progress(sessions.unknownId(), 100));
                writer.start();
                writers.add(writer);
            }
            for (Client client : clients) {
                assertThat(client.ids(400))
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, 400).boxed().toList());
                client.close();
            }
            for (Thread writer : writers) {
                writer.join();
            }
        }

        @Test
        void ofOneSessionHoldsOnlyItsEvents() throws Exception {
            SessionId other = sessions.unknownId();
            gateway.append(new SessionEvent.Started(session, Sessions.SKILL));
            gateway.append(new SessionEvent.Started(other, Sessions.SKILL));
            gateway.append(new SessionEvent.Completed(session, SessionStatus.COMPLETED, List.of()));

            try (Client client = Client.connect(gateway.uri("?session=" + session + "&after=0"))) {
                assertThat(client.ids(2)).containsExactly(1L, 3L);
                gateway.append(new SessionEvent.Deleted(other, "local"));
                gateway.append(new SessionEvent.Deleted(session, "local"));
                assertThat(client.ids(1)).containsExactly(5L);
            }
        }
    }

    @Nested
    class MessagesOfClients {

        @Test
        void areIgnoredWhereSmall() throws Exception {
            try (Client client = Client.connect(gateway.uri(""))) {
                client.socket().sendText("{\"subscribe\":", false).join();
                client.socket().sendText("\"all\"}", true).join();
                client.socket().sendText("x".repeat(4_096), true).join();
                gateway.progress(session, 1);
                assertThat(client.ids(1)).containsExactly(1L);
            }
        }

        @Test
        void closeTheSocketWhereLong() {
            try (Client client = Client.connect(gateway.uri(""))) {
                client.socket().sendText("x".repeat(4_097), true).join();
                assertThat(client.closeCode()).isEqualTo(1009);
                assertThat(client.closeReason()).contains("4096");
            }
        }

        @Test
        void closeTheSocketWhereLongInPieces() {
            try (Client client = Client.connect(gateway.uri(""))) {
                for (int i = 0; i < 5; i++) {
                    client.socket().sendText("x".repeat(1_000), false).join();
                }
                assertThat(client.closeCode()).isEqualTo(1009);
            }
        }

        @Test
        void closeTheSocketWhereHuge() {
            try (Client client = Client.connect(gateway.uri(""))) {
                client.socket().sendText("x".repeat(1 << 20), true).exceptionally(cut -> client.socket());
                assertThat(client.closeCode()).isEqualTo(1009);
            }
        }

        @Test
        void closeTheSocketWhereBinary() {
            try (Client client = Client.connect(gateway.uri(""))) {
                client.socket()
                        .sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}), true)
                        .join();
                assertThat(client.closeCode()).isEqualTo(1003);
            }
        }
    }

    @Nested
    class Closing {

        @Test
        void byTheClientIsAnsweredAndFreesThePlace() throws Exception {
            gateway.close();
            gateway = TestGateway.start(Duration.ofSeconds(10), EventSockets.Options.DEFAULT.withMaxSockets(1));
            for (int i = 0; i < 3; i++) {
                Client client = await().atMost(5, TimeUnit.SECONDS)
                        .ignoreExceptions()
                        .until(() -> Client.connect(gateway.uri("")), connected -> true);
                client.socket().sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
                assertThat(client.closeCode()).isEqualTo(1000);
            }
        }

        @Test
        void byTheGatewayHasCode1001() {
            Client first = Client.connect(gateway.uri(""));
            Client second = Client.connect(gateway.uri("?after=0"));
            gateway.sockets.close();
            assertThat(first.closeCode()).isEqualTo(1001);
            assertThat(second.closeCode()).isEqualTo(1001);
            assertThat(second.closeReason()).contains("after=");
        }

        @Test
        void ofTheApplicationHasCode1001() {
            Client client = Client.connect(gateway.uri(""));
            gateway.metaForge.close();
            assertThat(client.closeCode()).isEqualTo(1001);
        }
    }

    @Nested
    class Idleness {

        @Test
        void doesNotCloseASocketWhoseClientAnswersPings() throws Exception {
            gateway.close();
            gateway = TestGateway.start(
                    Duration.ofSeconds(10), EventSockets.Options.DEFAULT.withPingInterval(Duration.ofMillis(100)));
            long begin = System.nanoTime();
            try (Client client = Client.connect(gateway.uri(""))) {
                // Twice the idle timeout of the server's other connections.
                await().atMost(10, TimeUnit.SECONDS)
                        .until(() -> System.nanoTime() - begin > TimeUnit.MILLISECONDS.toNanos(2_500));
                gateway.progress(session, 1);
                assertThat(client.ids(1)).containsExactly(1L);
            }
        }
    }
}
