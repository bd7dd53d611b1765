package io.metaforge.domain.access;

import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request, and what it may do.
 *
 * @param key it proved to hold; null where keys are not required
 */
public record Caller(
        Actor actor, Set<Scope> scopes, @Nullable KeyId key) {

    /** Whoever sits at this machine, where keys are not required: may do everything. */
    public static final Caller LOCAL = new Caller(Actor.LOCAL, Set.of(Scope.ADMIN), null);

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Returns the holder of a key. */
    public static Caller of(ApiKey key) {
        return new Caller(key.actor(), key.scopes(), key.id());
    }

    /** Reports whether it may do what {@code scope} is needed for. */
    public boolean may(Scope scope) {
        return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
    }

    /**
     * Refuses callers without {@code scope}.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code FORBIDDEN}, naming the scope
     */
    public void require(Scope scope) {
        if (!may(scope)) {
            throw new Failure(
                            FailureKind.FORBIDDEN,
                            "The key of '" + actor + "' lacks the scope '" + scope.wireName() + "'",
                            Map.of("scope", scope.wireName()))
                    .asException();
        }
    }
}
