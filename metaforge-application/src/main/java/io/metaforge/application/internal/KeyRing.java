package io.metaforge.application.internal;

import io.metaforge.application.port.out.ApiKeyStore;
import io.metaforge.application.port.out.ApiKeyStore.Held;
import io.metaforge.domain.access.ApiKey;
import io.metaforge.domain.access.KeyId;
import io.metaforge.domain.access.KeyText;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.failure.MetaForgeException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All keys that are not revoked, as they were some seconds ago at most, so that checking one costs no query. Thread-safe.
 *
 * <p>A key that fails makes the ring look again, unless it just did: keys work as soon as they are created, while a flood of
 * wrong ones costs a few queries a second. An unknown key and a wrong one take the same steps.
 */
final class KeyRing {

    /** How long a revocation can go unnoticed. */
    static final Duration MOST_AGE = Duration.ofSeconds(2);

    private static final Duration LEAST_AGE = Duration.ofMillis(50);

    /** How long a failure to look them up is everybody's. */
    private static final Duration FAILURE_AGE = Duration.ofSeconds(1);

    /** Compared with where there is no key, so that this takes as long. */
    private static final Digest NOBODY = Digest.of("");

    private final ApiKeyStore store;
    private final Clock clock;
    private volatile Snapshot snapshot = Snapshot.none();

    // Guarded by this.
    private @Nullable MetaForgeException failure;
    private long failed;

    private record Snapshot(Map<KeyId, Held> keys, long loaded) {

        static Snapshot none() {
            return new Snapshot(Map.of(), System.nanoTime() - MOST_AGE.toNanos() - 1);
        }

        boolean isOlderThan(Duration age) {
            return System.nanoTime() - loaded > age.toNanos();
        }
    }

    KeyRing(ApiKeyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Makes the next call look again. */
    synchronized void forget() {
        snapshot = Snapshot.none();
    }

    /** Finds the key with this text; empty where it is unknown, wrong, expired or revoked. */
    Optional<ApiKey> find(KeyText text) {
        Digest digest = text.digest();
        Optional<ApiKey> found = match(notOlderThan(MOST_AGE), text.id(), digest);
        return found.isPresent() ? found : match(notOlderThan(LEAST_AGE), text.id(), digest);
    }

    /** Reports whether the key with this id still holds. */
    boolean holds(KeyId id) {
        Held held = notOlderThan(MOST_AGE).keys().get(id);
        return held != null && held.key().isUsable(clock.instant());
    }

    private Optional<ApiKey> match(Snapshot ring, KeyId id, Digest digest) {
        Held held = ring.keys().get(id);
        boolean same = MessageDigest.isEqual(bytes(held == null ? NOBODY : held.digest()), bytes(digest));
        return same && held != null && held.key().isUsable(clock.instant())
                ? Optional.of(held.key())
                : Optional.empty();
    }

    private static byte[] bytes(Digest digest) {
        return digest.hex().getBytes(StandardCharsets.US_ASCII);
    }

    private Snapshot notOlderThan(Duration age) {
        Snapshot current = snapshot;
        if (!current.isOlderThan(age)) {
            return current;
        }
        synchronized (this) {
            if (!snapshot.isOlderThan(age)) {
                return snapshot;
            }
            if (failure != null && System.nanoTime() - failed < FAILURE_AGE.toNanos()) {
                // Many wait here while the store is away; each trying again would make the last wait for ever.
                throw failure;
            }
            // The age counts from before the query: what it misses came later.
            long now = System.nanoTime();
            try {
                Map<KeyId, Held> keys = store.held().stream()
                        .collect(Collectors.toUnmodifiableMap(held -> held.key().id(), Function.identity()));
                snapshot = new Snapshot(keys, now);
                failure = null;
                return snapshot;
            } catch (MetaForgeException e) {
                failure = e;
                failed = System.nanoTime();
                throw e;
            }
        }
    }
}
