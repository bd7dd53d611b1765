package io.metaforge.adapter.persistence.event;

import io.metaforge.application.port.out.EventLog;
import io.metaforge.domain.session.RecordedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the end of the event log on a thread and a connection of its own, and decides what of it is visible.
 *
 * <p>Positions come from a sequence, and transactions commit in another order than they drew from it: a row can appear
 * with lower positions still missing. Those may be committed a moment later, or never, where a transaction rolled back.
 * The head therefore moves
 *
 * <ol>
 *   <li>over rows that follow it without a hole, at once;
 *   <li>over a hole, once every transaction that could still fill it has ended.
 * </ol>
 *
 * <p><b>Which transactions those are.</b> Let a snapshot show position q but not p &lt; q.
 *
 * <ul>
 *   <li>The sequence hands out ascending values, to all sessions together, as it caches none. So whoever drew p did so
 *       before q was drawn, hence before q was committed, hence before the snapshot.
 *   <li>Positions are drawn only by {@code INSERT} into {@code event}, which holds the lock {@code RowExclusiveLock} on
 *       that table from before it evaluates the column's default until its transaction has ended; PostgreSQL frees locks
 *       after it has made the transaction's end known to new snapshots.
 *   <li>So among the holders of that lock, listed after the snapshot, is everybody who can still fill a hole below q.
 *       They are named by their virtual transaction ids, which a running server does not use twice.
 *   <li>Once none of them holds it any more, a new snapshot shows every row below q that there will ever be. What it does
 *       not show was rolled back, or trimmed.
 * </ul>
 *
 * <p>The usual test, whether {@code pg_snapshot_xmin} has passed the {@code xmax} seen at the hole, is not enough
 * ({@code xmax} is one more than the last <em>ended</em> transaction, so a running one can have that very number), and
 * any long transaction anywhere in the server would hold the log up. Only transactions that append can do so here.
 *
 * <p><b>After a crash of the server</b> a sequence can fall back to values that only lost transactions had drawn. The head
 * therefore never passes the highest committed row, whose commit record follows that sequence value in the write-ahead
 * log: a value above it can be drawn again, one below cannot. A crash may also leave up to 32 values out, which is a hole
 * like any other.
 *
 * <p><b>At the start</b> the highest row is taken for q: the head is that row once the holders listed after it was seen
 * have ended.
 */
public final class LogTail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);

    /** Rows read at once. */
    private static final int BATCH = 500;
    /** Looks without being woken: the safety net for a lost notification. */
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /** Transactions usually end within this, so holes younger than it are just looked at again. */
    private static final long YOUNG_HOLE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private static final long SHORTEST_LOOK_AT_HOLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_LOOK_AT_HOLE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ConnectionSource connections;
    private final Thread thread;
    private final List<EventLog.Listener> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch started = new CountDownLatch(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wakeUp = lock.newCondition();
    private final Condition looked = lock.newCondition();
    private boolean woken;
    private long looksBegun;
    private long lastSuccess;
    private boolean closed;

    private volatile long head = -1;

    // Of the thread only.
    private @Nullable Connection connection;
    private @Nullable Hole hole;

    /** Opens connections that the tail can keep. */
    @FunctionalInterface
    public interface ConnectionSource {
        Connection open() throws SQLException;
    }

    /**
     * Positions missing below {@code upTo}.
     *
     * @param upTo a row above
     * @param since when it was first seen, by {@link System#nanoTime()}
     * @param holders who can still fill it; null before they were listed
     * @param settled whether the next snapshot shows all there will be
     */
    private record Hole(long upTo, long since, @Nullable List<String> holders, boolean settled) {}

    public LogTail(ConnectionSource connections) {
        this.connections = connections;
        this.thread = new Thread(this::follow, "metaforge-log-tail");
        this.thread.setDaemon(true);
    }

    /**
     * Starts to follow. Returns when the head is known.
     *
     * @return false where transactions that were appending at the call have not ended after 10 seconds
     */
    public boolean start() throws InterruptedException {
        thread.start();
        return started.await(10, TimeUnit.SECONDS);
    }

    /** Returns the last visible position. */
    public long head() {
        return Math.max(0, head);
    }

    /** Looks at the log now, on its own thread. */
    public void wake() {
        lock.lock();
        try {
            woken = true;
            wakeUp.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Looks at the log now and reports whether the server answered in time. */
    public boolean answersWithin(long nanos) {
        lock.lock();
        try {
            long wanted = looksBegun + 1;
            woken = true;
            wakeUp.signal();
            long left = nanos;
            while (lastSuccess < wanted && left > 0 && !closed) {
                left = looked.awaitNanos(left);
            }
            return lastSuccess >= wanted;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Subscribes; calls come on the tail's thread. */
    public AutoCloseable onAppended(EventLog.Listener listener) {
        // A wrapper of its own, so that the same listener can subscribe twice and close once.
        EventLog.Listener subscription = (after, events, newHead) -> listener.appended(after, events, newHead);
        listeners.add(subscription);
        return () -> listeners.remove(subscription);
    }

    private void follow() {
        long wait = 0;
        while (awaitTurn(wait)) {
            long look = beginLook();
            try {
                wait = look();
                endLook(look);
            } catch (SQLException | RuntimeException e) {
                LOG.debug("Following the event log failed; trying again", e);
                closeConnection();
                hole = null;
                wait = POLL_NANOS;
            }
        }
        closeConnection();
    }

    private boolean awaitTurn(long nanos) {
        lock.lock();
        try {
            // At a hole, commits elsewhere do not shorten the wait: each look reads everything above it again.
            long left = nanos;
            boolean atHole = hole != null;
            while (!closed && left > 0 && (atHole || !woken)) {
                left = wakeUp.awaitNanos(left);
            }
            woken = false;
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private long beginLook() {
        lock.lock();
        try {
            return ++looksBegun;
        } finally {
            lock.unlock();
        }
    }

    private void endLook(long look) {
        lock.lock();
        try {
            lastSuccess = look;
            looked.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns how long to wait before the next look if nobody wakes the tail. */
    private long look() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connections.open();
            connection = open;
        }
        LogQueries queries = new LogQueries(open);
        if (head < 0) {
            return findStart(queries);
        }
        settleHole(queries);
        List<RecordedEvent> rows = queries.after(head, BATCH);
        long passable = hole != null && hole.settled() ? hole.upTo() : 0;
        long after = head;
        long visible = after;
        int count = 0;
        for (RecordedEvent row : rows) {
            if (row.position() != visible + 1 && row.position() > passable) {
                break;
            }
            visible = row.position();
            count++;
        }
        if (count > 0) {
            head = visible;
            tell(after, List.copyOf(rows.subList(0, count)), visible);
        }
        if (count == rows.size()) {
            if (hole != null && hole.settled() && hole.upTo() > visible && count == BATCH) {
                return 0;
            }
            hole = null;
            return rows.size() == BATCH ? 0 : POLL_NANOS;
        }
        if (hole == null || visible >= hole.upTo() || (hole.settled())) {
            hole = new Hole(rows.get(rows.size() - 1).position(), System.nanoTime(), null, false);
        }
        return lookAgainAtHole(hole);
    }

    private static long lookAgainAtHole(Hole hole) {
        if (hole.settled()) {
            return 0;
        }
        long age = System.nanoTime() - hole.since();
        return Math.max(SHORTEST_LOOK_AT_HOLE_NANOS, Math.min(age / 2, LONGEST_LOOK_AT_HOLE_NANOS));
    }

    /** Finds out whether the hole can still be filled, before the rows are read again. */
    private void settleHole(LogQueries queries) throws SQLException {
        Hole seen = hole;
        if (seen == null || seen.settled() || System.nanoTime() - seen.since() < YOUNG_HOLE_NANOS) {
            return;
        }
        List<String> now = queries.appending();
        List<String> left = seen.holders() == null
                ? now
                : now.stream().filter(seen.holders()::contains).toList();
        hole = new Hole(seen.upTo(), seen.since(), left, left.isEmpty());
    }

    private long findStart(LogQueries queries) throws SQLException {
        Hole below = hole;
        if (below == null) {
            long highest = queries.highest();
            below = new Hole(highest, System.nanoTime(), queries.appending(), false);
        } else {
            List<String> before = below.holders() == null ? List.of() : below.holders();
            List<String> left =
                    queries.appending().stream().filter(before::contains).toList();
            below = new Hole(below.upTo(), below.since(), left, false);
        }
        if (below.holders() == null || below.holders().isEmpty()) {
            hole = null;
            head = below.upTo();
            started.countDown();
            return 0;
        }
        hole = below;
        return lookAgainAtHole(below);
    }

    private void tell(long after, List<RecordedEvent> events, long newHead) {
        for (EventLog.Listener listener : listeners) {
            try {
                listener.appended(after, events, newHead);
            } catch (RuntimeException e) {
                LOG.error("A listener of the event log failed", e);
            }
        }
    }

    private void closeConnection() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("Closing a connection failed", e);
            }
            connection = null;
        }
    }

    /** Stops to follow; no listener is called afterwards. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            wakeUp.signal();
            looked.signalAll();
        } finally {
            lock.unlock();
        }
        if (Thread.currentThread() != thread) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
