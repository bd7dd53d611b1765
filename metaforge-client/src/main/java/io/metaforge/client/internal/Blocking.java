package io.metaforge.client.internal;

import io.metaforge.client.error.CallInterruptedException;
import io.metaforge.client.error.MetaForgeClientException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for futures as blocking methods do. */
public final class Blocking {

    private Blocking() {}

    /**
     * Waits for a result; an interruption gives the call up. Holds no lock, so a virtual thread leaves its carrier.
     *
     * @throws CallInterruptedException where the thread is interrupted; its interrupt status is then set
     */
    public static <T> T await(CompletableFuture<T> call) {
        try {
            return call.get();
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw new CallInterruptedException(e);
        } catch (ExecutionException e) {
            throw here(Transport.unwrap(e.getCause()));
        } catch (CancellationException e) {
            throw new ClientClosed();
        }
    }

    /** Shows where the call was made instead of which thread of the client found out; what a callback threw is left alone. */
    private static RuntimeException here(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        RuntimeException exception =
                failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
        if (exception instanceof MetaForgeClientException || exception instanceof ClientClosed) {
            exception.fillInStackTrace();
        }
        return exception;
    }
}
