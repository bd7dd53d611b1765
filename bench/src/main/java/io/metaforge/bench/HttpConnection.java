package io.metaforge.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One keep-alive HTTP/1.1 connection, as cheap as a client can be, so that the load takes little from the two cores that
 * the server under test has. Not thread-safe.
 */
final class HttpConnection implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String host;

    HttpConnection(int port) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 5_000);
        in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
        out = socket.getOutputStream();
        host = "localhost:" + port;
    }

    /** An answer. */
    record Response(int status, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** Returns the string member {@code name}, found by its first occurrence. */
        String member(String name) {
            String text = text();
            String start = "\"" + name + "\":\"";
            int from = text.indexOf(start);
            if (from < 0) {
                throw new IllegalStateException("no member " + name + " in " + status + " " + text);
            }
            from += start.length();
            return text.substring(from, text.indexOf('"', from));
        }

        Response expect(int expected) {
            if (status != expected) {
                throw new IllegalStateException("expected " + expected + " but was " + status + ": " + text());
            }
            return this;
        }
    }

    /** Encodes a request once, for sending it many times. */
    byte[] request(String method, String path, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(256);
        head.append(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(host)
                .append("\r\n");
        if (content.length > 0) {
            head.append("Content-Type: application/json\r\n");
        }
        if (content.length > 0 || method.equals("POST")) {
            head.append("Content-Length: ").append(content.length).append("\r\n");
        }
        byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[bytes.length + content.length];
        System.arraycopy(bytes, 0, request, 0, bytes.length);
        System.arraycopy(content, 0, request, bytes.length, content.length);
        return request;
    }

    Response send(byte[] request) throws IOException {
        out.write(request);
        return read();
    }

    Response get(String path) throws IOException {
        return send(request("GET", path, ""));
    }

    Response post(String path, String body) throws IOException {
        return send(request("POST", path, body));
    }

    private Response read() throws IOException {
        String statusLine = line();
        int status = Integer.parseInt(statusLine.substring(9, 12));
        int length = 0;
        boolean chunked = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).trim());
            } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
                chunked = true;
            }
        }
        if (!chunked) {
            return new Response(status, in.readNBytes(length));
        }
        java.io.ByteArrayOutputStream body = new java.io.ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.writeBytes(in.readNBytes(size));
            line();
        }
        line();
        return new Response(status, body.toByteArray());
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("connection closed in the middle of an answer");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
