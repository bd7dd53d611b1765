package io.metaforge.application.memory;

import io.metaforge.application.port.out.UnitOfWork;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Runs units of work one after the other, in the order they came.
 *
 * <p>Stores change their data in place and leave with the unit how to undo each change; what must not be seen before the
 * unit has committed they leave as an action to take then. Units are short by contract, so one lock for all is enough and
 * leaves nothing to deadlock.
 */
final class MemoryUnitOfWork implements UnitOfWork {

    private final ReentrantLock lock = new ReentrantLock(true);

    /** Latest first. Guarded by the lock, as is the next. */
    private final Deque<Runnable> undo = new ArrayDeque<>();

    private final List<Runnable> onCommit = new ArrayList<>();

    @Override
    public <T> T execute(Supplier<T> work) {
        lock.lock();
        try {
            return lock.getHoldCount() > 1 ? work.get() : outermost(work);
        } finally {
            lock.unlock();
        }
    }

    private <T> T outermost(Supplier<T> work) {
        boolean done = false;
        try {
            T result = work.get();
            done = true;
            return result;
        } finally {
            List<Runnable> actions = List.copyOf(done ? onCommit : undo);
            undo.clear();
            onCommit.clear();
            actions.forEach(Runnable::run);
        }
    }

    /** Leaves an action that reverses a change the current unit has just made. */
    void onRollback(Runnable action) {
        requireUnit();
        undo.push(action);
    }

    /** Leaves an action to take when the current unit commits, in the order of calls. It MUST NOT throw. */
    void onCommit(Runnable action) {
        requireUnit();
        onCommit.add(action);
    }

    private void requireUnit() {
        if (!lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("outside of a unit of work");
        }
    }

    @Override
    public boolean available() {
        return true;
    }
}
