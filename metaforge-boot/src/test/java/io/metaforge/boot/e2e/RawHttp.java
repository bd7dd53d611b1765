package io.metaforge.boot.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests that an HTTP library would not send, or not on one connection. */
final class RawHttp {

    private static final int SILENCE_MILLIS = 10_000;

    private RawHttp() {}

    /** Sends bytes as they are and returns all that the server says until it closes the connection. */
    static String exchange(int port, String requests) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.setSoTimeout(SILENCE_MILLIS);
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
