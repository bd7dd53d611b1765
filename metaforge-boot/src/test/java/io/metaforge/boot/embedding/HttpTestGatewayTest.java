package io.metaforge.boot.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.metaforge.domain.session.SessionStatus;
import io.metaforge.testkit.GatewayPort;
import io.metaforge.testkit.GatewayUrl;
import io.metaforge.testkit.HttpTestGateway;
import io.metaforge.testkit.ScriptedAgent;
import io.metaforge.testkit.TestGateway;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The testkit's gateway over HTTP, with the server of this module. */
@Timeout(60)
class HttpTestGatewayTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @RegisterExtension
    final HttpTestGateway gateway = HttpTestGateway.of(ScriptedAgent.writing("greet", "hello.md", "hello\n"));

    private @Nullable URI before;

    @BeforeEach
    void remember(@GatewayUrl URI url) {
        before = url;
    }

    @Test
    void answersOverHttpWithTheAgentsItWasGiven() throws Exception {
        assertThat(get(gateway.url(), "/api/v1/health").statusCode()).isEqualTo(200);
        assertThat(get(gateway.url(), "/api/v1/skills").body()).contains("\"greet\"");
    }

    @Test
    void showsOverHttpWhatHappensInMemoryAndTheOtherWayRound() throws Exception {
        HttpResponse<String> run = CLIENT.send(
                HttpRequest.newBuilder(gateway.url().resolve("/api/v1/agent/run?wait=30"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"skill\":\"greet\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(run.body()).contains("pending_approval");

        var sessions =
                gateway.gateway().metaForge().sessions().list(null, 10, 0).items();
        gateway.gateway().approve(sessions.get(0).id());

        assertThat(gateway.gateway().workspace().get("hello.md")).isPresent();
        assertThat(get(gateway.url(), "/api/v1/session/" + sessions.get(0).id()).body())
                .contains("\"approved\"");
    }

    @Test
    void sendsEventsOverTheWebSocket() {
        Queue<CharSequence> frames = new ConcurrentLinkedQueue<>();
        WebSocket socket = CLIENT.newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + gateway.port() + "/ws"), new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                        frames.add(text.toString());
                        from.request(1);
                        return null;
                    }
                })
                .join();

        gateway.gateway().runToEnd("greet");

        await().untilAsserted(() ->
                assertThat(frames).anyMatch(frame -> frame.toString().contains("session.complete")));
        socket.abort();
    }

    @Test
    void isInjectedAsAddressPortAndGateway(
            @GatewayUrl URI url, @GatewayPort int port, @GatewayPort Integer boxed, TestGateway inMemory) {
        assertThat(url).isEqualTo(gateway.url()).isEqualTo(before);
        assertThat(port).isEqualTo(boxed).isEqualTo(gateway.port()).isEqualTo(url.getPort());
        assertThat(inMemory).isSameAs(gateway.gateway());
        assertThat(inMemory.workspace().paths()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/health", "/api/v1/skills"})
    void leavesOtherParametersToWhoeverHasThem(URI path, @GatewayUrl URI url) throws Exception {
        assertThat(get(url, path.toString()).statusCode()).isEqualTo(200);
    }

    @Nested
    class WithinNestedTests {

        @Test
        void theGatewayOfTheOuterClassRuns(@GatewayUrl URI url) throws Exception {
            assertThat(get(url, "/api/v1/health").statusCode()).isEqualTo(200);
        }
    }

    @Nested
    class RunByTheLauncher {

        @Test
        void isolatesTestsThatRunInParallelOnOneExtension() {
            Parallel.PORTS.clear();

            TestExecutionSummary summary = run(Parallel.class);

            assertThat(summary.getFailures()).isEmpty();
            assertThat(summary.getTestsSucceededCount()).isEqualTo(4);
            assertThat(Parallel.PORTS).hasSize(4).allSatisfy(port -> assertThatThrownBy(
                            () -> get(URI.create("http://localhost:" + port), "/api/v1/health"))
                    .isInstanceOf(ConnectException.class));
        }

        @Test
        void refusesParametersWhereThereIsNoTestYet() {
            TestExecutionSummary summary = run(BeforeAllTests.class);

            assertThat(summary.getFailures()).singleElement().satisfies(failure -> assertThat(failure.getException())
                    .hasMessageContaining("There is a gateway for each test"));
        }

        private TestExecutionSummary run(Class<?> tests) {
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClass(tests))
                    .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                    .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                    .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                    .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                    .build();
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            LauncherFactory.create().execute(request, listener);
            return listener.getSummary();
        }
    }

    /** All four meet while their gateways run. */
    @ExtendWith(HttpTestGateway.class)
    static class Parallel {

        static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();
        static final CyclicBarrier MEETING = new CyclicBarrier(4);

        @RepeatedTest(4)
        void writesIntoAWorkspaceOfItsOwn(@GatewayUrl URI url, TestGateway inMemory) throws Exception {
            PORTS.add(url.getPort());
            inMemory.workspace().put("PRD.md", "# Pump\n\nThe supply voltage is 12 V.\n");
            MEETING.await(30, TimeUnit.SECONDS);

            assertThat(get(url, "/api/v1/sessions").body()).contains("\"total\":0");
            assertThat(inMemory.runToEnd("spec").status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
            assertThat(get(url, "/api/v1/sessions").body()).contains("\"total\":1");
        }
    }

    @ExtendWith(HttpTestGateway.class)
    static class BeforeAllTests {

        @BeforeAll
        static void tooEarly(@GatewayUrl URI url) {}

        @Test
        void neverRuns() {}
    }

    @AfterEach
    void stillAnswersInAfterEach(@GatewayUrl URI url) throws Exception {
        assertThat(get(url, "/api/v1/health").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> get(URI url, String path) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(url.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
