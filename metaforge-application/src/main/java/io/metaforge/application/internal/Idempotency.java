package io.metaforge.application.internal;

import io.metaforge.application.port.in.IdempotencyKey;
import io.metaforge.application.port.out.IdempotencyKeys;
import io.metaforge.application.port.out.IdempotencyKeys.Use;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.session.SessionId;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes idempotency keys as part of the unit of work they protect. */
final class Idempotency {

    private final IdempotencyKeys keys;
    private final Clock clock;

    Idempotency(IdempotencyKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Takes {@code key} for {@code operation} on {@code session}.
     *
     * @param request everything that makes the request what it is
     * @return the session of the first request with this key; empty where this is the first, or there is no key
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code CONFLICT} where the key was used for another
     *     request
     */
    Optional<SessionId> claim(
            @Nullable IdempotencyKey key, Actor actor, String operation, String request, SessionId session) {
        if (key == null) {
            return Optional.empty();
        }
        Use use = new Use(operation, Digest.of(request), session);
        Optional<Use> earlier = keys.claim(actor, key.value(), use, clock.instant());
        return earlier.map(taken -> requireSame(taken, use.operation(), use.request()));
    }

    /**
     * Tells what {@code key} was used for before anything else is looked at: a repeat gets the first answer also where
     * its request would be refused by now.
     *
     * @return the session of the first request with this key; empty where there was none, or there is no key
     * @throws io.metaforge.domain.failure.MetaForgeException like {@link #claim}
     */
    Optional<SessionId> earlier(@Nullable IdempotencyKey key, Actor actor, String operation, String request) {
        return key == null
                ? Optional.empty()
                : keys.find(actor, key.value()).map(taken -> requireSame(taken, operation, Digest.of(request)));
    }

    private static SessionId requireSame(Use taken, String operation, Digest request) {
        if (!taken.operation().equals(operation) || !taken.request().equals(request)) {
            throw new Failure(
                            FailureKind.CONFLICT,
                            "This Idempotency-Key was already used for another request; take a new one",
                            Map.of("field", "Idempotency-Key"))
                    .asException();
        }
        return taken.session();
    }
}
