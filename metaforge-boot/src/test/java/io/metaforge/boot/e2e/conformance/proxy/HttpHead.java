package io.metaforge.boot.e2e.conformance.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The first line and the header fields of a request or an answer.
 *
 * @param fields name and value of each, in order
 */
record HttpHead(String firstLine, List<String[]> fields) {

    private static final int MAX = 64 << 10;

    /** Reads a head; null where the stream ends before its first byte. */
    static @Nullable HttpHead read(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        List<String[]> fields = new ArrayList<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new IOException("not a header field: " + line);
            }
            fields.add(new String[] {
                line.substring(0, colon).strip(), line.substring(colon + 1).strip()
            });
        }
        return new HttpHead(first, fields);
    }

    /** Reads a line, without its end; null at the end of the stream. */
    static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                if (line.size() == 0) {
                    return null;
                }
                throw new EOFException("the stream ends within a line");
            }
            line.write(b);
            if (line.size() > MAX) {
                throw new IOException("a line without end");
            }
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    @Nullable
    String field(String name) {
        for (String[] field : fields) {
            if (field[0].equalsIgnoreCase(name)) {
                return field[1];
            }
        }
        return null;
    }

    boolean isChunked() {
        String coding = field("Transfer-Encoding");
        return coding != null && coding.toLowerCase(Locale.ROOT).contains("chunked");
    }

    /** Returns the length that is announced, or -1. */
    int contentLength() {
        String length = field("Content-Length");
        return length == null ? -1 : Integer.parseInt(length);
    }

    /** Returns the second word of the first line as a number: an answer's status. */
    int status() {
        return Integer.parseInt(firstLine.split(" ", 3)[1]);
    }

    boolean isEventStream() {
        String type = field("Content-Type");
        return type != null && type.startsWith("text/event-stream");
    }

    boolean isJson() {
        String type = field("Content-Type");
        return type != null && type.startsWith("application/json");
    }

    /** Whether the sender means to close the connection after this message. */
    boolean closes() {
        String connection = field("Connection");
        return connection != null && connection.equalsIgnoreCase("close") || firstLine.contains("HTTP/1.0");
    }

    /** Returns the same head for a body of this length that is sent whole. */
    HttpHead withLength(int length) {
        List<String[]> changed = new ArrayList<>(fields);
        changed.removeIf(
                field -> field[0].equalsIgnoreCase("Content-Length") || field[0].equalsIgnoreCase("Transfer-Encoding"));
        changed.add(new String[] {"Content-Length", Integer.toString(length)});
        return new HttpHead(firstLine, changed);
    }

    /** Returns the same head for a body that is sent in chunks. */
    HttpHead chunked() {
        List<String[]> changed = new ArrayList<>(withLength(0).fields());
        changed.removeIf(field -> field[0].equals("Content-Length"));
        changed.add(new String[] {"Transfer-Encoding", "chunked"});
        return new HttpHead(firstLine, changed);
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder(firstLine).append("\r\n");
        for (String[] field : fields) {
            text.append(field[0]).append(": ").append(field[1]).append("\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Reads the whole body that belongs to this head; of an answer without a length, to the end of the stream. */
    byte[] body(InputStream in, boolean answer) throws IOException {
        if (isChunked()) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (byte[] chunk = chunk(in); chunk.length > 0; chunk = chunk(in)) {
                body.write(chunk);
            }
            return body.toByteArray();
        }
        int length = contentLength();
        if (length >= 0) {
            return exactly(in, length);
        }
        return answer ? in.readAllBytes() : new byte[0];
    }

    /** Reads a chunk; of no length at the end of the body, whose trailer is dropped. */
    static byte[] chunk(InputStream in) throws IOException {
        String size = line(in);
        if (size == null) {
            throw new EOFException("the stream ends before a chunk");
        }
        byte[] chunk = exactly(in, Integer.parseInt(size.split(";", 2)[0].strip(), 16));
        String rest = line(in);
        while (chunk.length == 0 && rest != null && !rest.isEmpty()) {
            rest = line(in);
        }
        return chunk;
    }

    static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the stream ends within a body");
        }
        return bytes;
    }
}
