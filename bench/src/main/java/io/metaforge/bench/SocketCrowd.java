package io.metaforge.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many WebSocket readers on one thread that count the text frames they get (RFC 6455), so that the load takes little
 * from the cores that the server under test has. Pings are not answered; runs are shorter than a ping interval.
 */
final class SocketCrowd implements AutoCloseable {

    private final Selector selector = Selector.open();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final AtomicLong received = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    /** Connects and waits until every handshake is through. */
    SocketCrowd(int port, String path, int sockets) throws IOException {
        for (int i = 0; i < sockets; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            String handshake = "GET " + path + " HTTP/1.1\r\nHost: localhost:" + port
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
            channel.write(ByteBuffer.wrap(handshake.getBytes(StandardCharsets.US_ASCII)));
            readHandshake(channel);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Frames());
            channels.add(channel);
        }
        thread = new Thread(this::readAll, "crowd");
        thread.setDaemon(true);
        thread.start();
    }

    private static void readHandshake(SocketChannel channel) throws IOException {
        StringBuilder head = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (head.indexOf("\r\n\r\n") < 0) {
            one.clear();
            if (channel.read(one) < 0) {
                throw new IOException("closed during the handshake: " + head);
            }
            head.append((char) one.get(0));
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("no upgrade: " + head);
        }
    }

    /** Counts text messages of one socket; a small state machine over frame headers. */
    private static final class Frames {

        private long payload;
        private int header;
        private int needed = 2;
        private int opcode;
        private int lengthBytes;
        private long length;

        int count(ByteBuffer buffer) {
            int messages = 0;
            while (buffer.hasRemaining()) {
                if (payload > 0) {
                    int skip = (int) Math.min(payload, buffer.remaining());
                    buffer.position(buffer.position() + skip);
                    payload -= skip;
                    messages += payload == 0 && opcode == 1 ? 1 : 0;
                    continue;
                }
                int b = buffer.get() & 0xff;
                header++;
                if (header == 1) {
                    opcode = b & 0xf;
                } else if (header == 2) {
                    int small = b & 0x7f;
                    lengthBytes = small == 126 ? 2 : small == 127 ? 8 : 0;
                    needed = 2 + lengthBytes;
                    length = lengthBytes == 0 ? small : 0;
                } else {
                    length = length << 8 | b;
                }
                if (header >= 2 && header == needed) {
                    payload = length;
                    header = 0;
                    needed = 2;
                    messages += payload == 0 && opcode == 1 ? 1 : 0;
                }
            }
            return messages;
        }
    }

    private void readAll() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
        try {
            while (!closed) {
                selector.select(100);
                for (SelectionKey key : selector.selectedKeys()) {
                    buffer.clear();
                    int read = ((SocketChannel) key.channel()).read(buffer);
                    if (read < 0) {
                        key.cancel();
                        continue;
                    }
                    buffer.flip();
                    received.addAndGet(((Frames) key.attachment()).count(buffer));
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Sends a short text over the first socket. */
    void say(String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frame = ByteBuffer.allocate(6 + payload.length);
        frame.put((byte) 0x81)
                .put((byte) (0x80 | payload.length))
                .putInt(0)
                .put(payload)
                .flip();
        while (frame.hasRemaining()) {
            channels.get(0).write(frame);
        }
    }

    long received() {
        return received.get();
    }

    /** Waits until so many messages came in all, and returns the nanoseconds since {@code since}. */
    long awaitReceived(long messages, long since, long timeoutSeconds) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutSeconds * 1_000_000_000L;
        while (received.get() < messages) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("only " + received.get() + " of " + messages + " messages arrived");
            }
            Thread.sleep(1);
        }
        return System.nanoTime() - since;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        for (SocketChannel channel : channels) {
            channel.close();
        }
        selector.close();
    }
}
