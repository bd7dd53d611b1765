package io.metaforge.domain.access;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Decides which attempts to be let in without a valid key are worth a line in the log, so that strangers cannot fill it and
 * push out what else stands there. Thread-safe.
 */
public final class FailedAttempts {

    /** How many are reported in a minute. */
    static final int REPORTED = 10;

    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    // Guarded by this.
    private long began;
    private int reported;
    private long unreported;

    /**
     * Notes an attempt.
     *
     * @param now as {@link System#nanoTime()} tells it
     * @return how many before it were not reported; empty where this one is not to be reported either
     */
    public synchronized OptionalLong note(long now) {
        if (reported > 0 && now - began >= WINDOW) {
            reported = 0;
        }
        if (reported == 0) {
            began = now;
        }
        if (reported == REPORTED) {
            unreported++;
            return OptionalLong.empty();
        }
        reported++;
        long before = unreported;
        unreported = 0;
        return OptionalLong.of(before);
    }
}
