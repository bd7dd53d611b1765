package io.metaforge.boot.e2e.conformance;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Lets the clients that go through a scenario at the same time do something once for all of them. Thread-safe. */
final class Lockstep {

    private int parties;
    private int arrived;
    private long generation;
    private @Nullable Action pending;
    private @Nullable Exception failure;

    /** Something that affects all. */
    interface Action {

        void run() throws Exception;
    }

    Lockstep(int parties) {
        this.parties = parties;
    }

    /** Waits until everybody who has not left is here, and lets the last one act; throws what that threw. */
    synchronized void together(Action action, Duration limit) throws Exception {
        long deadline = System.nanoTime() + limit.toNanos();
        long mine = generation;
        pending = action;
        arrived++;
        actIfComplete();
        while (generation == mine) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                arrived--;
                throw new TimeoutException("the other clients did not come to this step");
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Goes, at the end or because of a failure. */
    synchronized void leave() {
        parties--;
        actIfComplete();
    }

    private void actIfComplete() {
        Action action = pending;
        if (arrived == 0 || arrived < parties || action == null) {
            return;
        }
        try {
            action.run();
        } catch (Exception e) {
            failure = e;
        }
        arrived = 0;
        generation++;
        notifyAll();
    }
}
