package io.metaforge.adapter.persistence.run;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.CurrentlyExecuting;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.SystemClock;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.metaforge.adapter.persistence.unit.Transactions;
import io.metaforge.application.port.out.RunQueue;
import io.metaforge.domain.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The run queue on db-scheduler: rows that gateways lock and fetch, and heartbeats that tell whose gateway has died.
 *
 * <p>Time here is the machine's, not the application's clock: it decides who is alive, which a clock that a test has
 * stopped cannot.
 */
public final class PostgresRunQueue implements RunQueue {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresRunQueue.class);

    /** For runs that another gateway enqueued while its notification was lost, and for those that wait after a failure. */
    private static final Duration POLL = Duration.ofMillis(200);

    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    /** The fewest that db-scheduler allows: a run is in other hands 4 to 6 seconds after its gateway died. */
    private static final int MISSED_HEARTBEATS = 4;

    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(5);

    private final DataSource dataSource;
    private final Transactions transactions;
    private final RunRows rows;
    private final Runnable enqueued;
    private final Clock clock = new SystemClock();

    private final Map<SessionId, Hand> inHand = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition putDown = lock.newCondition();
    private volatile @Nullable Scheduler scheduler;
    private volatile boolean stopping;

    /** @param announce tells other gateways, after a commit, that there is work */
    public PostgresRunQueue(DataSource dataSource, Transactions transactions, Runnable announce) {
        this.dataSource = dataSource;
        this.transactions = transactions;
        this.rows = new RunRows(transactions);
        this.enqueued = () -> {
            wake();
            announce.run();
        };
    }

    @Override
    public void enqueue(SessionId session) {
        transactions.call(connection -> {
            rows.insert(session, clock.now());
            transactions.afterCommit(enqueued);
            return session;
        });
    }

    @Override
    public void remove(SessionId session) {
        transactions.call(connection -> {
            rows.delete(session);
            Hand hand = inHand.get(session);
            if (hand != null) {
                transactions.afterCommit(hand::remove);
            }
            return session;
        });
    }

    /** Looks for due runs now. */
    public void wake() {
        Scheduler running = scheduler;
        if (running != null) {
            running.triggerCheckForDueExecutions();
        }
    }

    @Override
    public synchronized void start(int workers, Handler handler) {
        if (scheduler != null) {
            throw new IllegalStateException("the queue hands out runs already");
        }
        stopping = false;
        Task<Void> task = Tasks.custom(RunRows.TASK, Void.class)
                .onDeadExecution((complete, operations) -> revive(complete.getExecution()))
                .execute((instance, context) -> {
                    execute(new SessionId(instance.getId()), context.getExecution(), handler);
                    return (complete, operations) -> {};
                });
        Scheduler started = Scheduler.create(dataSource, task)
                .schedulerName(new SchedulerName.Fixed("gateway-" + UUID.randomUUID()))
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
                .serializer(new NoData())
                .clock(clock)
                .threads(workers)
                // No more than there are workers for; the next as soon as one is free.
                .pollUsingLockAndFetch(0.99, 1.0)
                .pollingInterval(POLL)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(Duration.ofSeconds(1))
                .addSchedulerListener(new LostRuns())
                .build();
        started.start();
        scheduler = started;
    }

    @Override
    public synchronized void stop(long graceMillis) {
        Scheduler running = scheduler;
        if (running == null) {
            return;
        }
        stopping = true;
        running.pause();
        if (!awaitEmptyHands(Duration.ofMillis(graceMillis))) {
            inHand.values().forEach(Hand::interrupt);
            if (!awaitEmptyHands(AFTER_INTERRUPT)) {
                LOG.warn("Runs did not stop when interrupted; another gateway takes them over: {}", inHand.keySet());
            }
        }
        running.stop();
        scheduler = null;
    }

    private boolean awaitEmptyHands(Duration patience) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!inHand.isEmpty() && left > 0) {
                left = putDown.awaitNanos(left);
            }
            return inHand.isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void execute(SessionId session, Execution execution, Handler handler) {
        Hand hand = new Hand();
        if (inHand.putIfAbsent(session, hand) != null) {
            // Given up for dead, say after the machine slept, and fetched again while the first worker is still at it.
            rows.giveBack(session, execution.version, clock.now().plus(HEARTBEAT));
            return;
        }
        try {
            afterwards(session, execution, hand, attempt(session, hand, handler));
        } catch (RuntimeException e) {
            LOG.warn("The queue could not note the end of {}; it is handed out again later", session, e);
        } finally {
            inHand.remove(session);
            lock.lock();
            try {
                putDown.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private enum Outcome {
        DONE,
        RETURNED,
        FAILED
    }

    private Outcome attempt(SessionId session, Hand hand, Handler handler) {
        try {
            if (stopping) {
                return Outcome.RETURNED;
            }
            handler.execute(session);
            return Outcome.DONE;
        } catch (InterruptedException e) {
            return Outcome.RETURNED;
        } catch (Throwable e) {
            if (hand.wasInterrupted()) {
                LOG.debug("{} was interrupted", session, e);
                return Outcome.RETURNED;
            }
            LOG.warn("The execution of {} failed; it is handed out again", session, e);
            return Outcome.FAILED;
        } finally {
            hand.end();
        }
    }

    private void afterwards(SessionId session, Execution execution, Hand hand, Outcome outcome) {
        if (hand.wasRemoved()) {
            return;
        }
        Instant now = clock.now();
        switch (outcome) {
            case DONE -> rows.done(session, execution.version, now);
            case RETURNED -> rows.giveBack(session, execution.version, now);
            case FAILED -> rows.failed(session, execution.version, now, now.plus(retryAfter(execution)));
        }
    }

    private static Duration retryAfter(Execution execution) {
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(execution.consecutiveFailures, 10));
        return wait.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : wait;
    }

    private void revive(Execution execution) {
        SessionId session = new SessionId(execution.taskInstance.getId());
        if (!inHand.containsKey(session)) {
            LOG.info("The gateway that executed {} has died; handing it out again", session);
            rows.giveBack(session, execution.version, clock.now());
            wake();
        }
    }

    /** Stops workers whose run another gateway has taken over, because this process stood still for too long. */
    private final class LostRuns extends AbstractSchedulerListener {

        @Override
        public void onExecutionFailedHeartbeat(CurrentlyExecuting executing) {
            SessionId session = new SessionId(executing.getExecution().getId());
            Hand hand = inHand.get(session);
            if (hand == null) {
                return;
            }
            try {
                OptionalLong version = rows.version(session);
                if (version.isPresent() && version.getAsLong() != executing.getExecution().version) {
                    LOG.warn("{} was taken over by another gateway; stopping it here", session);
                    hand.interrupt();
                }
            } catch (RuntimeException e) {
                LOG.debug("Cannot tell who executes {}", session, e);
            }
        }
    }
}
