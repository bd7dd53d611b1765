package io.metaforge.adapter.rest.request;

import io.metaforge.adapter.rest.access.KeyFilter;
import io.metaforge.application.port.in.ApproveSession;
import io.metaforge.application.port.in.CreateSession;
import io.metaforge.application.port.in.IdempotencyKey;
import io.metaforge.application.port.in.RejectSession;
import io.metaforge.application.port.in.RunAgent;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.skill.SkillName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glassfish.jersey.server.ContainerRequest;
import org.jspecify.annotations.Nullable;

/** Makes commands of requests. */
public final class Commands {

    private final BodyReader bodies;

    public Commands(BodyReader bodies) {
        this.bodies = bodies;
    }

    /** Reads {@code POST /session/create}. */
    public CreateSession.Command createSession(ContainerRequest request) {
        IdempotencyKey key = idempotencyKey(request);
        JsonObject body = bodies.required(request);
        return new CreateSession.Command(new SkillName(body.string("skill")), input(body), actor(request), key);
    }

    /** Reads {@code POST /agent/run}. */
    public RunAgent.Command runAgent(ContainerRequest request) {
        IdempotencyKey key = idempotencyKey(request);
        JsonObject body = bodies.required(request);
        String revises = body.optionalString("revises");
        String skill = revises == null ? body.string("skill") : body.optionalString("skill");
        RunInput input = input(body);
        RunOptions options = options(body.optionalObject("options"));
        String session = body.optionalString("session_id");
        return new RunAgent.Command(
                skill == null ? null : new SkillName(skill),
                input,
                options,
                session == null ? null : SessionId.parse(session),
                actor(request),
                key,
                revises == null ? null : SessionId.parse(revises));
    }

    /** Reads {@code POST /approve/:session}, whose body is optional. */
    public ApproveSession.Command approve(SessionId session, ContainerRequest request) {
        IdempotencyKey key = idempotencyKey(request);
        Optional<JsonObject> body = bodies.optional(request);
        if (body.isEmpty()) {
            return new ApproveSession.Command(session, actor(request), null, null, null, key);
        }
        return new ApproveSession.Command(
                session,
                actor(request),
                body.get().optionalString("comment"),
                digest(body.get()),
                body.get().optionalStrings("artifacts", Commands::path),
                key);
    }

    /** Reads {@code POST /reject/:session}. */
    public RejectSession.Command reject(SessionId session, ContainerRequest request) {
        IdempotencyKey key = idempotencyKey(request);
        JsonObject body = bodies.required(request);
        return new RejectSession.Command(session, actor(request), body.string("reason"), digest(body), key);
    }

    /** Reads a request whose body, if there is one, says nothing; it is checked all the same. */
    public Actor actorOfBodilessPost(ContainerRequest request) {
        idempotencyKey(request);
        bodies.optional(request);
        return actor(request);
    }

    /** Returns who sends the request. */
    public Actor actor(ContainerRequest request) {
        return KeyFilter.caller(request).actor();
    }

    private static @Nullable IdempotencyKey idempotencyKey(ContainerRequest request) {
        String value = request.getHeaderString("Idempotency-Key");
        return value == null ? null : new IdempotencyKey(value);
    }

    private static RunInput input(JsonObject body) {
        JsonObject input = body.optionalObject("input");
        if (input == null) {
            return RunInput.EMPTY;
        }
        List<WorkspacePath> files = input.optionalStrings("files", Commands::path);
        return new RunInput(files == null ? List.of() : files, input.optionalMembers("args"));
    }

    private static RunOptions options(@Nullable JsonObject options) {
        if (options == null) {
            return RunOptions.DEFAULT;
        }
        return new RunOptions(options.optionalNumber("temperature"), options.optionalBoolean("verbose"));
    }

    private static @Nullable Digest digest(JsonObject body) {
        String text = body.optionalString("digest");
        if (text == null) {
            return null;
        }
        if (!Digest.isValid(text)) {
            throw Failure.invalid(
                            "digest",
                            "SHA-256 as 64 lower-case hexadecimal digits",
                            "Invalid input: 'digest' is not a SHA-256 in lower-case hexadecimal")
                    .asException();
        }
        return new Digest(text);
    }

    private static WorkspacePath path(String field, String text) {
        try {
            return new WorkspacePath(text);
        } catch (MetaForgeException e) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("field", field);
            details.putAll(e.failure().details());
            throw new MetaForgeException(
                    new Failure(
                            FailureKind.VALIDATION,
                            "Invalid input: '" + field + "': " + e.failure().message(),
                            details),
                    e);
        }
    }
}
