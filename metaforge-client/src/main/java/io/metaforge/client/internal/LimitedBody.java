package io.metaforge.client.internal;

import io.metaforge.client.error.ApiException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Reads the body of an answer, as long as it is one that a gateway can have given and this program can hold. */
final class LimitedBody implements HttpResponse.BodySubscriber<byte[]> {

    /** A proposal has 100 MiB, and its diff the bytes before and after; it is held twice while it is put together. */
    private static final int LONGEST =
            (int) Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 3);

    /** Memory is taken in pieces of this size: neither many small ones nor one that is copied as it grows. */
    private static final int BLOCK = 16 << 10;

    private final int status;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final List<byte[]> blocks = new ArrayList<>();
    private long length;
    private boolean refused;
    private Flow.@Nullable Subscription upstream;

    /**
     * Begins to read.
     *
     * @param status of HTTP, for the exception
     */
    LimitedBody(int status) {
        this.status = status;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        upstream = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> piece) {
        for (ByteBuffer bytes : piece) {
            if (refused) {
                return;
            }
            if (length + bytes.remaining() > LONGEST) {
                refuse();
            } else {
                add(bytes);
            }
        }
    }

    private void add(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            int used = (int) (length % BLOCK);
            if (used == 0) {
                blocks.add(new byte[BLOCK]);
            }
            int count = Math.min(bytes.remaining(), BLOCK - used);
            bytes.get(blocks.get(blocks.size() - 1), used, count);
            length += count;
        }
    }

    private void refuse() {
        refused = true;
        blocks.clear();
        if (upstream != null) {
            upstream.cancel();
        }
        body.completeExceptionally(ApiException.unexpected(
                status,
                "HTTP " + status + " with more than " + (LONGEST >> 20)
                        + " MiB, which is more than this client takes; is something else than a gateway listening there?",
                null));
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        if (refused) {
            return;
        }
        byte[] all = new byte[(int) length];
        for (int i = 0; i < blocks.size(); i++) {
            int start = i * BLOCK;
            System.arraycopy(blocks.get(i), 0, all, start, Math.min(BLOCK, all.length - start));
        }
        blocks.clear();
        body.complete(all);
    }
}
