package io.metaforge.adapter.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A socket of the JDK's client that collects what it receives, and checks all of it against the AsyncAPI document. */
final class Client implements WebSocket.Listener, AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder parts = new StringBuilder();
    private volatile String reason = "";
    private @Nullable WebSocket socket;

    static Client connect(URI uri) {
        return connect(uri, HTTP.newWebSocketBuilder());
    }

    /** Connects with an API key. */
    static Client connect(URI uri, String key) {
        return connect(uri, HTTP.newWebSocketBuilder().header("Authorization", "Bearer " + key));
    }

    private static Client connect(URI uri, WebSocket.Builder builder) {
        Client client = new Client();
        client.socket = builder.connectTimeout(Duration.ofSeconds(10))
                .buildAsync(uri, client)
                .join();
        return client;
    }

    WebSocket socket() {
        WebSocket connected = socket;
        if (connected == null) {
            throw new IllegalStateException("not connected");
        }
        return connected;
    }

    /** Waits for the next message. */
    String text() throws InterruptedException {
        String text = messages.poll(10, TimeUnit.SECONDS);
        if (text == null) {
            throw new AssertionError("no message came; closed: " + closed.getNow(null) + " " + reason);
        }
        AsyncApi.assertValid(text);
        return text;
    }

    JsonNode next() throws InterruptedException {
        try {
            return JSON.readTree(text());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for so many messages and returns their ids. */
    List<Long> ids(int count) throws InterruptedException {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(next().get("id").longValue());
        }
        return ids;
    }

    boolean hasNone() {
        return messages.isEmpty();
    }

    /** Waits for the socket to be closed and returns the code. */
    int closeCode() {
        return closed.orTimeout(10, TimeUnit.SECONDS).join();
    }

    String closeReason() {
        closeCode();
        return reason;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        parts.append(data);
        if (last) {
            messages.add(parts.toString());
            parts.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String text) {
        reason = text;
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket().abort();
    }
}
