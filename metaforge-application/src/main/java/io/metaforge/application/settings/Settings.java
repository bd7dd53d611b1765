package io.metaforge.application.settings;

import java.time.Duration;

/**
 * Bounds of a gateway.
 *
 * @param concurrentRuns how many runs execute at once in this process; 1 or more
 * @param runDeadline after which a run fails with {@code TIMEOUT}; positive
 * @param maxInputBytes largest file an agent can read
 * @param maxProposalBytes largest proposal, all its files together
 * @param subscriberPatience how long a subscriber can hold a batch of events while others come
 * @param stopGrace how long a stopping gateway lets runs finish before it returns them to the queue
 */
public record Settings(
        int concurrentRuns,
        Duration runDeadline,
        long maxInputBytes,
        long maxProposalBytes,
        Duration subscriberPatience,
        Duration stopGrace) {

    /** 10 runs at once, 10 minutes each, inputs up to 20 MiB, proposals up to 100 MiB. */
    public static final Settings DEFAULT = new Settings(
            10, Duration.ofMinutes(10), 20L << 20, 100L << 20, Duration.ofSeconds(10), Duration.ofSeconds(10));

    public Settings {
        if (concurrentRuns < 1
                || runDeadline.isNegative()
                || runDeadline.isZero()
                || maxInputBytes < 1
                || maxProposalBytes < 1) {
            throw new IllegalArgumentException("settings must be positive");
        }
    }

    /** Returns these settings with another deadline. */
    public Settings withRunDeadline(Duration deadline) {
        return new Settings(concurrentRuns, deadline, maxInputBytes, maxProposalBytes, subscriberPatience, stopGrace);
    }

    /** Returns these settings with another number of runs at once. */
    public Settings withConcurrentRuns(int runs) {
        return new Settings(runs, runDeadline, maxInputBytes, maxProposalBytes, subscriberPatience, stopGrace);
    }

    /** Returns these settings with another patience. */
    public Settings withSubscriberPatience(Duration patience) {
        return new Settings(concurrentRuns, runDeadline, maxInputBytes, maxProposalBytes, patience, stopGrace);
    }
}
