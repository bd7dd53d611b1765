package io.metaforge.adapter.ws;

import io.metaforge.domain.access.Caller;
import io.metaforge.domain.session.SessionId;
import org.glassfish.grizzly.Connection;
import org.jspecify.annotations.Nullable;

/**
 * A handshake that is going on in this thread. Tyrus's own request knows neither the connection it came on nor what was
 * found out about it before, and runs from the filter to the opened endpoint in one thread.
 */
final class Handshake {

    private static final ThreadLocal<@Nullable Handshake> CURRENT = new ThreadLocal<>();

    private final Connection<?> connection;
    private final long after;
    private final @Nullable SessionId session;
    private final Caller caller;
    private @Nullable FrameWriter writer;
    private @Nullable EventSocket socket;

    /**
     * Creates a handshake.
     *
     * @param after position after which events are to be sent
     * @param session whose events are wanted; null for all
     */
    Handshake(Connection<?> connection, long after, @Nullable SessionId session, Caller caller) {
        this.connection = connection;
        this.after = after;
        this.session = session;
        this.caller = caller;
    }

    /** Returns the handshake of this thread. */
    static Handshake current() {
        Handshake handshake = CURRENT.get();
        if (handshake == null) {
            throw new IllegalStateException("no handshake goes on in this thread");
        }
        return handshake;
    }

    /** Makes this the handshake of this thread. */
    void begin() {
        CURRENT.set(this);
    }

    /** Ends it. */
    void end() {
        CURRENT.remove();
    }

    Connection<?> connection() {
        return connection;
    }

    long after() {
        return after;
    }

    @Nullable
    SessionId session() {
        return session;
    }

    Caller caller() {
        return caller;
    }

    /** Sets what the socket writes with, once the handshake has succeeded. */
    void succeeded(FrameWriter frameWriter) {
        writer = frameWriter;
    }

    /** Returns what the socket writes with; null where the handshake has not succeeded. */
    @Nullable
    FrameWriter writer() {
        return writer;
    }

    /** Sets the socket, once it is open. */
    void opened(EventSocket eventSocket) {
        socket = eventSocket;
    }

    /** Returns the socket; null where it could not be opened. */
    @Nullable
    EventSocket socket() {
        return socket;
    }
}
