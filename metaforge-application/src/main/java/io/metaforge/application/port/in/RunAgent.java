package io.metaforge.application.port.in;

import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.skill.SkillName;
import org.jspecify.annotations.Nullable;

/** Accepts a skill for execution. Once this returns, the run survives the death of the gateway. */
public interface RunAgent {

    /**
     * Starts a session that revises a rejected one, if the command names one: always a new session. Else starts the named
     * session; without one, the oldest session in {@code created} of the same skill, actor and input;
     * where there is none, a new one.
     *
     * @return the session in {@code running}, or further on if the run was quick
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code VALIDATION} for an unknown skill, an unknown
     *     input file or a skill that is not the named session's, {@code NOT_FOUND} for an unknown session,
     *     {@code CONFLICT} where the session is not in {@code created}, the one to revise is not rejected, or the idempotency key was used for something else
     */
    Session run(Command command);

    /**
     * What to run.
     *
     * @param skill to run; null where a session is revised: it is that one's
     * @param input to work on; where it is empty, that of the session that is named or revised
     * @param session to start; null to find or create one
     * @param idempotencyKey makes repeating the request safe; null for none
     * @param revises a rejected session, whose reason is handed to the agent; null for none
     */
    record Command(
            @Nullable SkillName skill,
            RunInput input,
            RunOptions options,
            @Nullable SessionId session,
            Actor actor,
            @Nullable IdempotencyKey idempotencyKey,
            @Nullable SessionId revises) {

        public Command {
            if (skill == null && revises == null) {
                throw Failure.invalid("skill", "string", "Invalid input: missing required field 'skill'")
                        .asException();
            }
            if (session != null && revises != null) {
                throw Failure.invalid(
                                "revises",
                                "no 'session_id' beside it",
                                "Invalid input: a run starts a session of 'session_id' or one that 'revises' another,"
                                        + " not both")
                        .asException();
            }
        }

        /** Creates a command that revises nothing. */
        public Command(
                SkillName skill,
                RunInput input,
                RunOptions options,
                @Nullable SessionId session,
                Actor actor,
                @Nullable IdempotencyKey idempotencyKey) {
            this(skill, input, options, session, actor, idempotencyKey, null);
        }
    }
}
