package io.metaforge.application.memory;

import io.metaforge.application.port.out.RunQueue;
import io.metaforge.domain.session.SessionId;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A queue of runs in the order they were enqueued.
 *
 * <p>A run that failed waits 100 ms before it is handed out again, twice as long after each further failure, 30 s at most.
 * A handler that ignores interruption keeps its session to itself until it ends, also across a stop and a later start.
 */
final class MemoryRunQueue implements RunQueue {

    private static final System.Logger LOG = System.getLogger(MemoryRunQueue.class.getName());
    private static final long FIRST_DELAY = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_DELAY = TimeUnit.SECONDS.toNanos(30);
    private static final long INTERRUPTION_GRACE = TimeUnit.SECONDS.toNanos(1);

    private final MemoryUnitOfWork unit;
    private final ReentrantLock lock = new ReentrantLock();

    /** Signalled when a run may have become ready or the pool stops. */
    private final Condition changed = lock.newCondition();

    /** Signalled when a worker has ended. */
    private final Condition ended = lock.newCondition();

    /** Everything in the queue, waiting or in hand. Guarded by the lock, as are the next two. */
    private final Map<SessionId, Entry> entries = new LinkedHashMap<>();

    /** Sessions whose handler is at work, also those that have left the queue meanwhile. */
    private final Map<SessionId, Entry> inHand = new LinkedHashMap<>();

    private @Nullable Pool pool;

    /** A run in the queue; a session that is removed and enqueued again gets a new one. */
    private static final class Entry {
        private long notBefore = System.nanoTime();
        private long delay = FIRST_DELAY;
    }

    /** The workers of one start. */
    private static final class Pool {
        private final List<Thread> workers = new ArrayList<>();
        private boolean stopping;
    }

    MemoryRunQueue(MemoryUnitOfWork unit) {
        this.unit = unit;
    }

    @Override
    public void enqueue(SessionId session) {
        unit.run(() -> unit.onCommit(() -> locked(() -> {
            if (entries.get(session) == null || entries.get(session) == inHand.get(session)) {
                entries.put(session, new Entry());
                changed.signal();
            }
        })));
    }

    @Override
    public void remove(SessionId session) {
        unit.run(() -> unit.onCommit(() -> locked(() -> entries.remove(session))));
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start(int workers, Handler handler) {
        if (workers < 1) {
            throw new IllegalArgumentException("at least one worker is needed: " + workers);
        }
        locked(() -> {
            if (pool != null) {
                throw new IllegalStateException("started twice");
            }
            Pool started = new Pool();
            for (int i = 1; i <= workers; i++) {
                Thread worker = new Thread(() -> work(started, handler), "metaforge-run-" + i);
                worker.setDaemon(true);
                started.workers.add(worker);
            }
            pool = started;
            List.copyOf(started.workers).forEach(Thread::start);
        });
    }

    @Override
    public void stop(long graceMillis) {
        lock.lock();
        try {
            Pool stopped = pool;
            if (stopped == null) {
                return;
            }
            pool = null;
            stopped.stopping = true;
            changed.signalAll();
            if (!awaitEnd(stopped, TimeUnit.MILLISECONDS.toNanos(graceMillis))) {
                stopped.workers.forEach(Thread::interrupt);
                awaitEnd(stopped, INTERRUPTION_GRACE);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all workers have ended; an interruption of the caller ends the patience, not the stop. */
    private boolean awaitEnd(Pool stopped, long nanos) {
        long left = nanos;
        while (!stopped.workers.isEmpty() && left > 0) {
            try {
                left = ended.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return stopped.workers.isEmpty();
    }

    private void work(Pool own, Handler handler) {
        lock.lock();
        try {
            while (true) {
                SessionId session = next(own);
                if (session == null) {
                    return;
                }
                Entry entry = entries.get(session);
                inHand.put(session, entry);
                boolean done = false;
                lock.unlock();
                try {
                    done = execute(handler, session);
                } finally {
                    lock.lock();
                    putBack(session, entry, done);
                }
            }
        } finally {
            own.workers.remove(Thread.currentThread());
            ended.signalAll();
            lock.unlock();
        }
    }

    private static boolean execute(Handler handler, SessionId session) {
        try {
            handler.execute(session);
            return true;
        } catch (InterruptedException e) {
            return false;
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "The run of " + session + " failed to execute; it is tried again", e);
            return false;
        } finally {
            // An interruption meant for this run is not for the next.
            Thread.interrupted();
        }
    }

    private void putBack(SessionId session, Entry entry, boolean done) {
        inHand.remove(session);
        if (done) {
            entries.remove(session, entry);
        } else {
            entry.notBefore = System.nanoTime() + entry.delay;
            entry.delay = Math.min(entry.delay * 2, LONGEST_DELAY);
        }
        if (entries.containsKey(session)) {
            changed.signal();
        }
    }

    /** Waits for a run that is ready; returns null when the pool stops. */
    private @Nullable SessionId next(Pool own) {
        while (!own.stopping) {
            long now = System.nanoTime();
            long wait = Long.MAX_VALUE;
            Iterator<Map.Entry<SessionId, Entry>> waiting = entries.entrySet().iterator();
            while (waiting.hasNext()) {
                Map.Entry<SessionId, Entry> candidate = waiting.next();
                if (inHand.containsKey(candidate.getKey())) {
                    continue;
                }
                long delay = candidate.getValue().notBefore - now;
                if (delay <= 0) {
                    return candidate.getKey();
                }
                wait = Math.min(wait, delay);
            }
            try {
                changed.awaitNanos(wait);
            } catch (InterruptedException e) {
                // Only a stop interrupts workers, and the loop looks for that.
            }
        }
        return null;
    }
}
