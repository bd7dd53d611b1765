package io.metaforge.boot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged server with a language model: a server that answers as OpenAI's does. */
class LanguageModelIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "sk-of-the-test";

    private static final String PRD = """
            # Logger

            A data logger for cold stores. We met in Kiel to talk about it.

            ## Requirements
            - Supply: 3.3 V ±5 %
            """;

    @TempDir
    Path temp;

    private final List<JsonNode> chats = new CopyOnWriteArrayList<>();

    /** The first answer is not valid, the second is; each says that it used 1,900 tokens. */
    private HttpServer provider() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/models", exchange -> answer(exchange, "{\"object\":\"list\",\"data\":[]}"));
        server.createContext("/v1/chat/completions", exchange -> {
            assertThat(exchange.getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer " + KEY);
            chats.add(JSON.readTree(exchange.getRequestBody()));
            String content = chats.size() == 1
                    ? "{\"missed\":[]}"
                    : "{\"missed\":[{\"file\":\"PRD.md\",\"line\":3,\"quote\":\"We met in Kiel to talk about it.\","
                            + "\"category\":\"functional\",\"priority\":\"may\"}],\"rationales\":[]}";
            ObjectNode root = JSON.createObjectNode()
                    .put("id", "chatcmpl-1")
                    .put("object", "chat.completion")
                    .put("model", "m");
            ObjectNode choice =
                    root.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
            choice.putObject("message").put("role", "assistant").put("content", content);
            root.putObject("usage")
                    .put("prompt_tokens", 1_800)
                    .put("completion_tokens", 100)
                    .put("total_tokens", 1_900);
            answer(exchange, root.toString());
        });
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Returns what a command prints. */
    private static String command(PackagedGateway gateway, String... words) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(PackagedGateway.root().resolve("metaforge").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--gateway", "http://localhost:" + gateway.port()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("METAFORGE_"));
        builder.environment().put("METAFORGE_APP", PackagedGateway.application().toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    @Test
    void a_run_that_would_exceed_its_budget_waits_for_a_person_also_over_a_restart_and_goes_on_where_it_was()
            throws Exception {
        HttpServer provider = provider();
        Path workspace = Files.createDirectories(temp.resolve("workspace"));
        Files.writeString(workspace.resolve("PRD.md"), PRD);
        Files.createDirectories(workspace.resolve(".forge"));
        // The first request may take up to about 9,000 tokens (8,000 of them for the answer), the second as many again.
        Files.writeString(workspace.resolve(".forge/config.properties"), """
                llm-base-url=http://127.0.0.1:%d/v1
                llm-api-key=%s
                llm-model=m
                llm-price-input=1
                llm-price-output=10
                llm-budget-tokens=10000
                """.formatted(
                        provider.getAddress().getPort(), KEY));
        String id;
        JsonNode waiting;
        try {
            try (PackagedGateway gateway = PackagedGateway.start(workspace)) {
                await().atMost(Duration.ofSeconds(20)).until(() -> gateway.http()
                        .get("/api/v1/health")
                        .json()
                        .at("/components/llm_provider")
                        .asText()
                        .equals("ok"));
                JsonNode run = gateway.http()
                        .post("/api/v1/agent/run?wait=30", "{\"skill\":\"spec\",\"options\":{\"temperature\":0.2}}")
                        .json();
                id = run.path("session_id").asText();
                waiting = gateway.http().get("/api/v1/session/" + id).json();
                assertThat(waiting.path("status").asText()).isEqualTo("pending_approval");
                assertThat(waiting.path("output").isMissingNode()).isTrue();
                assertThat(waiting.path("approval").toString()).contains("\"kind\":\"budget\"");
                assertThat(waiting.at("/approval/used/tokens").asInt()).isEqualTo(1_900);
                assertThat(waiting.at("/approval/granted/tokens").asInt()).isEqualTo(10_000);
                assertThat(waiting.at("/approval/requested/tokens").asInt()).isEqualTo(10_000);
                // 1,800 · $1 / 10^6 + 100 · $10 / 10^6
                assertThat(waiting.at("/usage/cost_usd").decimalValue()).isEqualByComparingTo("0.0028");
                assertThat(gateway.http()
                                .get("/api/v1/pending")
                                .json()
                                .at("/pending/0/approval/kind")
                                .asText())
                        .isEqualTo("budget");
                assertThat(command(gateway, "pending")).contains("spec", "budget: 10,000 tokens or $1 more");
                assertThat(command(gateway, "status", id))
                        .contains("1 request, 1,900 tokens ($0.0028)", "asks     budget: 10,000 tokens or $1 more");
                assertThat(gateway.http().get("/ui/session/" + id).text()).contains("its next request could exceed");
                gateway.kill();
            }
            try (PackagedGateway gateway = PackagedGateway.start(workspace)) {
                assertThat(gateway.http().get("/api/v1/session/" + id).json()).isEqualTo(waiting);
                JsonNode approved = gateway.http()
                        .post(
                                "/api/v1/approve/" + id,
                                "{\"digest\":"
                                        + Http.quoted(waiting.path("digest").asText()) + "}")
                        .json();
                assertThat(approved.path("status").asText()).isEqualTo("running");
                assertThat(approved.path("applied").asBoolean()).isFalse();

                JsonNode ended = gateway.http()
                        .get("/api/v1/agent/" + id + "/status?wait=30")
                        .json();
                assertThat(ended.path("status").asText()).isEqualTo("pending_approval");
                assertThat(ended.path("artifacts")).hasSize(2);
                assertThat(gateway.http()
                                .get("/api/v1/session/" + id + "/artifacts/constraints.json")
                                .text())
                        .contains("We met in Kiel", "\"origin\": \"model\"");
                JsonNode session = gateway.http().get("/api/v1/session/" + id).json();
                assertThat(session.path("usage").toString())
                        .isEqualTo("{\"requests\":2,\"input_tokens\":3600,\"output_tokens\":200,\"cost_usd\":0.0056}");
                assertThat(session.path("approval").isMissingNode()).isTrue();
                assertThat(gateway.http()
                                .get("/api/v1/status")
                                .json()
                                .at("/usage/requests")
                                .asInt())
                        .isEqualTo(2);
                assertThat(gateway.http()
                                .get("/api/v1/session/" + id + "/events")
                                .text())
                        .contains("budget.approved");
            }
        } finally {
            provider.stop(0);
        }
        // The answer that was paid for was not asked for again: a question and its repair, over two executions.
        assertThat(chats).hasSize(2);
        assertThat(chats.get(0).path("temperature").asDouble()).isEqualTo(0.2);
        assertThat(chats.get(1).toString()).contains("what is wrong with it", "lacks the member 'rationales'");
        assertThat(Files.readString(workspace.resolve(".forge/logs/gateway.log")))
                .doesNotContain(KEY);
    }
}
