package io.metaforge.domain.approval;

import io.metaforge.domain.failure.Failure;

/**
 * Names who did something: a person, a key, an approval policy or the gateway itself.
 *
 * @param name 1 to 200 characters without control characters
 */
public record Actor(String name) {

    /** Whoever sits at this machine, where no authentication is configured. */
    public static final Actor LOCAL = new Actor("local");

    /** The gateway acting by a rule of its own, such as a skill's automatic approval. */
    public static final Actor GATEWAY = new Actor("gateway");

    public Actor {
        if (name.isBlank() || name.length() > 200 || name.chars().anyMatch(Character::isISOControl)) {
            throw Failure.invalid("actor", "1 to 200 printable characters", "Invalid actor name")
                    .asException();
        }
    }

    /** Returns the actor that decides as the approval policy of this name. */
    public static Actor policy(String policy) {
        return new Actor("policy:" + policy);
    }

    @Override
    public String toString() {
        return name;
    }
}
