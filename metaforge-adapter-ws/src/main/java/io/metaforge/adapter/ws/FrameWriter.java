package io.metaforge.adapter.ws;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;
import org.glassfish.tyrus.spi.WriterInfo;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames to a connection: those of Tyrus, and those of events, which are made once for all sockets. Thread-safe.
 *
 * <p>In place of Tyrus's own writer for three reasons: that one queues without bound what a peer that does not read makes it
 * answer; it makes each frame anew for each socket; and it closes the connection right behind the close frame, so that a
 * peer which is still sending can lose the frame to a reset.
 */
final class FrameWriter extends Writer {

    /** Bound on what Tyrus has to send by itself, mostly pongs. */
    private static final int MAX_PENDING_CONTROL = 64 << 10;

    private final Connection<?> connection;
    private final OpenSockets sockets;
    private final AtomicInteger pendingControl = new AtomicInteger();
    private final AtomicBoolean closeCalled = new AtomicBoolean();
    private volatile boolean closeSent;
    private volatile boolean peerIsDone;

    FrameWriter(Connection<?> connection, OpenSockets sockets) {
        this.connection = connection;
        this.sockets = sockets;
    }

    /**
     * Sends whole frames.
     *
     * @param frames is kept until sent and MUST NOT change
     * @return completes when the operating system has taken all of it
     */
    CompletionStage<?> send(byte[] frames) {
        CompletableFuture<@Nullable Void> sent = new CompletableFuture<>();
        if (closeSent || !connection.isOpen()) {
            sent.completeExceptionally(new IOException("the socket is closed"));
            return sent;
        }
        write(ByteBuffer.wrap(frames), new EmptyCompletionHandler<>() {
            @Override
            public void completed(@Nullable WriteResult<Buffer, Object> result) {
                sent.complete(null);
            }

            @Override
            public void failed(Throwable throwable) {
                sent.completeExceptionally(throwable);
            }

            @Override
            public void cancelled() {
                sent.cancel(false);
            }
        });
        return sent;
    }

    @Override
    public void write(ByteBuffer frame, CompletionHandler<ByteBuffer> handler, WriterInfo info) {
        if (info.getMessageType() == WriterInfo.MessageType.CLOSE) {
            closeSent = true;
        }
        write(frame, handler);
    }

    @Override
    public void write(ByteBuffer frame, CompletionHandler<ByteBuffer> handler) {
        if (!connection.isOpen()) {
            handler.failed(new IOException("the connection is closed"));
            return;
        }
        int size = frame.remaining();
        if (pendingControl.addAndGet(size) > MAX_PENDING_CONTROL) {
            terminate();
        }
        write(frame, new EmptyCompletionHandler<>() {
            @Override
            public void completed(@Nullable WriteResult<Buffer, Object> result) {
                pendingControl.addAndGet(-size);
                handler.completed(frame);
            }

            @Override
            public void failed(Throwable throwable) {
                handler.failed(throwable);
            }

            @Override
            public void cancelled() {
                handler.cancelled();
            }
        });
    }

    private void write(ByteBuffer frame, EmptyCompletionHandler<WriteResult<Buffer, Object>> handler) {
        Buffer buffer = Buffers.wrap(connection.getTransport().getMemoryManager(), frame);
        typed().write(buffer, handler);
    }

    /** Connections are typed by the address of their peer, which matters to nobody here. */
    @SuppressWarnings("unchecked")
    private Connection<Object> typed() {
        return (Connection<Object>) connection;
    }

    /** Notes that the peer has nothing more to say, so that the connection can be closed without waiting for it. */
    void peerIsDone() {
        peerIsDone = true;
    }

    /** Reports whether a close frame was sent. */
    boolean closeSent() {
        return closeSent;
    }

    /**
     * Closes the connection when everything is sent: at once when the closing handshake is complete, else when the peer
     * has answered, or after a moment.
     */
    @Override
    public void close() {
        if (!closeCalled.compareAndSet(false, true) || peerIsDone || !closeSent) {
            connection.closeSilently();
        }
        sockets.afterGrace(this::terminate);
    }

    /** Cuts the connection, whatever is still to be sent. */
    void terminate() {
        connection.terminateSilently();
    }
}
