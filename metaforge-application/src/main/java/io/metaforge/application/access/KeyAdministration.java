package io.metaforge.application.access;

import io.metaforge.application.port.in.ApiKeys;
import io.metaforge.application.port.out.ApiKeyStore;
import io.metaforge.domain.access.ApiKey;
import io.metaforge.domain.access.KeyText;
import io.metaforge.domain.failure.Failure;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Hands out API keys and takes them back, in a store of its own or in that of a gateway. */
public final class KeyAdministration implements ApiKeys {

    private final ApiKeyStore keys;
    private final Clock clock;
    private final Runnable whenChanged;
    private final SecureRandom random = new SecureRandom();

    public KeyAdministration(ApiKeyStore keys, Clock clock) {
        this(keys, clock, () -> {});
    }

    /**
     * Administers keys beside somebody who checks them.
     *
     * @param whenChanged called when a key was created or revoked
     */
    public KeyAdministration(ApiKeyStore keys, Clock clock, Runnable whenChanged) {
        this.keys = keys;
        this.clock = clock;
        this.whenChanged = whenChanged;
    }

    @Override
    public Created create(Command command) {
        // Databases keep microseconds: what is shown now must be what is read later.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        KeyText text = KeyText.random(random);
        Instant expires = command.expires() == null ? null : now.plus(command.expires());
        ApiKey key = new ApiKey(text.id(), command.name(), command.scopes(), now, expires, null, null);
        keys.insert(key, text.digest());
        whenChanged.run();
        return new Created(key, text);
    }

    @Override
    public List<ApiKey> list() {
        return keys.list();
    }

    @Override
    public ApiKey revoke(String idOrName) {
        ApiKey key = find(idOrName);
        if (key == null) {
            throw Failure.notFound("key", idOrName.replaceAll("\\p{Cntrl}", "\uFFFD"))
                    .asException();
        }
        keys.revoke(key.id(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        whenChanged.run();
        return Objects.requireNonNull(find(key.id().value()));
    }

    /** An id cannot be taken for a name that looks like one: it wins. */
    private @Nullable ApiKey find(String idOrName) {
        List<ApiKey> all = keys.list();
        ApiKey last = null;
        for (ApiKey key : all) {
            if (key.id().value().equals(idOrName)) {
                return key;
            }
            if (key.name().equals(idOrName)) {
                last = key;
            }
        }
        return last;
    }
}
