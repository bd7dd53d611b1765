package io.metaforge.adapter.rest.event;

import io.metaforge.adapter.rest.json.Json;
import io.metaforge.adapter.rest.response.Views;
import io.metaforge.api.EventMessage;
import io.metaforge.api.Events;
import io.metaforge.application.port.in.EventStreams;
import io.metaforge.domain.session.RecordedEvent;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.glassfish.grizzly.CloseListener;
import org.glassfish.grizzly.CloseType;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.WriteHandler;
import org.glassfish.grizzly.http.io.NIOOutputStream;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * One stream of server-sent events (WHATWG HTML, section 9.2).
 *
 * <p>Writes to Grizzly directly, because JAX-RS offers blocking output only: a batch is handed over, and the next is asked
 * for once the connection has room again. JAX-RS still owns the request and is told when the stream is over.
 */
final class ServerSentEvents implements EventStreams.Subscriber {

    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Request request;
    private final AsyncResponse lifecycle;
    private final NIOOutputStream out;
    private final Connection<?> connection;
    private final CloseListener<Connection<?>, CloseType> whenDisconnected = (closed, type) -> close();
    private final Duration patience;

    // Guarded by this.
    private boolean draining;
    private long drainingSince;
    private boolean closed;
    private EventStreams.@Nullable Subscription subscription;
    private Runnable whenClosed = () -> {};

    ServerSentEvents(Request request, AsyncResponse lifecycle, Duration patience) {
        this.request = request;
        this.lifecycle = lifecycle;
        this.patience = patience;
        this.connection = request.getRequest().getConnection();
        this.out = request.getResponse().getNIOOutputStream();
    }

    /** Sends the head of the response at once, so that the browser knows it is connected; false where it is gone. */
    boolean open() {
        Response response = request.getResponse();
        response.setStatus(200);
        response.setContentType("text/event-stream; charset=utf-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        if (request.getMethod().matchesMethod("HEAD")) {
            close();
            return false;
        }
        connection.addCloseListener(whenDisconnected);
        return !send(COMMENT).toCompletableFuture().isCompletedExceptionally();
    }

    void sendFrom(EventStreams.Subscription source) {
        synchronized (this) {
            if (!closed) {
                subscription = source;
                return;
            }
        }
        source.close();
    }

    void onClose(Runnable action) {
        synchronized (this) {
            if (!closed) {
                whenClosed = action;
                return;
            }
        }
        action.run();
    }

    @Override
    public CompletionStage<?> onEvents(List<RecordedEvent> events) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(256 * events.size());
        for (RecordedEvent event : events) {
            append(text, event.position(), Views.event(event));
        }
        return send(text.toByteArray());
    }

    @Override
    public CompletionStage<?> onGap(long from, long to) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("from", from);
        data.put("to", to);
        ByteArrayOutputStream text = new ByteArrayOutputStream(128);
        append(text, to, new EventMessage(Events.GAP, data, to, null));
        return send(text.toByteArray());
    }

    @Override
    public void onEnd(EventStreams.End reason) {
        if (reason == EventStreams.End.TOO_SLOW) {
            drop();
        } else {
            close();
        }
    }

    /** Ends the stream in good order. */
    void end() {
        close();
    }

    /** Sends a comment, or, where what was sent before is still not taken, drops a peer that does not read. */
    void heartbeat() {
        boolean stuck;
        synchronized (this) {
            if (closed) {
                return;
            }
            stuck = draining;
            if (stuck && System.nanoTime() - drainingSince < patience.toNanos()) {
                return;
            }
        }
        if (stuck) {
            drop();
        } else {
            send(COMMENT);
        }
    }

    /** What waits in the connection would never go out; the browser reconnects with the last id it saw. */
    private void drop() {
        connection.closeSilently();
        close();
    }

    private static void append(ByteArrayOutputStream text, long id, EventMessage message) {
        byte[] head = ("id: " + id + "\nevent: " + message.event() + "\ndata: ").getBytes(StandardCharsets.UTF_8);
        text.writeBytes(head);
        text.writeBytes(Json.bytes(message));
        text.write('\n');
        text.write('\n');
    }

    /** Completes when there is room for more. */
    private CompletionStage<?> send(byte[] bytes) {
        CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
        IOException failure = null;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(new IOException("the stream is closed"));
            }
            try {
                out.write(bytes);
                out.flush();
                if (out.canWrite()) {
                    drained.complete(null);
                } else {
                    draining = true;
                    drainingSince = System.nanoTime();
                    out.notifyCanWrite(new Drained(drained));
                }
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            close();
            return CompletableFuture.failedFuture(failure);
        }
        return drained;
    }

    private void close() {
        EventStreams.Subscription source;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            source = subscription;
        }
        if (source != null) {
            source.close();
        }
        connection.removeCloseListener(whenDisconnected);
        whenClosed.run();
        // The response was committed long ago; this only lets JAX-RS and Grizzly finish the request.
        lifecycle.resume(jakarta.ws.rs.core.Response.ok().build());
    }

    private final class Drained implements WriteHandler {

        private final CompletableFuture<@Nullable Void> drained;

        private Drained(CompletableFuture<@Nullable Void> drained) {
            this.drained = drained;
        }

        @Override
        public void onWritePossible() {
            synchronized (ServerSentEvents.this) {
                draining = false;
            }
            drained.complete(null);
        }

        @Override
        public void onError(Throwable failure) {
            close();
            drained.completeExceptionally(failure);
        }
    }
}
