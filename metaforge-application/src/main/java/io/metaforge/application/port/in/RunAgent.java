package io.metaforge.application.port.in;

import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.skill.SkillName;
import org.jspecify.annotations.Nullable;

/** Accepts a skill for execution. Once this returns, the run survives the death of the gateway. */
public interface RunAgent {

    /**
     * Starts the named session; without one, the oldest session in {@code created} of the same skill, actor and input;
     * where there is none, a new one.
     *
     * @return the session in {@code running}, or further on if the run was quick
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code VALIDATION} for an unknown skill, an unknown
     *     input file or a skill that is not the named session's, {@code NOT_FOUND} for an unknown session,
     *     {@code CONFLICT} where the session is not in {@code created} or the idempotency key was used for something else
     */
    Session run(Command command);

    /**
     * What to run.
     *
     * @param session to start; null to find or create one
     * @param idempotencyKey makes repeating the request safe; null for none
     */
    record Command(
            SkillName skill,
            RunInput input,
            RunOptions options,
            @Nullable SessionId session,
            Actor actor,
            @Nullable IdempotencyKey idempotencyKey) {}
}
