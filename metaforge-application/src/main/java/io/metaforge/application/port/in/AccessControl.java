package io.metaforge.application.port.in;

import io.metaforge.domain.access.Caller;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides who may send requests, and how many. Thread-safe. */
public interface AccessControl {

    /** Lets everybody in, as {@link Caller#LOCAL}, without limits. */
    AccessControl OPEN = new AccessControl() {
        @Override
        public Admission admit(@Nullable String key) {
            return new Admission(Caller.LOCAL, Optional.empty());
        }

        @Override
        public boolean isValid(Caller caller) {
            return true;
        }
    };

    /**
     * Finds out who holds a key, and counts a request of theirs.
     *
     * @param key its text as it was sent, whatever that is; null where none was
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code UNAUTHENTICATED} where the key is missing,
     *     unknown, wrong, expired or revoked, which are the same to a caller; {@code RATE_LIMITED} where its holder has
     *     sent too many requests, with {@code retry_after} in seconds; {@code UNAVAILABLE} where that cannot be found out
     */
    Admission admit(@Nullable String key);

    /**
     * Reports whether the caller's key still holds, for streams that outlive their request. Seconds behind a revocation.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code UNAVAILABLE} where that cannot be found out
     */
    boolean isValid(Caller caller);

    /**
     * A request that was let in.
     *
     * @param allowance what is left to its sender; empty where it is not limited
     */
    record Admission(Caller caller, Optional<Allowance> allowance) {}

    /**
     * How many requests a caller may still send.
     *
     * @param limit in a minute
     * @param remaining of them; 0 or more
     * @param reset until all of them are there again
     */
    record Allowance(int limit, int remaining, Duration reset) {}
}
