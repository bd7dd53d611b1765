package io.metaforge.application.ids;

import io.metaforge.application.port.out.IdGenerator;
import io.metaforge.domain.session.SessionId;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes UUIDv7 (RFC 9562, section 5.7): 48 bits of Unix time in milliseconds, 12 bits of a counter, 62 random bits.
 *
 * <p>Ids of one generator ascend strictly, also within a millisecond, when the clock is set back, and when more are made
 * in a millisecond than the counter holds: time is then borrowed from the future (section 6.2, method 1). The random bits
 * are fresh for every id, so knowing one does not help to guess another.
 */
public final class UuidV7Ids implements IdGenerator {

    private static final int COUNTER_BITS = 12;

    /** A new millisecond starts its counter at random in the lower half, which leaves 2,048 ids before borrowing. */
    private static final int COUNTER_SEED_BOUND = 1 << (COUNTER_BITS - 1);

    private final Clock clock;
    private final SecureRandom random;

    /** Milliseconds and counter of the last id, as one number: comparing and stepping on need no lock. */
    private final AtomicLong last = new AtomicLong();

    public UuidV7Ids(Clock clock) {
        this(clock, new SecureRandom());
    }

    public UuidV7Ids(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public SessionId next() {
        // Not millis(): a clock that ticks in microseconds divides by zero there.
        long now = clock.instant().toEpochMilli();
        long candidate = (now << COUNTER_BITS) | random.nextInt(COUNTER_SEED_BOUND);
        long stamp = last.updateAndGet(
                previous -> candidate >> COUNTER_BITS > previous >> COUNTER_BITS ? candidate : previous + 1);
        long millis = stamp >>> COUNTER_BITS;
        long counter = stamp & ((1 << COUNTER_BITS) - 1);
        long high = millis << 16 | 0x7000L | counter;
        long low = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return SessionId.of(new UUID(high, low));
    }
}
