package io.metaforge.boot.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Collects what a WebSocket receives. Thread-safe. */
final class EventSink implements WebSocket.Listener {

    private final StringBuilder partial = new StringBuilder();
    private final List<JsonNode> events = new ArrayList<>();
    private int closeCode;

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            try {
                add(Http.JSON.readTree(partial.toString()));
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + partial, e);
            }
            partial.setLength(0);
        }
        socket.request(1);
        return null;
    }

    private synchronized void add(JsonNode event) {
        events.add(event);
        notifyAll();
    }

    @Override
    public synchronized CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closeCode = code;
        notifyAll();
        return null;
    }

    @Override
    public synchronized void onError(WebSocket socket, Throwable error) {
        closeCode = 1006;
        notifyAll();
    }

    /** Returns the code the socket was closed with, 0 while it is open, 1006 after a lost connection. */
    synchronized int closeCode() {
        return closeCode;
    }

    synchronized List<JsonNode> events() {
        return new ArrayList<>(events);
    }

    /** Waits until an event matches and returns all so far. */
    synchronized List<JsonNode> await(Predicate<JsonNode> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (events.stream().noneMatch(wanted)) {
            if (closeCode != 0 || System.nanoTime() > deadline) {
                throw new AssertionError("closed with " + closeCode + " or too late; got " + events);
            }
            wait(100);
        }
        return new ArrayList<>(events);
    }
}
