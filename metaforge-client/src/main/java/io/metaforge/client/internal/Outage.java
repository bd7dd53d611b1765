package io.metaforge.client.internal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Failures in a row to have something of the gateway, and the time that trying has taken. Not thread-safe.
 *
 * <p>Time in which nobody wants it does not count: only trying is limited.
 */
final class Outage {

    private final @Nullable Duration most;
    private int failures;
    private long since;
    private @Nullable Long restingSince;

    /**
     * Begins without a failure.
     *
     * @param most after which it is time to give up; null for never
     */
    Outage(@Nullable Duration most) {
        this.most = most;
    }

    /** Notes that it was had: the next failure is the first. */
    void over() {
        failures = 0;
        restingSince = null;
    }

    /** Notes that nobody tries for the time being. */
    void rest() {
        if (failures > 0 && restingSince == null) {
            restingSince = System.nanoTime();
        }
    }

    /** Notes that it is tried again. */
    void resume() {
        if (restingSince != null) {
            since += System.nanoTime() - restingSince;
            restingSince = null;
        }
    }

    /**
     * Counts a failure.
     *
     * @param retryAfter what the gateway asked for; null for nothing
     * @return how long to pause before the next attempt; null where it is time to give up
     */
    @Nullable
    Duration failed(@Nullable Duration retryAfter) {
        resume();
        long now = System.nanoTime();
        if (failures == 0) {
            since = now;
        }
        failures++;
        Duration pause = Backoff.pause(failures);
        if (retryAfter != null) {
            boolean tooLong = retryAfter.compareTo(Transport.LONGEST_RETRY_AFTER) > 0;
            pause = pause.plus(tooLong ? Transport.LONGEST_RETRY_AFTER : retryAfter);
        }
        if (most == null) {
            return pause;
        }
        Duration left = most.minusNanos(now - since);
        if (left.isNegative() || left.isZero()) {
            return null;
        }
        return pause.compareTo(left) < 0 ? pause : left;
    }
}
