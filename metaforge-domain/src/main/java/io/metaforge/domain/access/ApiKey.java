package io.metaforge.domain.access;

import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.failure.Failure;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway knows of an API key: everything but its secret.
 *
 * @param name of the person or program that holds it, and the actor of what is done with it; unique among the keys that
 *     are not revoked
 * @param scopes what it allows, at least one
 * @param expires from when on it is refused; null for never
 * @param revoked when it was revoked; null where it was not
 * @param lastUsed when it was last seen, to the minute; null where it never was
 */
public record ApiKey(
        KeyId id,
        String name,
        Set<Scope> scopes,
        Instant created,
        @Nullable Instant expires,
        @Nullable Instant revoked,
        @Nullable Instant lastUsed) {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}]([\\p{L}\\p{N} ._@+-]{0,98}[\\p{L}\\p{N}])?");

    /** Names of actors that are no keys. */
    private static final Set<String> RESERVED = Set.of(Actor.LOCAL.name(), Actor.GATEWAY.name());

    public ApiKey {
        if (!NAME.matcher(name).matches() || RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            String expected = "1 to 100 letters, digits and spaces, '.', '_', '@', '+' or '-' between them; not "
                    + String.join(" or ", new TreeSet<>(RESERVED));
            throw Failure.invalid("name", expected, "Invalid name of an API key; expected " + expected)
                    .asException();
        }
        if (scopes.isEmpty()) {
            throw Failure.invalid(
                            "scopes",
                            "some of " + Scope.names(),
                            "An API key without a scope would be good for nothing; choose some of " + Scope.names())
                    .asException();
        }
        if (expires != null && !expires.isAfter(created)) {
            throw Failure.invalid("expires", "a time to come", "An API key must expire later than it is created")
                    .asException();
        }
        scopes = Collections.unmodifiableSet(EnumSet.copyOf(scopes));
    }

    /** Reports whether it is neither revoked nor expired. */
    public boolean isUsable(Instant now) {
        return revoked == null && (expires == null || now.isBefore(expires));
    }

    /** Returns who acts with it. */
    public Actor actor() {
        return new Actor(name);
    }

    /** Returns it as revoked; one that was revoked already stays as it is. */
    public ApiKey revokedAt(Instant now) {
        return revoked == null ? new ApiKey(id, name, scopes, created, expires, now, lastUsed) : this;
    }

    /** Returns it with another time of its last use. */
    public ApiKey usedAt(@Nullable Instant time) {
        return new ApiKey(id, name, scopes, created, expires, revoked, time);
    }
}
