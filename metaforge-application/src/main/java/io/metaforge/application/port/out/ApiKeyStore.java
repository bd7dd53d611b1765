package io.metaforge.application.port.out;

import io.metaforge.domain.access.ApiKey;
import io.metaforge.domain.access.KeyId;
import io.metaforge.domain.artifact.Digest;
import java.time.Instant;
import java.util.List;

/**
 * Keeps API keys, without their secrets, and counts their requests for all gateways on one store. Thread-safe; takes part
 * in the {@link UnitOfWork} of the calling thread.
 */
public interface ApiKeyStore {

    /**
     * Adds a new key.
     *
     * @param digest of its text
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code CONFLICT} where a key of the same name is not
     *     revoked
     */
    void insert(ApiKey key, Digest digest);

    /** Lists all keys, also those revoked or expired, oldest first (by creation time, then id). */
    List<ApiKey> list();

    /** Returns every key that is not revoked, with its digest, in no order; expired ones included. */
    List<Held> held();

    /** Revokes a key. Returns false where there is none, or it was revoked already. */
    boolean revoke(KeyId id, Instant now);

    /**
     * Makes other units that call this for the same name wait until the unit of the calling thread ends, so that what a
     * unit counts in between stays true.
     *
     * @return whether a key of this name is not revoked; false locks nothing
     */
    boolean lock(String name);

    /**
     * Takes requests from the key's allowance, as {@link io.metaforge.domain.access.RequestWindow} counts it, and notes
     * that the key was used.
     *
     * @param wanted how many, 1 or more
     * @param limit how many a window lets through, 1 or more
     */
    Grant take(KeyId id, int wanted, int limit, Instant now);

    /** A key and the digest of its text. */
    record Held(ApiKey key, Digest digest) {}

    /**
     * Requests that were taken.
     *
     * @param granted how many may be let through, 0 to what was wanted
     * @param used how many of the window are taken now, by all gateways together
     * @param ends when the window is over; what was granted and not used by then is lost
     */
    record Grant(int granted, int used, Instant ends) {}
}
