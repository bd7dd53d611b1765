package io.metaforge.boot.cli;

import io.metaforge.api.Events;
import io.metaforge.api.SessionResponse;
import io.metaforge.api.Statuses;
import io.metaforge.boot.cli.terminal.Interrupts;
import io.metaforge.boot.cli.terminal.Progress;
import io.metaforge.boot.cli.terminal.Questions;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.client.Session;
import io.metaforge.client.error.GatewayUnreachableException;
import io.metaforge.client.error.MetaForgeClientException;
import io.metaforge.client.event.Event;
import io.metaforge.client.event.EventWatch;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows a run to its end, and hears Ctrl-C meanwhile.
 *
 * <p>On a terminal the first Ctrl-C asks what to do, while the run goes on; a second one cancels the run and ends the program
 * at once. Where nobody can be asked, the first one cancels the run. A cancelled run has written nothing. Any other signal ends
 * the program and leaves the run alone.
 */
final class RunFollower {

    /** How the following ended. */
    enum Ending {
        /** The run is over, well or not. */
        RUN_ENDED,
        /** The reader does not want to wait, the run goes on. */
        DETACHED,
        /** The reader cancelled the run. */
        CANCELLED,
        /** The time to wait is over, the run goes on. */
        TIME_UP
    }

    private static final long TICK_MILLIS = 100;
    private static final long QUICK_TICK_MILLIS = 5;
    private static final long ASK_STATE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long ASK_END_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final Terminal terminal;
    private final @Nullable Questions questions;
    private final Consumer<Event> seen;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicInteger pressed = new AtomicInteger();
    private @Nullable Progress progress;
    private boolean reached = true;
    private volatile @Nullable Session session;

    /**
     * Returns a follower.
     *
     * @param questions null where nobody can be asked
     * @param seen is told every event of the run, in order
     */
    RunFollower(Terminal terminal, @Nullable Questions questions, Consumer<Event> seen) {
        this.terminal = terminal;
        this.questions = questions;
        this.seen = seen;
    }

    /** Begins to hear Ctrl-C; what it would stop need not have begun yet. */
    Interrupts hearing() {
        return Interrupts.of(this::pressed);
    }

    private void pressed() {
        if (pressed.incrementAndGet() == 1) {
            return;
        }
        Session running = session;
        terminal.note("");
        if (running != null) {
            terminal.note("Cancelling " + running.id() + " …");
            try {
                running.cancelAsync().get(3, TimeUnit.SECONDS);
            } catch (Exception e) {
                terminal.note("The gateway does not answer: the run may go on.");
            }
        }
        System.exit(ExitCodes.INTERRUPTED);
    }

    /**
     * Follows until the run has ended, or another end.
     *
     * @param shown draws progress; null for none
     * @param atMost null for as long as it takes
     */
    Ending follow(Session followed, @Nullable Progress shown, @Nullable Duration atMost) throws InterruptedException {
        session = followed;
        progress = shown;
        long start = System.nanoTime();
        try (EventWatch watch = followed.events().onEvent(events::add)) {
            long asked = start;
            long answered = start;
            CompletableFuture<SessionResponse> state = null;
            boolean nearEnd = false;
            while (true) {
                Event event = events.poll(nearEnd ? QUICK_TICK_MILLIS : TICK_MILLIS, TimeUnit.MILLISECONDS);
                if (event != null) {
                    seen.accept(event);
                    report(event);
                    nearEnd = nearEnd || isEnd(event);
                } else if (shown != null) {
                    shown.tick();
                }
                Ending ending = pressed.get() > 0 ? interrupted(followed) : null;
                if (ending != null) {
                    return ending;
                }
                long now = System.nanoTime();
                if (atMost != null && now - start > atMost.toNanos()) {
                    return Ending.TIME_UP;
                }
                if (state != null && state.isDone()) {
                    boolean ended = hasEnded(state, now - answered > PATIENCE_NANOS);
                    if (ended && events.isEmpty()) {
                        return Ending.RUN_ENDED;
                    }
                    answered = reached ? now : answered;
                    state = null;
                }
                // The state has the last word: should an event be late, and no event tells that an approval did not
                // hold.
                if (state == null && events.isEmpty() && now - asked > (nearEnd ? ASK_END_NANOS : ASK_STATE_NANOS)) {
                    asked = now;
                    state = followed.refreshAsync();
                }
            }
        }
    }

    /** Reads the state; a gateway that is away for a moment, perhaps to be started again, is no reason to give up. */
    private boolean hasEnded(CompletableFuture<SessionResponse> state, boolean impatient) {
        try {
            boolean ended = !isUnderWay(state.join());
            reached = true;
            return ended;
        } catch (CompletionException e) {
            if (e.getCause() instanceof GatewayUnreachableException away && !impatient) {
                if (reached && progress != null) {
                    progress.say("The gateway does not answer; waiting for it …");
                }
                reached = false;
                return false;
            }
            throw e.getCause() instanceof MetaForgeClientException failure ? failure : e;
        }
    }

    /** Also while files that a policy approved are being written, which looks as if they waited; but the decision is there. */
    private static boolean isUnderWay(SessionResponse state) {
        return switch (state.status()) {
            case Statuses.CREATED, Statuses.RUNNING -> true;
            case Statuses.PENDING_APPROVAL -> state.decision() != null;
            default -> false;
        };
    }

    private void report(Event event) {
        if (progress != null) {
            event.progress().ifPresent(report -> progress.report(report.fraction(), report.message()));
        }
    }

    private static boolean isEnd(Event event) {
        return event.name().equals(Events.SESSION_COMPLETE)
                || event.name().equals(Events.SESSION_FAILED)
                || event.name().equals(Events.SESSION_CANCELLED)
                || event.name().equals(Events.SESSION_DELETED);
    }

    /** Returns how Ctrl-C ends the following; null where it does not. */
    private @Nullable Ending interrupted(Session followed) {
        if (progress != null) {
            progress.clear();
        }
        if (questions != null) {
            terminal.note("");
            questions.forgetTyped();
            switch (questions.choose("Cancel the run? [y]es, [n]o, keep waiting (default), [d]etach:", "ynd", 'n')) {
                case 'y' -> {
                    return cancel(followed);
                }
                case 'd' -> {
                    return Ending.DETACHED;
                }
                default -> {
                    pressed.set(0);
                    return null;
                }
            }
        }
        return cancel(followed);
    }

    private @Nullable Ending cancel(Session followed) {
        try {
            followed.cancel();
        } catch (GatewayUnreachableException away) {
            throw new CommandFailure(
                    ExitCodes.NO_GATEWAY,
                    away.getMessage()
                            + "\n  The run may go on; once the gateway is back, this tells:\n  metaforge status "
                            + SessionIds.shortened(followed.id()));
        } catch (MetaForgeClientException e) {
            // It may just have ended by itself; then there is nothing to cancel, and how it ended is found out as ever.
            if (!Statuses.RUNNING.equals(followed.refresh().status())) {
                pressed.set(0);
                return null;
            }
            throw e;
        }
        return Ending.CANCELLED;
    }
}
