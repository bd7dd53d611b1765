package io.metaforge.adapter.persistence.run;

/** One run in the hand of a worker. Thread-safe. */
final class Hand {

    private final Thread worker = Thread.currentThread();
    private boolean interrupted;
    private boolean ended;
    private volatile boolean removed;

    /** Interrupts the worker, if the run has not ended. */
    synchronized void interrupt() {
        if (!ended) {
            interrupted = true;
            worker.interrupt();
        }
    }

    /** Notes that the handler has returned; the worker is not interrupted any more and can use the database. */
    synchronized void end() {
        ended = true;
        if (interrupted) {
            Thread.interrupted();
        }
    }

    synchronized boolean wasInterrupted() {
        return interrupted;
    }

    /** Notes that a committed unit of work has removed the run from the queue. */
    void remove() {
        removed = true;
    }

    boolean wasRemoved() {
        return removed;
    }
}
