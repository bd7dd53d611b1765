package io.metaforge.adapter.ws;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A TCP connection that speaks HTTP and WebSocket by hand, to say what no decent client says. */
final class RawSocket implements AutoCloseable {

    /** The key of RFC 6455, 1.3, and what a server answers to it. */
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    /** What an HTTP server answered. */
    record Answer(int status, Map<String, String> headers, String body) {}

    /** A frame, as it came. */
    record Frame(int firstByte, byte[] payload) {

        int opcode() {
            return firstByte & 0x0f;
        }

        int closeCode() {
            return ByteBuffer.wrap(payload).getShort() & 0xffff;
        }
    }

    RawSocket(int port, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(10_000);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    RawSocket(int port) throws IOException {
        this(port, 0);
    }

    /** Connects and completes the handshake. */
    static RawSocket upgraded(int port, String query, int receiveBuffer) throws IOException {
        RawSocket socket = new RawSocket(port, receiveBuffer);
        Answer answer = socket.request(handshake(query));
        if (answer.status() != 101) {
            throw new IOException("not upgraded: " + answer);
        }
        return socket;
    }

    static String handshake(String query) {
        return "GET /ws" + query + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: " + KEY + "\r\nSec-WebSocket-Version: 13\r\n\r\n";
    }

    Answer request(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
        String status = line();
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        byte[] body = new byte[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
        in.readFully(body);
        return new Answer(Integer.parseInt(status.split(" ")[1]), headers, new String(body, StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("closed after: " + line.toString(StandardCharsets.ISO_8859_1));
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Sends a frame with a mask of zeros, so that its payload stands in it as it is. */
    void sendFrame(int firstByte, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) firstByte);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        frame.putInt(0).put(payload);
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        send(bytes);
    }

    /** Reads a frame of the server. */
    Frame frame() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        return new Frame(first, payload);
    }

    /** Returns whether the server has closed the connection; fails where more comes. */
    boolean isAtEnd() throws IOException {
        int next;
        try {
            next = in.read();
        } catch (java.net.SocketException reset) {
            return true;
        }
        if (next >= 0) {
            throw new IOException("more came: " + next);
        }
        return true;
    }

    /** Waits for the server to close the connection, discarding what comes. */
    void drain() throws IOException {
        byte[] buffer = new byte[64 << 10];
        try {
            while (in.read(buffer) >= 0) {
                continue;
            }
        } catch (java.net.SocketException reset) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
