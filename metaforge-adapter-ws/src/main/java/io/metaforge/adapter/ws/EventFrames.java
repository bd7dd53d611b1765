package io.metaforge.adapter.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.api.EventMessage;
import io.metaforge.api.Events;
import io.metaforge.domain.session.RecordedEvent;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Makes the WebSocket frame of an event, once for all sockets that send it. Thread-safe.
 *
 * <p>No extension is ever negotiated, so the frame of a message is the same on every socket: one unmasked text frame (RFC
 * 6455, 5.2 and 5.6). Callers MUST NOT change the arrays.
 */
final class EventFrames {

    private static final int KEPT = 1 << 10;
    private static final int LARGEST_KEPT = 16 << 10;

    private static final ObjectWriter WRITER = JsonMapper.builder().build().writerFor(EventMessage.class);

    private record Kept(long position, byte[] frame) {}

    /** The newest frames by position, each overwritten by the one {@link #KEPT} positions later. */
    private final AtomicReferenceArray<@Nullable Kept> kept = new AtomicReferenceArray<>(KEPT);

    /** Returns the frame of an event of the log. */
    byte[] of(RecordedEvent event) {
        int slot = (int) (event.position() & (KEPT - 1));
        Kept found = kept.get(slot);
        if (found != null && found.position() == event.position()) {
            return found.frame();
        }
        byte[] frame = frame(new EventMessage(
                event.name(), event.data(), event.position(), event.time().toString()));
        // One that lags must not push out what all others are about to send.
        if (frame.length <= LARGEST_KEPT && (found == null || found.position() < event.position())) {
            kept.set(slot, new Kept(event.position(), frame));
        }
        return frame;
    }

    /** Returns the frame that tells of missing events. */
    byte[] ofGap(long from, long to) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("from", from);
        data.put("to", to);
        return frame(new EventMessage(Events.GAP, data, null, null));
    }

    private static byte[] frame(EventMessage message) {
        byte[] payload;
        try {
            payload = WRITER.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 10);
        frame.put((byte) 0x81);
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length < 1 << 16) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        byte[] bytes = new byte[frame.position() + payload.length];
        frame.flip().get(bytes, 0, bytes.length - payload.length);
        System.arraycopy(payload, 0, bytes, bytes.length - payload.length, payload.length);
        return bytes;
    }
}
