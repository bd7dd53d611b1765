package io.metaforge.application.port.in;

import io.metaforge.domain.access.ApiKey;
import io.metaforge.domain.access.KeyText;
import io.metaforge.domain.access.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hands out API keys and takes them back. Thread-safe. */
public interface ApiKeys {

    /**
     * Creates a key.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code VALIDATION} for a name, a scope or a time that
     *     cannot be, {@code CONFLICT} where a key of that name is not revoked
     */
    Created create(Command command);

    /** Lists all keys, also those revoked or expired, oldest first. */
    List<ApiKey> list();

    /**
     * Revokes a key. Every gateway refuses it within seconds. Revoking it again changes nothing.
     *
     * @param idOrName its id, or its name; of several keys that had the name in turn, the last
     * @return the key as it is now
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code NOT_FOUND}
     */
    ApiKey revoke(String idOrName);

    /**
     * What to create.
     *
     * @param expires after what time it is refused, positive; null for never
     */
    record Command(String name, Set<Scope> scopes, @Nullable Duration expires) {}

    /**
     * What was created.
     *
     * @param text to be shown to its owner now, for nothing keeps it
     */
    record Created(ApiKey key, KeyText text) {}
}
