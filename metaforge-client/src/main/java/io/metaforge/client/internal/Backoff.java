package io.metaforge.client.internal;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to pause before something is tried again. */
public final class Backoff {

    private static final long FIRST_MILLIS = 200;
    private static final long LONGEST_MILLIS = 5_000;

    private Backoff() {}

    /**
     * Returns a random pause of at most 200 ms, doubled with each failure, but not above 5 s: many clients that lost the same
     * gateway do not come back at the same moment.
     *
     * @param failures before this pause, 1 or more
     */
    public static Duration pause(int failures) {
        long most = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures - 1, 10));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most + 1));
    }
}
