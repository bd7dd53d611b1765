package io.metaforge.client.internal;

import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs tasks one at a time in the order they came, holding a thread only while there are any. Thread-safe. */
final class Serial implements Executor {

    private static final System.Logger LOG = System.getLogger("io.metaforge.client");

    private final Executor executor;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    Serial(Executor executor) {
        this.executor = executor;
    }

    /** What a task throws is logged, and the next one runs. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            try {
                executor.execute(this::drain);
            } catch (RejectedExecutionException stopped) {
                drain(); // what comes after the end of an executor is brief: taking notice of it
            }
        }
    }

    private void drain() {
        do {
            Runnable task = tasks.poll();
            try {
                if (task != null) {
                    task.run();
                }
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "A step of a stream of events failed", e);
            }
        } while (waiting.decrementAndGet() > 0);
    }
}
