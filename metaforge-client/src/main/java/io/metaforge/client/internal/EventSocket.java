package io.metaforge.client.internal;

import com.fasterxml.jackson.databind.ObjectReader;
import io.metaforge.api.EventMessage;
import io.metaforge.api.Events;
import io.metaforge.client.event.Event;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Listens on one connection: puts fragments together and reads them as events. Asks for no message by itself. */
final class EventSocket implements WebSocket.Listener {

    /** What becomes of the connection. Called from threads of the JDK's client, one call at a time. */
    interface Owner {

        /** Takes an event; the next message comes when the owner asks for it. */
        void received(EventSocket socket, Event event);

        /** Learns that the connection is over. */
        void lost(EventSocket socket, Throwable reason);
    }

    /** Far more than any event has; a peer that sends more is none of ours. */
    private static final int LONGEST_MESSAGE = 16 << 20;

    private static final ObjectReader READER = Json.MAPPER.readerFor(EventMessage.class);

    private final Owner owner;
    private final StringBuilder partial = new StringBuilder();
    private volatile long lastSign = System.nanoTime();

    EventSocket(Owner owner) {
        this.owner = owner;
    }

    /** Returns when the peer was last heard, in the terms of {@link System#nanoTime}. */
    long lastSign() {
        return lastSign;
    }

    /** Notes that the peer is given a chance to be heard from now on. */
    void listening() {
        lastSign = System.nanoTime();
    }

    @Override
    public void onOpen(WebSocket socket) {
        listening();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        lastSign = System.nanoTime();
        partial.append(data);
        if (!last && partial.length() <= LONGEST_MESSAGE) {
            socket.request(1);
            return null;
        }
        String text = partial.toString();
        partial.setLength(0);
        try {
            if (!last) {
                throw new IOException("a message is too long");
            }
            owner.received(this, event(READER.readValue(text)));
        } catch (IOException | RuntimeException e) {
            socket.abort();
            owner.lost(this, e);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        socket.abort();
        owner.lost(this, new IOException("a message is binary"));
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
        lastSign = System.nanoTime();
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        lastSign = System.nanoTime();
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        owner.lost(this, new IOException("closed with " + code));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        owner.lost(this, failure);
    }

    /** Returns what a message tells. A gap has no id of its own on a socket: the last position that is missing stands for it. */
    static Event event(EventMessage message) throws IOException {
        Long id = message.id();
        if (id == null && Events.GAP.equals(message.event()) && message.data().get("to") instanceof Number to) {
            id = to.longValue();
        }
        if (message.event() == null || id == null) {
            throw new IOException("a message is no event");
        }
        return new Event(message.event(), message.data(), id, time(message.time()));
    }

    private static @Nullable Instant time(@Nullable String text) throws IOException {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IOException("a message has no valid time", e);
        }
    }
}
