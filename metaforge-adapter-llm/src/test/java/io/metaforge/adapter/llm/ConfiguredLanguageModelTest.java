package io.metaforge.adapter.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.metaforge.application.port.out.LanguageModel;
import io.metaforge.application.port.out.LanguageModel.State;
import io.metaforge.testkit.MutableClock;
import io.metaforge.testkit.contract.LanguageModelContract;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConfiguredLanguageModelTest {

    private static final String MODELS = """
            {"object":"list","data":[{"id":"llama3:latest","object":"model","created":1700000000,"owned_by":"library"}]}""";

    private final MutableClock clock = new MutableClock();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<ConfiguredLanguageModel> opened = new ArrayList<>();
    private ExecutorService threads;
    private HttpServer server;
    private volatile Endpoint endpoint = exchange -> answer(exchange, 200, MODELS);

    private interface Endpoint {
        void handle(HttpExchange exchange) throws IOException, InterruptedException;
    }

    @BeforeEach
    void start() throws IOException {
        threads = Executors.newCachedThreadPool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            try (exchange) {
                endpoint.handle(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        opened.forEach(ConfiguredLanguageModel::close);
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private ConfiguredLanguageModel model(@Nullable String key) {
        String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
        return model(new LanguageModelSettings("openai", base, key, "llama3"), Duration.ofSeconds(5));
    }

    private ConfiguredLanguageModel model(LanguageModelSettings settings, Duration timeLimit) {
        ConfiguredLanguageModel model =
                new ConfiguredLanguageModel(settings, clock, Duration.ofMinutes(1), timeLimit, Duration.ofMillis(10));
        opened.add(model);
        return model;
    }

    @Nested
    class Reachable extends LanguageModelContract {

        @Override
        protected LanguageModel newModel() {
            return model("secret");
        }

        @Test
        void isWhatAnswersWithItsModels() {
            ConfiguredLanguageModel model = model("secret");
            model.start();
            await().untilAsserted(() -> assertThat(model.state()).isEqualTo(State.OK));
            assertThat(requests).containsExactly("GET /v1/models Bearer secret");
        }

        @Test
        void needsNoKeyWhereTheEndpointNeedsNone() {
            ConfiguredLanguageModel model = model((String) null);
            await().untilAsserted(() -> assertThat(model.state()).isEqualTo(State.OK));
            assertThat(requests).containsExactly("GET /v1/models null");
        }

        @Test
        void isNotClaimedBeforeItIsKnown() throws Exception {
            CountDownLatch mayAnswer = new CountDownLatch(1);
            endpoint = exchange -> {
                mayAnswer.await();
                answer(exchange, 200, MODELS);
            };
            ConfiguredLanguageModel model = model("secret");
            assertThat(requests).isEmpty();
            model.start();
            await().until(() -> requests.size() == 1);
            assertThat(model.state()).isEqualTo(State.UNREACHABLE);
            mayAnswer.countDown();
            await().untilAsserted(() -> assertThat(model.state()).isEqualTo(State.OK));
        }

        @Test
        void isAskedAgainAfterTheCacheTimeOnly() {
            ConfiguredLanguageModel model = model("secret");
            model.start();
            await().untilAsserted(() -> assertThat(model.state()).isEqualTo(State.OK));
            clock.advance(Duration.ofSeconds(59));
            assertThat(model.state()).isEqualTo(State.OK);
            assertThat(requests).hasSize(1);

            endpoint = exchange -> answer(exchange, 503, "{}");
            clock.advance(Duration.ofSeconds(2));
            await().untilAsserted(() -> assertThat(model.state()).isEqualTo(State.UNREACHABLE));
            assertThat(requests).hasSize(2);

            endpoint = exchange -> answer(exchange, 200, MODELS);
            clock.advance(Duration.ofMinutes(2));
            await().untilAsserted(() -> assertThat(model.state()).isEqualTo(State.OK));
        }
    }

    @Nested
    class Unreachable extends LanguageModelContract {

        @Override
        protected LanguageModel newModel() {
            endpoint = exchange -> end.await();
            return model("secret");
        }

        private String problem(Duration timeLimit) {
            String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
            return new ModelProbe(new LanguageModelSettings(null, base, "secret", "m"), clock, timeLimit).problem();
        }

        @ParameterizedTest
        @CsvSource({"401, the API key is refused", "403, the API key is refused", "404, status 404", "500, status 500"})
        void isWhatAnswersWithAnError(int status, String problem) {
            ConfiguredLanguageModel model = model("secret");
            await().untilAsserted(() -> assertThat(model.state()).isEqualTo(State.OK));

            endpoint = exchange -> answer(exchange, status, "{\"error\":{\"message\":\"secret is wrong\"}}");
            clock.advance(Duration.ofMinutes(2));
            await().untilAsserted(() -> assertThat(model.state()).isEqualTo(State.UNREACHABLE));
            assertThat(problem(Duration.ofSeconds(5))).contains(problem).doesNotContain("secret");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "<html>", "[]", "{}", "{\"data\":3}"})
        void isWhatAnswersSomethingElse(String body) {
            endpoint = exchange -> answer(exchange, 200, body);
            assertThat(problem(Duration.ofSeconds(5))).isNotEmpty();
        }

        @Test
        void isWhatDoesNotAnswerInTime() {
            endpoint = exchange -> end.await();
            assertThat(problem(Duration.ofMillis(200))).isEqualTo("no answer came in time");
        }

        @Test
        void isWhatAnswersWithoutEnd() {
            endpoint = exchange -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write("{\"data\":[".getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                end.await();
            };
            ConfiguredLanguageModel model = model(
                    new LanguageModelSettings(
                            null, "http://127.0.0.1:" + server.getAddress().getPort() + "/v1", null, "m"),
                    Duration.ofMillis(100));
            model.start();
            await().until(() -> requests.size() == 1);

            // Given up, for it asks again.
            await().until(() -> {
                clock.advance(Duration.ofMinutes(2));
                return model.state() == State.UNREACHABLE && requests.size() >= 2;
            });
        }

        @Test
        void isWhatRefusesConnections() {
            int port = server.getAddress().getPort();
            server.stop(0);
            ModelProbe probe = new ModelProbe(
                    new LanguageModelSettings(null, "http://127.0.0.1:" + port + "/v1", null, "m"),
                    clock,
                    Duration.ofSeconds(5));
            assertThat(probe.problem()).isNotEmpty();
        }
    }

    @Nested
    class NotConfigured extends LanguageModelContract {

        @Override
        protected LanguageModel newModel() {
            return model(LanguageModelSettings.NONE, Duration.ofSeconds(5));
        }

        @Test
        void staysSo() {
            ConfiguredLanguageModel model = model(LanguageModelSettings.NONE, Duration.ofSeconds(5));
            model.start();
            assertThat(model.state()).isEqualTo(State.NOT_CONFIGURED);
        }

        @Test
        void loadsNothingOfLangChain4j() throws Exception {
            try (URLClassLoader loader =
                    new URLClassLoader(withoutLangChain4j(), ClassLoader.getPlatformClassLoader())) {
                assertThatThrownBy(() -> loader.loadClass("dev.langchain4j.model.openai.OpenAiModelCatalog"))
                        .isInstanceOf(ClassNotFoundException.class);
                Class<?> settings = loader.loadClass(LanguageModelSettings.class.getName());
                Class<?> type = loader.loadClass(ConfiguredLanguageModel.class.getName());
                Object model = type.getConstructor(settings, Clock.class, Duration.class)
                        .newInstance(settings.getField("NONE").get(null), Clock.systemUTC(), Duration.ofMinutes(1));
                type.getMethod("start").invoke(model);
                assertThat(type.getMethod("state").invoke(model)).hasToString("NOT_CONFIGURED");
            }
        }

        private URL[] withoutLangChain4j() throws MalformedURLException {
            List<URL> urls = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                if (!entry.contains("langchain4j")) {
                    urls.add(Path.of(entry).toUri().toURL());
                }
            }
            return urls.toArray(URL[]::new);
        }
    }

    @Nested
    class Settings {

        @Test
        void doNotShowTheirKey() {
            assertThat(new LanguageModelSettings(null, null, "secret", "m").toString())
                    .doesNotContain("secret");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "localhost:11434",
                    "ftp://localhost/v1",
                    "http://",
                    "http://user:password@localhost/v1",
                    "http://localhost/v1?key=1",
                    "http://local host/v1",
                    "/v1",
                })
        void refuseWhatIsNoBaseUrl(String url) {
            assertThatThrownBy(() -> new LanguageModelSettings(null, url, null, "m"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("base URL");
        }

        @Test
        void refuseToBeLeftHalfDone() {
            assertThatThrownBy(() -> new LanguageModelSettings(null, "http://localhost/v1", null, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("name of the language model is missing");
            assertThatThrownBy(() -> new LanguageModelSettings("acme", null, null, "m"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("openai");
        }
    }
}
