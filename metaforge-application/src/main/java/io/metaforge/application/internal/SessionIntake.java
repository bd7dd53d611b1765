package io.metaforge.application.internal;

import io.metaforge.application.port.in.CreateSession;
import io.metaforge.application.port.in.RunAgent;
import io.metaforge.application.port.out.IdGenerator;
import io.metaforge.application.port.out.Stores;
import io.metaforge.application.port.out.Workspace;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.session.Predecessor;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.Transition;
import io.metaforge.domain.skill.Skill;
import io.metaforge.domain.skill.SkillName;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates sessions and accepts runs. */
public final class SessionIntake implements CreateSession, RunAgent {

    private final Stores stores;
    private final Workspace workspace;
    private final AgentRegistry agents;
    private final Idempotency idempotency;
    private final IdGenerator ids;
    private final Clock clock;
    private final long maxInputBytes;

    public SessionIntake(
            Stores stores,
            Workspace workspace,
            AgentRegistry agents,
            IdGenerator ids,
            Clock clock,
            long maxInputBytes) {
        this.stores = stores;
        this.workspace = workspace;
        this.agents = agents;
        this.idempotency = new Idempotency(stores.idempotencyKeys(), clock);
        this.ids = ids;
        this.clock = clock;
        this.maxInputBytes = maxInputBytes;
    }

    @Override
    public Session create(CreateSession.Command command) {
        Optional<SessionId> answered =
                idempotency.earlier(command.idempotencyKey(), command.actor(), "create", request(command));
        if (answered.isPresent()) {
            return found(answered.get());
        }
        Skill skill = agents.skill(command.skill());
        return stores.unitOfWork().execute(() -> {
            Session session = Session.create(
                    ids.next(), skill.name(), skill.agent(), command.input(), command.actor(), clock.instant());
            Optional<SessionId> earlier = idempotency.claim(
                    command.idempotencyKey(), command.actor(), "create", request(command), session.id());
            if (earlier.isPresent()) {
                return found(earlier.get());
            }
            stores.sessions().insert(session);
            return session;
        });
    }

    @Override
    public Session run(RunAgent.Command command) {
        Optional<SessionId> answered =
                idempotency.earlier(command.idempotencyKey(), command.actor(), "run", request(command));
        if (answered.isPresent()) {
            return found(answered.get());
        }
        Session revised = command.revises() == null ? null : found(command.revises());
        Session named = command.session() == null ? null : found(command.session());
        Skill skill = agents.skill(skillOf(command, revised == null ? named : revised));
        RunInput input = inputOf(command, revised == null ? named : revised);
        Predecessor predecessor = revised == null ? null : revised.revise();
        requireReadable(agents.files(skill, input));
        return stores.unitOfWork().execute(() -> {
            Optional<Session> waiting = predecessor == null ? waiting(command, skill, input) : Optional.empty();
            Session session = waiting.orElseGet(() -> Session.create(
                    ids.next(), skill.name(), skill.agent(), input, command.actor(), predecessor, clock.instant()));
            Optional<SessionId> earlier =
                    idempotency.claim(command.idempotencyKey(), command.actor(), "run", request(command), session.id());
            if (earlier.isPresent()) {
                return found(earlier.get());
            }
            Transition running = session.run(command.options(), clock.instant());
            if (waiting.isPresent()) {
                stores.sessions().update(running.session(), session.version());
            } else {
                stores.sessions().insert(running.session());
            }
            stores.runs().enqueue(session.id());
            return running.session();
        });
    }

    /** A session that is named or revised brings its skill; a request that has one has to have the same. */
    private static SkillName skillOf(RunAgent.Command command, @Nullable Session given) {
        if (given == null || given.skill().equals(command.skill())) {
            return Objects.requireNonNull(command.skill());
        }
        if (command.skill() == null) {
            return given.skill();
        }
        throw Failure.invalid(
                        "skill",
                        given.skill().value(),
                        "Invalid input: " + given.id() + " is a session of skill '" + given.skill() + "'")
                .asException();
    }

    /** A session that is named or revised brings its own input where the request has none. */
    private static RunInput inputOf(RunAgent.Command command, @Nullable Session given) {
        return given == null || !command.input().equals(RunInput.EMPTY) ? command.input() : given.input();
    }

    private Optional<Session> waiting(RunAgent.Command command, Skill skill, RunInput input) {
        SessionId named = command.session();
        if (named == null) {
            return stores.sessions().findOldestCreated(skill.name(), input, command.actor());
        }
        Session session = stores.sessions()
                .findForUpdate(named)
                .orElseThrow(() -> Failure.notFound("session", named.value()).asException());
        if (!session.input().fingerprint().equals(input.fingerprint())) {
            throw Failure.invalid(
                            "input",
                            "the session's own input, or none",
                            "Invalid input: " + named + " was created with another input")
                    .asException();
        }
        return Optional.of(session);
    }

    private static String request(CreateSession.Command command) {
        return command.skill() + "\n" + command.input().fingerprint();
    }

    private static String request(RunAgent.Command command) {
        return command.skill() + "\n" + command.input().fingerprint() + "\n" + command.options() + "\n"
                + command.session()
                + (command.revises() == null ? "" : "\n" + command.revises());
    }

    private Session found(SessionId id) {
        return stores.sessions().find(id).orElseThrow(() -> Failure.notFound("session", id.value())
                .asException());
    }

    private void requireReadable(List<WorkspacePath> files) {
        for (int i = 0; i < files.size(); i++) {
            WorkspacePath file = files.get(i);
            if (workspace.read(file, maxInputBytes).isEmpty()) {
                Map<String, Object> details = new LinkedHashMap<>();
                details.put("field", "input.files[" + i + "]");
                details.put("expected", "path of a file in the workspace");
                details.put("path", file.value());
                String advice = agents.writerOf(file)
                        .map(skill -> "; run the skill '" + skill.name() + "' first, which proposes it")
                        .orElse("");
                throw new Failure(
                                FailureKind.VALIDATION,
                                "Invalid input: there is no file '" + file + "' in the workspace" + advice,
                                details)
                        .asException();
            }
        }
    }
}
