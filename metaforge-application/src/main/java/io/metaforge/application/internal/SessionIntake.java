package io.metaforge.application.internal;

import io.metaforge.application.port.in.CreateSession;
import io.metaforge.application.port.in.RunAgent;
import io.metaforge.application.port.out.IdGenerator;
import io.metaforge.application.port.out.Stores;
import io.metaforge.application.port.out.Workspace;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.Transition;
import io.metaforge.domain.skill.Skill;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        Skill skill = agents.skill(command.skill());
        requireReadable(agents.files(skill, inputToRead(command)));
        return stores.unitOfWork().execute(() -> {
            Optional<Session> waiting = waiting(command);
            Session session = waiting.orElseGet(() -> Session.create(
                    ids.next(), skill.name(), skill.agent(), command.input(), command.actor(), clock.instant()));
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

    /** A named session brings its own input where the request has none. */
    private RunInput inputToRead(RunAgent.Command command) {
        SessionId named = command.session();
        return named == null || !command.input().equals(RunInput.EMPTY)
                ? command.input()
                : found(named).input();
    }

    private Optional<Session> waiting(RunAgent.Command command) {
        SessionId named = command.session();
        if (named == null) {
            return stores.sessions().findOldestCreated(command.skill(), command.input(), command.actor());
        }
        Session session = stores.sessions()
                .findForUpdate(named)
                .orElseThrow(() -> Failure.notFound("session", named.value()).asException());
        if (!session.skill().equals(command.skill())) {
            throw Failure.invalid(
                            "skill",
                            session.skill().value(),
                            "Invalid input: " + named + " is a session of skill '" + session.skill() + "'")
                    .asException();
        }
        if (!command.input().equals(RunInput.EMPTY)
                && !session.input().fingerprint().equals(command.input().fingerprint())) {
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
                + command.session();
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
