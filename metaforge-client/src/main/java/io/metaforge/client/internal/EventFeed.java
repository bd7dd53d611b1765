package io.metaforge.client.internal;

import com.fasterxml.jackson.databind.ObjectReader;
import io.metaforge.api.EventMessage;
import io.metaforge.client.event.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Reads the events of one response of server-sent events (WHATWG HTML, 9.2), a piece each time it is told to. */
final class EventFeed implements HttpResponse.BodySubscriber<byte[]> {

    /** What becomes of the response. Called from threads of the JDK's client, one call at a time. */
    interface Owner {

        /** Learns that events can be asked for. */
        void opened(EventFeed feed);

        /** Takes what the piece asked for held, which may be nothing. */
        void received(EventFeed feed, List<Event> events);

        /** Learns that nothing more will come. */
        void lost(EventFeed feed, Throwable reason);
    }

    /** Tells that something that came is no event; another connection can bring it whole. */
    static final class Unreadable extends IOException {

        private static final long serialVersionUID = 1L;

        Unreadable(String problem) {
            super(problem);
        }

        Unreadable(String problem, Throwable cause) {
            super(problem, cause);
        }
    }

    /** Far more bytes than any event has; a peer that sends more is none of ours. */
    private static final int LONGEST_EVENT = 16 << 20;

    private static final ObjectReader READER = Json.MAPPER.readerFor(EventMessage.class);

    private final Owner owner;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean afterReturn;
    private volatile Flow.@Nullable Subscription upstream;
    private volatile long lastSign = System.nanoTime();

    EventFeed(Owner owner) {
        this.owner = owner;
    }

    /** Asks for the next piece; only after it was opened. */
    void request() {
        // The peer is given the chance to be heard from now on.
        lastSign = System.nanoTime();
        Flow.Subscription open = upstream;
        if (open != null) {
            open.request(1);
        }
    }

    /** Leaves the connection. */
    void cancel() {
        Flow.Subscription open = upstream;
        if (open != null) {
            open.cancel();
        }
    }

    /** Returns when the peer was last heard, in the terms of {@link System#nanoTime}. */
    long lastSign() {
        return lastSign;
    }

    /** Done as soon as the head of the response is there: what follows goes to the owner. */
    @Override
    public CompletionStage<byte[]> getBody() {
        return CompletableFuture.completedFuture(new byte[0]);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        upstream = subscription;
        owner.opened(this);
    }

    @Override
    public void onNext(List<ByteBuffer> piece) {
        lastSign = System.nanoTime();
        List<Event> events = new ArrayList<>();
        try {
            for (ByteBuffer bytes : piece) {
                while (bytes.hasRemaining()) {
                    take(bytes.get(), events);
                }
            }
        } catch (IOException | RuntimeException e) {
            cancel();
            owner.received(this, events); // what came before it is as good as ever
            owner.lost(this, e instanceof Unreadable ? e : new Unreadable("a message is no event", e));
            return;
        }
        owner.received(this, events);
    }

    @Override
    public void onError(Throwable failure) {
        owner.lost(this, failure);
    }

    @Override
    public void onComplete() {
        owner.lost(this, new IOException("the gateway ended the stream"));
    }

    private void take(byte next, List<Event> events) throws IOException {
        boolean secondOfTwo = next == '\n' && afterReturn;
        afterReturn = next == '\r';
        if (secondOfTwo) {
            return;
        }
        if (next != '\n' && next != '\r') {
            line.write(next);
            if (line.size() + data.length() > LONGEST_EVENT) {
                throw new Unreadable("an event is too long");
            }
            return;
        }
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (text.startsWith("data:")) {
            data.append(text, text.startsWith("data: ") ? 6 : 5, text.length()).append('\n');
        } else if (text.isEmpty() && data.length() > 0) {
            String message = data.toString();
            data.setLength(0);
            events.add(event(READER.readValue(message)));
        }
        // Comments keep the connection alive; id and event stand in the data as well.
    }

    /** Returns what a message tells. */
    static Event event(@Nullable EventMessage message) throws IOException {
        Long id = message == null ? null : message.id();
        if (message == null || message.event() == null || id == null) {
            throw new Unreadable("a message is no event");
        }
        return new Event(message.event(), message.data(), id, time(message.time()));
    }

    private static @Nullable Instant time(@Nullable String text) throws IOException {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new Unreadable("a message has no valid time", e);
        }
    }
}
