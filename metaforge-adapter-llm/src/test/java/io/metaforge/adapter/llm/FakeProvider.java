package io.metaforge.adapter.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A real HTTP server that answers like the providers do: in their protocols, and with their ways to fail. */
final class FakeProvider implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Queue<Behaviour> next = new ConcurrentLinkedQueue<>();
    final List<Request> requests = new CopyOnWriteArrayList<>();

    /** A request as it came in. */
    record Request(String path, String authorization, String apiKey, JsonNode body) {}

    /** What to do with a request. */
    interface Behaviour {
        void handle(HttpExchange exchange) throws IOException, InterruptedException;
    }

    FakeProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.add(new Request(
                    exchange.getRequestURI().getPath(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("x-api-key")),
                    body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body)));
            Behaviour behaviour = next.poll();
            try (exchange) {
                if (behaviour == null) {
                    answer(exchange, 500, "{\"error\":\"the test expected no request\"}");
                } else {
                    behaviour.handle(exchange);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Lets the next request, after those that were told of before, be handled so. */
    FakeProvider then(Behaviour behaviour) {
        next.add(behaviour);
        return this;
    }

    FakeProvider thenStatus(int status, String... headersAndValues) {
        return then(exchange -> {
            for (int i = 0; i < headersAndValues.length; i += 2) {
                exchange.getResponseHeaders().set(headersAndValues[i], headersAndValues[i + 1]);
            }
            answer(exchange, status, "{\"error\":{\"message\":\"SENT-BY-SERVER\",\"type\":\"some_error\"}}");
        });
    }

    FakeProvider thenBody(String body) {
        return then(exchange -> answer(exchange, 200, body));
    }

    /** Sends half of a body and drops the connection. */
    FakeProvider thenCut(String body) {
        return then(exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
            exchange.getResponseBody().flush();
        });
    }

    /** Sends nothing for as long as the test lasts. */
    FakeProvider thenNothing() {
        return then(exchange -> end.await());
    }

    /** Sends a head and then blanks, until the other end is gone. */
    FakeProvider thenDrip(CountDownLatch begun, CountDownLatch gone) {
        return then(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (!end.await(20, TimeUnit.MILLISECONDS)) {
                    out.write(' ');
                    out.flush();
                    begun.countDown();
                }
            } catch (IOException closedByClient) {
                gone.countDown();
            }
        });
    }

    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** OpenAI's chat completion, as its API reference prints it. */
    static String openAi(String content, String finish, int input, int output) {
        ObjectNode message = JSON.createObjectNode().put("role", "assistant").put("content", content);
        message.putNull("refusal");
        return openAi(message, finish, input, output);
    }

    static String openAiRefusal() {
        ObjectNode message = JSON.createObjectNode().put("role", "assistant");
        message.putNull("content");
        message.put("refusal", "I'm sorry, I can't help with that.");
        return openAi(message, "stop", 20, 9);
    }

    private static String openAi(ObjectNode message, String finish, int input, int output) {
        ObjectNode root = JSON.createObjectNode()
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion")
                .put("created", 1_700_000_000)
                .put("model", "m-2026");
        ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
        choice.set("message", message);
        choice.putNull("logprobs");
        choice.put("finish_reason", finish);
        root.putObject("usage")
                .put("prompt_tokens", input)
                .put("completion_tokens", output)
                .put("total_tokens", input + output);
        return root.toString();
    }

    /** Anthropic's message, as its API reference prints it. */
    static String anthropic(String content, String stop, int input, int output) {
        ObjectNode root = JSON.createObjectNode()
                .put("id", "msg_1")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", "m-2026");
        ArrayNode parts = root.putArray("content");
        if (!content.isEmpty()) {
            parts.addObject().put("type", "text").put("text", content);
        }
        root.put("stop_reason", stop);
        root.putNull("stop_sequence");
        root.putObject("usage").put("input_tokens", input).put("output_tokens", output);
        return root.toString();
    }

    /** Ollama's answer of /api/chat with "stream": false. */
    static String ollama(String content, String done, int input, int output) {
        ObjectNode root = JSON.createObjectNode().put("model", "m").put("created_at", "2026-03-01T10:00:00.000000Z");
        root.putObject("message").put("role", "assistant").put("content", content);
        return root.put("done_reason", done)
                .put("done", true)
                .put("total_duration", 4_883_583_458L)
                .put("prompt_eval_count", input)
                .put("eval_count", output)
                .toString();
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
