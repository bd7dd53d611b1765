package io.metaforge.application.port.out;

import java.util.function.Supplier;

/**
 * Runs work that takes effect as a whole or not at all. Thread-safe.
 *
 * <p>Calls on the same thread inside a unit join it. Stores are used inside a unit; a call to one outside any runs in a
 * unit of its own. What was written becomes visible to others, and wakes whoever waits for it, only once the outermost
 * unit has committed. Work may be executed again after a serialization failure, so it MUST NOT have effects besides the
 * stores.
 */
public interface UnitOfWork {

    /**
     * Executes {@code work} and commits, or rolls back when it throws.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code UNAVAILABLE} where the store is out of reach
     */
    <T> T execute(Supplier<T> work);

    /** Executes {@code work} and commits, or rolls back when it throws. */
    default void run(Runnable work) {
        execute(() -> {
            work.run();
            return Boolean.TRUE;
        });
    }

    /** Reports whether the store answers. Takes a second at most. */
    boolean available();
}
