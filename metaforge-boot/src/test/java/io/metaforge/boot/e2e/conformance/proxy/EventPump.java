package io.metaforge.boot.e2e.conformance.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Carries events from the gateway to the client, WebSocket messages or chunks of server-sent events, one at a time. */
final class EventPump {

    static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private static final int TEXT = 1;
    private static final int CLOSE = 8;

    private final InputStream in;
    private final OutputStream out;
    private final boolean webSocket;
    private final boolean chunked;
    private final int limit;
    private final FaultProxy proxy;
    private String data = "";
    private boolean dataEnded;
    private boolean ended;

    /**
     * Describes the way.
     *
     * @param limit so many whole events are carried; the next is torn in the middle
     */
    EventPump(InputStream in, OutputStream out, boolean webSocket, boolean chunked, int limit, FaultProxy proxy) {
        this.in = in;
        this.out = out;
        this.webSocket = webSocket;
        this.chunked = chunked;
        this.limit = limit;
        this.proxy = proxy;
    }

    /** Carries until the gateway ends the stream; returns false where the limit tore it before. */
    boolean pump() throws IOException {
        int events = 0;
        while (true) {
            byte[] unit = webSocket ? frame() : event();
            if (unit.length == 0) {
                if (!webSocket) {
                    end(0);
                }
                return true;
            }
            boolean torn = isEvent(unit) && events++ == limit;
            synchronized (this) {
                if (ended) {
                    return true;
                }
                byte[] sent = torn ? Arrays.copyOf(unit, unit.length / 2) : unit;
                dribble(sent, proxy.dribble() > 0 ? proxy.dribble() : sent.length, chunked, out);
            }
            if (torn) {
                return false;
            }
        }
    }

    /** Writes so many bytes at once, as chunks or as they are. */
    static void dribble(byte[] bytes, int size, boolean chunked, OutputStream out) throws IOException {
        for (int from = 0; from < bytes.length; from += size) {
            int length = Math.min(size, bytes.length - from);
            ByteArrayOutputStream piece = new ByteArrayOutputStream();
            if (chunked) {
                piece.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
            piece.write(bytes, from, length);
            if (chunked) {
                piece.write('\r');
                piece.write('\n');
            }
            out.write(piece.toByteArray());
            out.flush();
        }
    }

    private boolean isEvent(byte[] unit) {
        return webSocket ? (unit[0] & 0xf) == TEXT : new String(unit, StandardCharsets.ISO_8859_1).contains("data:");
    }

    /** Ends the stream in order, between two events. */
    synchronized void end(int code) {
        if (ended) {
            return;
        }
        ended = true;
        try {
            if (webSocket) {
                out.write(new byte[] {(byte) (0x80 | CLOSE), 2, (byte) (code >> 8), (byte) code});
            } else if (chunked) {
                out.write(LAST_CHUNK);
            }
            out.flush();
        } catch (IOException gone) {
            // then it has ended already
        }
    }

    /** Reads up to the end of an event, or what there is where that is less; a chunk again where it was one. */
    private byte[] event() throws IOException {
        while (!dataEnded && eventEnd() < 0 && data.isEmpty()) {
            byte[] read;
            if (chunked) {
                read = HttpHead.chunk(in);
            } else {
                byte[] buffer = new byte[8192];
                read = Arrays.copyOf(buffer, Math.max(0, in.read(buffer)));
            }
            dataEnded = read.length == 0;
            data += new String(read, StandardCharsets.ISO_8859_1);
        }
        if (data.isEmpty()) {
            return new byte[0];
        }
        int end = eventEnd() < 0 ? data.length() : eventEnd();
        String event = proxy.rewritten(data.substring(0, end));
        data = data.substring(end);
        return event.getBytes(StandardCharsets.ISO_8859_1);
    }

    private int eventEnd() {
        int end = data.indexOf("\n\n");
        return end < 0 ? -1 : end + 2;
    }

    /** Reads a frame of RFC 6455, which from a server is not masked; nothing at the end of the stream. */
    private byte[] frame() throws IOException {
        int first = in.read();
        if (first < 0) {
            return new byte[0];
        }
        int second = HttpHead.exactly(in, 1)[0] & 0x7f;
        long length = second;
        if (second >= 126) {
            length = 0;
            for (byte b : HttpHead.exactly(in, second == 126 ? 2 : 8)) {
                length = length << 8 | b & 0xff;
            }
        }
        byte[] payload = HttpHead.exactly(in, Math.toIntExact(length));
        if ((first & 0xf) == TEXT) {
            payload = rewritten(payload);
        }
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(payload.length);
        } else if (payload.length < 1 << 16) {
            frame.write(126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        frame.write(payload);
        return frame.toByteArray();
    }

    private byte[] rewritten(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        String changed = proxy.rewritten(text);
        return changed.equals(text) ? data : changed.getBytes(StandardCharsets.ISO_8859_1);
    }
}
