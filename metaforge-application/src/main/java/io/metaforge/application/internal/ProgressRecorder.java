package io.metaforge.application.internal;

import io.metaforge.application.port.out.Stores;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionEvent;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionState;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Records progress in batches, so that a talkative agent costs one unit of work every {@value #INTERVAL_MILLIS} ms and a
 * quick run none of its own.
 */
final class ProgressRecorder implements AutoCloseable {

    static final int INTERVAL_MILLIS = 50;

    /** Beyond so many reports in one interval only the latest are kept. */
    static final int MAX_REPORTS = 8;

    private static final System.Logger LOG = System.getLogger(ProgressRecorder.class.getName());

    private final Stores stores;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor timer;

    ProgressRecorder(Stores stores, Clock clock) {
        this.stores = stores;
        this.clock = clock;
        this.timer = new ScheduledThreadPoolExecutor(1, Threads.named("progress"));
        this.timer.setRemoveOnCancelPolicy(true);
    }

    /** What an agent reported. */
    record Report(double fraction, String message) {}

    /** The reports of one run that are not recorded yet. Thread-safe. */
    final class Buffer {

        private final SessionId session;
        private final List<Report> reports = new ArrayList<>();
        private boolean closed;
        private Optional<ScheduledFuture<?>> flush = Optional.empty();

        Buffer(SessionId session) {
            this.session = session;
        }

        synchronized void add(Report report) {
            if (closed) {
                return;
            }
            if (reports.size() == MAX_REPORTS) {
                reports.remove(0);
            }
            reports.add(report);
            if (flush.isEmpty()) {
                flush = Optional.of(scheduler().schedule(this::record, INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
            }
        }

        /** Returns what is not recorded yet, for the unit of work that ends the run; takes no more. */
        synchronized List<Report> drain() {
            closed = true;
            flush.ifPresent(f -> f.cancel(false));
            List<Report> rest = List.copyOf(reports);
            reports.clear();
            return rest;
        }

        /** Holds the buffer's monitor while it writes, so that a drain never overtakes it. */
        private synchronized void record() {
            flush = Optional.empty();
            if (closed || reports.isEmpty()) {
                return;
            }
            List<Report> batch = List.copyOf(reports);
            reports.clear();
            try {
                stores.unitOfWork().run(() -> append(batch));
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "Could not record the progress of " + session, e);
            }
        }

        private void append(List<Report> batch) {
            Optional<Session> found = stores.sessions().findForUpdate(session);
            if (found.isPresent() && found.get().state() instanceof SessionState.Running) {
                List<SessionEvent> events = new ArrayList<>();
                batch.forEach(report -> events.add(found.get().progress(report.fraction(), report.message())));
                stores.events().append(events, clock.instant());
            }
        }
    }

    Buffer open(SessionId session) {
        return new Buffer(session);
    }

    private ScheduledExecutorService scheduler() {
        return timer;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
