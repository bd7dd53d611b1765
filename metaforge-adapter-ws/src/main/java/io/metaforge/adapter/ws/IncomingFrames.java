package io.metaforge.adapter.ws;

import jakarta.websocket.CloseReason.CloseCodes;
import java.nio.ByteBuffer;
import org.glassfish.tyrus.spi.ReadHandler;

/**
 * Looks at the headers of what a peer sends before Tyrus does (RFC 6455, 5.2).
 *
 * <p>Tyrus would buffer a frame before it finds it too long, log a stack trace for it, accept frames that are not masked,
 * and go on to read after it has sent a close frame. Calls come one at a time.
 */
final class IncomingFrames implements ReadHandler {

    /** Longest payload of a frame, in bytes: a message of the greatest length takes three for each character. */
    private static final int MAX_PAYLOAD = 3 * EventEndpoint.MAX_MESSAGE;

    private static final int CLOSE = 8;

    private final ReadHandler tyrus;
    private final EventSocket socket;
    private final FrameWriter writer;

    private final ByteBuffer header = ByteBuffer.allocate(14);
    private long payloadLeft;
    private boolean closeSeen;
    private boolean refused;

    IncomingFrames(ReadHandler tyrus, EventSocket socket, FrameWriter writer) {
        this.tyrus = tyrus;
        this.socket = socket;
        this.writer = writer;
    }

    @Override
    public void handle(ByteBuffer data) {
        boolean discard = refused || writer.closeSent();
        ByteBuffer scanned = data.duplicate();
        while (scanned.hasRemaining() && !refused) {
            scan(scanned);
        }
        if (!discard && !refused) {
            tyrus.handle(data);
        }
    }

    private void scan(ByteBuffer data) {
        if (payloadLeft > 0) {
            int skipped = (int) Math.min(payloadLeft, data.remaining());
            data.position(data.position() + skipped);
            payloadLeft -= skipped;
        } else {
            header.put(data.get());
            if (header.position() < 2 || header.position() < headerLength()) {
                return;
            }
            check();
            header.clear();
        }
        if (payloadLeft == 0 && closeSeen && writer.closeSent()) {
            writer.close();
        }
    }

    private int headerLength() {
        int length = header.get(1) & 0x7f;
        int mask = (header.get(1) & 0x80) == 0 ? 0 : 4;
        return 2 + mask + (length == 126 ? 2 : length == 127 ? 8 : 0);
    }

    private void check() {
        int length = header.get(1) & 0x7f;
        payloadLeft = length == 126 ? header.getShort(2) & 0xffff : length == 127 ? header.getLong(2) : length;
        closeSeen |= (header.get(0) & 0x0f) == CLOSE;
        if ((header.get(1) & 0x80) == 0) {
            refuse(CloseCodes.PROTOCOL_ERROR, "Frames of clients must be masked");
        } else if (payloadLeft < 0 || payloadLeft > MAX_PAYLOAD) {
            refuse(CloseCodes.TOO_BIG, EventEndpoint.TOO_LONG);
        }
    }

    private void refuse(CloseCodes code, String reason) {
        refused = true;
        socket.close(code, reason);
    }
}
