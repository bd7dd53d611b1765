package io.metaforge.testkit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A gate that keeps agents waiting until a test opens it, and keeps the test waiting until they have come. Thread-safe.
 */
public final class Gate {

    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch open = new CountDownLatch(1);
    private final Semaphore arrivals = new Semaphore(0);
    private final Semaphore interruptions = new Semaphore(0);

    /** Lets everybody through, now and later. */
    public void open() {
        open.countDown();
    }

    /** Waits until somebody has come to the gate that no earlier call has waited for. */
    public void awaitArrival() throws InterruptedException {
        await(arrivals, "nobody came to the gate");
    }

    /** Waits until somebody who stood at the gate was interrupted. */
    public void awaitInterruption() throws InterruptedException {
        await(interruptions, "nobody at the gate was interrupted");
    }

    private static void await(Semaphore happened, String otherwise) throws InterruptedException {
        if (!happened.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(otherwise + " within " + PATIENCE_SECONDS + " seconds");
        }
    }

    /** Waits until the gate is open. */
    public void pass() throws InterruptedException {
        arrivals.release();
        try {
            open.await();
        } catch (InterruptedException e) {
            interruptions.release();
            throw e;
        }
    }

    /** Waits until the gate is open and does not heed interruption. */
    public void passDeaf() {
        arrivals.release();
        while (true) {
            try {
                open.await();
                return;
            } catch (InterruptedException e) {
                interruptions.release();
            }
        }
    }
}
