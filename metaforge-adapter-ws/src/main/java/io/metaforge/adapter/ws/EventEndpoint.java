package io.metaforge.adapter.ws;

import io.metaforge.application.port.in.EventStreams;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Tyrus calls: opens a socket, and bounds what its peer may send, which is ignored. One for each socket.
 *
 * <p>Public only because Tyrus calls it by reflection.
 */
public final class EventEndpoint extends Endpoint {

    /** Longest message a peer may send, in characters. */
    static final int MAX_MESSAGE = 4 << 10;

    static final String TOO_LONG = "Messages may have " + MAX_MESSAGE + " characters";

    private static final Logger LOG = LoggerFactory.getLogger(EventEndpoint.class);

    private final EventStreams events;
    private final EventFrames frames;
    private final OpenSockets sockets;
    private @Nullable EventSocket socket;

    EventEndpoint(EventStreams events, EventFrames frames, OpenSockets sockets) {
        this.events = events;
        this.frames = frames;
        this.sockets = sockets;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        Handshake handshake = Handshake.current();
        FrameWriter writer = Objects.requireNonNull(handshake.writer());
        EventSocket opened = new EventSocket(session, writer, frames, sockets, handshake.caller());
        socket = opened;
        handshake.opened(opened);
        session.addMessageHandler(String.class, new TextBound(opened));
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>)
                (part, last) -> opened.close(CloseCodes.CANNOT_ACCEPT, "Binary messages are not accepted"));
        session.addMessageHandler(PongMessage.class, pong -> opened.onPong());
        sockets.opened(opened);
        opened.subscribe(events, handshake);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        EventSocket opened = socket;
        if (opened != null) {
            opened.onClose(reason.getCloseCode());
        }
    }

    @Override
    public void onError(Session session, Throwable failure) {
        EventSocket opened = socket;
        if (opened == null) {
            LOG.error("A socket could not be opened", failure);
            return;
        }
        LOG.debug("A socket failed", failure);
        opened.close(CloseCodes.PROTOCOL_ERROR, "The message could not be read");
    }

    /** Lets text messages pass unread up to the bound. Their parts come one at a time. */
    private static final class TextBound implements MessageHandler.Partial<String> {

        private final EventSocket socket;
        private int length;

        TextBound(EventSocket socket) {
            this.socket = socket;
        }

        @Override
        public void onMessage(String part, boolean last) {
            length += part.length();
            if (length > MAX_MESSAGE) {
                socket.close(CloseCodes.TOO_BIG, TOO_LONG);
            } else if (last) {
                length = 0;
            }
        }
    }
}
