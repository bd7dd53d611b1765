package io.metaforge.adapter.ws;

import io.metaforge.application.port.in.AccessControl;
import io.metaforge.application.port.in.EventStreams;
import io.metaforge.application.port.in.EventStreams.Subscription;
import io.metaforge.domain.access.Caller;
import io.metaforge.domain.session.RecordedEvent;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket: subscribes to the log and sends what comes. Thread-safe.
 *
 * <p>However slow its peer, it holds one batch of events, which all sockets share, and at most {@link #PIECE} bytes of
 * frames (or one frame, where that is larger) beside what the operating system buffers.
 */
final class EventSocket implements EventStreams.Subscriber {

    static final String STOPPING = "The gateway stops; connect again with after=ID of the last event";
    private static final String KEY_ENDED = "The API key was revoked or has expired";
    private static final String TOO_SLOW =
            "Events were not read in time; connect again with after=ID of the last event";

    private static final Logger LOG = LoggerFactory.getLogger(EventSocket.class);

    private static final int PIECE = 64 << 10;
    private static final int PINGS_UNANSWERED = 2;

    /** What Tyrus closes with by itself: the peer does not know yet. */
    private static final Set<CloseReason.CloseCode> OURS = Set.of(
            CloseCodes.PROTOCOL_ERROR,
            CloseCodes.NOT_CONSISTENT,
            CloseCodes.TOO_BIG,
            CloseCodes.CANNOT_ACCEPT,
            CloseCodes.UNEXPECTED_CONDITION);

    private final Session session;
    private final FrameWriter writer;
    private final EventFrames frames;
    private final OpenSockets sockets;
    private final Caller caller;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile @Nullable Subscription subscription;
    private volatile @Nullable Future<?> pings;
    private volatile boolean ended;

    EventSocket(Session session, FrameWriter writer, EventFrames frames, OpenSockets sockets, Caller caller) {
        this.session = session;
        this.writer = writer;
        this.frames = frames;
        this.sockets = sockets;
        this.caller = caller;
    }

    /** Begins to send what the client asked for. */
    void subscribe(EventStreams events, Handshake handshake) {
        try {
            subscription = events.subscribe(handshake.after(), handshake.session(), this);
        } catch (RuntimeException e) {
            LOG.error("A socket could not subscribe", e);
            close(CloseCodes.UNEXPECTED_CONDITION, "Events cannot be read at present; connect again later");
        }
        if (ended) {
            release();
        }
    }

    /** Is told how its pings are stopped. */
    void pings(Future<?> task) {
        pings = task;
        if (ended) {
            task.cancel(false);
        }
    }

    @Override
    public CompletionStage<?> onEvents(List<RecordedEvent> events) {
        return send(events, 0);
    }

    @Override
    public CompletionStage<?> onGap(long from, long to) {
        return writer.send(frames.ofGap(from, to));
    }

    @Override
    public void onEnd(EventStreams.End reason) {
        switch (reason) {
            case TOO_SLOW -> close(CloseCodes.TRY_AGAIN_LATER, TOO_SLOW);
            case STOPPING -> close(CloseCodes.GOING_AWAY, STOPPING);
            case CLOSED -> close(CloseCodes.UNEXPECTED_CONDITION, "Events cannot be sent any more; connect again");
        }
    }

    private CompletionStage<?> send(List<RecordedEvent> events, int first) {
        int from = first;
        while (true) {
            int to = from + 1;
            int bytes = frames.of(events.get(from)).length;
            while (to < events.size()) {
                int more = frames.of(events.get(to)).length;
                if (bytes + more > PIECE) {
                    break;
                }
                bytes += more;
                to++;
            }
            CompletableFuture<?> sent =
                    writer.send(joined(events.subList(from, to), bytes)).toCompletableFuture();
            if (to == events.size() || sent.isCompletedExceptionally()) {
                return sent;
            }
            if (!sent.isDone()) {
                int rest = to;
                return sent.thenCompose(done -> send(events, rest));
            }
            from = to;
        }
    }

    private byte[] joined(List<RecordedEvent> events, int bytes) {
        if (events.size() == 1) {
            return frames.of(events.get(0));
        }
        ByteBuffer joined = ByteBuffer.allocate(bytes);
        events.forEach(event -> joined.put(frames.of(event)));
        return joined.array();
    }

    /** Sends a ping, or gives the peer up. */
    void ping() {
        if (unanswered.getAndIncrement() >= PINGS_UNANSWERED) {
            close(CloseCodes.UNEXPECTED_CONDITION, "Pings were not answered");
            return;
        }
        try {
            session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
        } catch (IOException | IllegalStateException e) {
            LOG.debug("A socket closed while it was pinged: {}", e.toString());
        }
    }

    /** Closes the socket where its caller's key holds no longer. */
    void check(AccessControl access) {
        if (!access.isValid(caller)) {
            close(CloseCodes.VIOLATED_POLICY, KEY_ENDED);
        }
    }

    /** Notes that the peer is there. */
    void onPong() {
        unanswered.set(0);
    }

    /** Closes the socket: with a close frame where the peer takes it, and without after a moment. */
    void close(CloseCodes code, String reason) {
        if (ended || !closing.compareAndSet(false, true)) {
            return;
        }
        release();
        sockets.afterGrace(writer::terminate);
        try {
            session.close(new CloseReason(code, reason));
        } catch (IOException | IllegalStateException e) {
            LOG.debug("A socket closed by itself while it was being closed: {}", e.toString());
            writer.terminate();
        }
    }

    /** Ends the subscription; the socket is closed, or about to be. */
    void onClose(CloseReason.CloseCode code) {
        ended = true;
        if (!writer.closeSent() && !OURS.contains(code)) {
            writer.peerIsDone();
        }
        sockets.closed(this);
        release();
    }

    private void release() {
        Subscription running = subscription;
        if (running != null) {
            running.close();
        }
        Future<?> task = pings;
        if (task != null) {
            task.cancel(false);
        }
    }
}
