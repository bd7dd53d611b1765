package io.metaforge.boot.cli;

import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.client.MetaForgeClient;
import io.metaforge.client.error.GatewayUnreachableException;
import io.metaforge.client.event.Event;
import io.metaforge.client.event.EventStream;
import io.metaforge.client.event.EventWatch;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Follows events without end, and says when the gateway goes away and comes back; in between nothing is lost. */
final class EventFollower {

    private static final int MOST_WAITING = 10_000;
    private static final long SECONDS = 2;

    private final MetaForgeClient client;
    private final Terminal terminal;
    private @Nullable CompletableFuture<?> asked;
    private boolean away;

    EventFollower(MetaForgeClient client, Terminal terminal) {
        this.client = client;
        this.terminal = terminal;
    }

    /**
     * Follows until {@code last} accepts an event, nobody reads what it wrote, or the stream fails.
     *
     * @param last is given every event, in order
     */
    void follow(EventStream stream, Predicate<Event> last) throws Exception {
        // The bound slows the stream down where it is read faster than it can be written.
        BlockingQueue<Event> events = new LinkedBlockingQueue<>(MOST_WAITING);
        try (EventWatch watch = stream.onEvent(event -> put(events, event))) {
            while (true) {
                Event event = events.poll(SECONDS, TimeUnit.SECONDS);
                if (event != null) {
                    back();
                    if (last.test(event) || terminal.isLeft()) {
                        return;
                    }
                } else if (watch.ended().isCompletedExceptionally()) {
                    fail(watch.ended());
                } else {
                    look();
                }
            }
        }
    }

    private static void put(BlockingQueue<Event> events, Event event) {
        try {
            events.put(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void fail(CompletableFuture<?> ended) throws Exception {
        try {
            ended.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** The stream connects again by itself and silently; whether somebody is there tells the gateway's health. */
    private void look() {
        CompletableFuture<?> last = asked;
        if (last == null) {
            asked = client.healthAsync();
        } else if (last.isDone()) {
            if (last.isCompletedExceptionally() && isUnreachable(last)) {
                if (!away) {
                    terminal.note("The gateway does not answer; waiting for it " + terminal.mark());
                }
                away = true;
            } else {
                back();
            }
            asked = client.healthAsync();
        }
    }

    private void back() {
        if (away) {
            terminal.note("Connected again; nothing was missed.");
        }
        away = false;
    }

    private static boolean isUnreachable(CompletableFuture<?> call) {
        try {
            call.join();
            return false;
        } catch (CompletionException e) {
            return e.getCause() instanceof GatewayUnreachableException;
        }
    }
}
