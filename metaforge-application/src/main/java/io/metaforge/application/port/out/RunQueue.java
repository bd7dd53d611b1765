package io.metaforge.application.port.out;

import io.metaforge.domain.session.SessionId;

/**
 * A durable queue of sessions to execute, shared by every gateway on one store. Thread-safe.
 *
 * <p>A run that was enqueued in a committed unit of work is handed to some gateway's handler at least once, also after
 * any of them dies at any moment: promptly after the commit if a worker is free, and again some time after a gateway died
 * while handling it. Two gateways never handle the same session at once while both are alive.
 */
public interface RunQueue {

    /** Enqueues a session, as part of the unit of work of the calling thread. */
    void enqueue(SessionId session);

    /**
     * Removes a session from the queue, as part of the unit of work of the calling thread, whether it waits or is being
     * handled. Does nothing where it is not in the queue.
     */
    void remove(SessionId session);

    /**
     * Starts to hand out runs, at most {@code workers} at once in this process, each on a thread of its own.
     *
     * @param workers 1 or more
     * @param handler to call
     */
    void start(int workers, Handler handler);

    /**
     * Stops to hand out runs. Waits until those in hand are done, at most {@code graceMillis}; then interrupts them and
     * leaves them in the queue for another gateway or a later start.
     */
    void stop(long graceMillis);

    /** Executes runs. */
    @FunctionalInterface
    interface Handler {

        /**
         * Executes one run. When it returns normally the run has left the queue: the handler calls {@link #remove} in the
         * unit of work that ends the run, or the queue removes it afterwards. When it throws, the queue hands it out
         * again later.
         *
         * @throws InterruptedException when the queue stops before the run is done
         */
        void execute(SessionId session) throws InterruptedException;
    }
}
