package io.metaforge.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs parts of a test on threads of their own. */
final class Threads {

    /** How long a test looks for something that must not happen, in milliseconds. */
    static final long A_MOMENT = 200;

    private static final long LONG = 30;

    private Threads() {}

    /** What one of several threads does. */
    @FunctionalInterface
    interface Part<T> {
        T run(int number) throws Exception;
    }

    /** Starts work on a thread of its own. */
    static <T> CompletableFuture<T> start(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    /** Starts {@code count} threads at the same moment and returns what they returned, by number. */
    static <T> List<T> together(int count, Part<T> part) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(count);
        List<CompletableFuture<T>> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            running.add(start(() -> {
                barrier.await(LONG, TimeUnit.SECONDS);
                return part.run(number);
            }));
        }
        List<T> results = new ArrayList<>();
        for (CompletableFuture<T> one : running) {
            results.add(result(one));
        }
        return results;
    }

    /** Waits for a result, and throws what was thrown. */
    static <T> T result(CompletableFuture<T> work) throws Exception {
        try {
            return work.get(LONG, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }

    /** Reports whether work ends within a moment. */
    static boolean endsWithinAMoment(CompletableFuture<?> work) throws Exception {
        try {
            work.get(A_MOMENT, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }
}
