package io.metaforge.domain.access;

import java.time.Duration;
import java.time.Instant;

/**
 * How many requests of a key were let through since its window began. A window begins with the first request after the
 * one before has ended, and lasts a minute.
 *
 * @param began when the first of them came
 * @param used how many were let through, or handed to a gateway to let through
 */
public record RequestWindow(Instant began, int used) {

    /** How long a window lasts. */
    public static final Duration LENGTH = Duration.ofMinutes(1);

    /** A window and how many requests of those asked for it lets through. */
    public record Taken(RequestWindow window, int granted) {}

    /** Returns when the next window can begin. */
    public Instant ends() {
        return began.plus(LENGTH);
    }

    /**
     * Takes requests from this window, or from a new one where it is over. A window that begins later than it could, as
     * after a clock was set back, is over as well.
     *
     * @param wanted how many; 1 or more
     * @param limit how many a window lets through
     */
    public Taken take(int wanted, int limit, Instant now) {
        boolean over = !now.isBefore(ends()) || began.isAfter(now.plus(LENGTH));
        RequestWindow window = over ? new RequestWindow(now, 0) : this;
        int granted = Math.max(0, Math.min(wanted, limit - window.used));
        return new Taken(new RequestWindow(window.began, window.used + granted), granted);
    }
}
