package io.metaforge.client.internal;

import io.metaforge.client.error.CallInterruptedException;
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
            throw new IllegalStateException("this client is closed", e);
        }
    }

    /** Shows where the call was made instead of which thread of the client found out. */
    private static RuntimeException here(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        RuntimeException exception =
                failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
        exception.fillInStackTrace();
        return exception;
    }
}
