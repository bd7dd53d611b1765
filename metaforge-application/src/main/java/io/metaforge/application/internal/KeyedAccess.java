package io.metaforge.application.internal;

import io.metaforge.application.port.in.AccessControl;
import io.metaforge.application.port.out.ApiKeyStore;
import io.metaforge.application.settings.AccessSettings;
import io.metaforge.domain.access.ApiKey;
import io.metaforge.domain.access.Caller;
import io.metaforge.domain.access.KeyId;
import io.metaforge.domain.access.KeyText;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets holders of keys in, as many requests as each may send. */
public final class KeyedAccess implements AccessControl {

    private final KeyRing keys;
    private final RequestAllowances allowances;

    public KeyedAccess(ApiKeyStore store, AccessSettings settings, Clock clock) {
        this.keys = new KeyRing(store, clock);
        this.allowances = new RequestAllowances(store, settings.requestsPerMinute(), clock);
    }

    /** Looks keys up again before the next request. */
    public void forget() {
        keys.forget();
    }

    @Override
    public Admission admit(@Nullable String text) {
        ApiKey key = KeyText.parse(text).flatMap(keys::find).orElseThrow(() -> new Failure(
                        FailureKind.UNAUTHENTICATED,
                        "A valid API key is needed here, sent as 'Authorization: Bearer KEY'")
                .asException());
        return new Admission(Caller.of(key), Optional.of(allowances.take(key.id())));
    }

    @Override
    public boolean isValid(Caller caller) {
        KeyId id = caller.key();
        return id == null || keys.holds(id);
    }
}
