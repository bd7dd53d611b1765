package io.metaforge.application.port.in;

import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.skill.SkillName;
import org.jspecify.annotations.Nullable;

/** Creates a session that waits to be run. */
public interface CreateSession {

    /**
     * Creates the session.
     *
     * @return the session in {@code created}; for a repeated idempotency key the one it created, whatever has become of it
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code VALIDATION} for an unknown skill,
     *     {@code CONFLICT} where the idempotency key was used for something else
     */
    Session create(Command command);

    /**
     * What to create.
     *
     * @param idempotencyKey makes repeating the request safe; null for none
     */
    record Command(
            SkillName skill,
            RunInput input,
            Actor actor,
            @Nullable IdempotencyKey idempotencyKey) {}
}
