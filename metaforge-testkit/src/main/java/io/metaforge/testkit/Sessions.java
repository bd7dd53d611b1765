package io.metaforge.testkit;

import io.metaforge.application.ids.UuidV7Ids;
import io.metaforge.application.port.out.IdGenerator;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.approval.Verdict;
import io.metaforge.domain.artifact.Change;
import io.metaforge.domain.artifact.ChangeSet;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.InputFile;
import io.metaforge.domain.artifact.ProposedArtifact;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.session.Warning;
import io.metaforge.domain.skill.AgentName;
import io.metaforge.domain.skill.SkillName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes sessions in every state, by the verbs that lead there.
 *
 * <p>Whatever happens to them happens one second and one microsecond after the last thing that did, so that their times
 * order them. Thread-safe.
 */
public final class Sessions {

    /** The skill of the sessions made here. */
    public static final SkillName SKILL = new SkillName("spec");

    /** The agent of the sessions made here. */
    public static final AgentName AGENT = new AgentName("requirements");

    /** Who creates them and decides over them. */
    public static final Actor ACTOR = new Actor("Zoë 技術者");

    private static final Duration STEP = Duration.ofNanos(1_000_001_000);

    private final MutableClock clock;
    private final IdGenerator ids;

    /** Makes sessions from the time of the API reference on. */
    public Sessions() {
        this(new MutableClock());
    }

    /** Makes sessions from the time of {@code clock} on, which is advanced by what happens. */
    public Sessions(MutableClock clock) {
        this.clock = clock;
        this.ids = new UuidV7Ids(clock);
    }

    /** Lets a moment pass and returns the time after it, to the microsecond. */
    public Instant tick() {
        return clock.advance(STEP);
    }

    /** Returns the id of a session that does not exist. */
    public SessionId unknownId() {
        return ids.next();
    }

    /** Returns a session that waits to be run, with a file and no arguments. */
    public Session created() {
        return created(RunInput.ofFiles("PRD.md"));
    }

    /** Returns a session that waits to be run. */
    public Session created(RunInput input) {
        return created(SKILL, input, ACTOR);
    }

    /** Returns a session that waits to be run. */
    public Session created(SkillName skill, RunInput input, Actor createdBy) {
        Instant now = tick();
        return Session.create(ids.next(), skill, AGENT, input, createdBy, now);
    }

    /** Returns a session that queues. */
    public Session queued() {
        return created().run(new RunOptions(0.3, true), tick()).session();
    }

    /** Returns a session that executes for the first time. */
    public Session running() {
        return queued().start(tick()).session();
    }

    /** Returns a session that waits for a decision over {@link #proposal()}. */
    public Session pendingApproval() {
        return running().propose(proposal(), tick()).session();
    }

    /** Returns a session of which all files are approved and being written. */
    public Session applying() {
        Session pending = pendingApproval();
        return pending.approve(approval(pending, "LGTM"), tick()).session();
    }

    /** Returns a session that had nothing to write. */
    public Session completed() {
        return running().finish(tick()).session();
    }

    /** Returns a session of which all files are in the workspace. */
    public Session approved() {
        return applying().applied(tick()).session();
    }

    /** Returns a session that was turned down. */
    public Session rejected() {
        Session pending = pendingApproval();
        return pending.reject(rejection(pending, "Need to revise power requirements"), tick())
                .session();
    }

    /** Returns a session that queues to revise {@code rejected}. */
    public Session revising(Session rejected) {
        Instant now = tick();
        return Session.create(ids.next(), SKILL, AGENT, rejected.input(), ACTOR, rejected.revise(), now)
                .run(RunOptions.DEFAULT, tick())
                .session();
    }

    /** Returns a session that revises {@code rejected} and was turned down in its turn, with every kind of warning. */
    public Session rejectedAgain(Session rejected, String reason) {
        Session pending = revising(rejected)
                .start(tick())
                .session()
                .warn(List.of(
                        new Warning(
                                Warning.Kind.STALE_INPUT,
                                "constraints.json is stale: Größe µA.md changed",
                                new WorkspacePath("constraints.json"),
                                rejected.id()),
                        new Warning(Warning.Kind.REPEATED_PROPOSAL, "the same as before", null, null)))
                .propose(proposal(), tick())
                .session();
        return pending.reject(rejection(pending, reason), tick()).session();
    }

    /** Returns a session whose run failed with {@link #failure()}. */
    public Session failed() {
        return running().fail(failure(), tick()).session();
    }

    /** Returns a session that was called off while it ran. */
    public Session cancelled() {
        return running().cancel(ACTOR, tick()).session();
    }

    /** Returns a session in {@code status}. */
    public Session in(SessionStatus status) {
        return switch (status) {
            case CREATED -> created();
            case RUNNING -> running();
            case PENDING_APPROVAL -> pendingApproval();
            case APPLYING -> applying();
            case COMPLETED -> completed();
            case APPROVED -> approved();
            case REJECTED -> rejected();
            case FAILED -> failed();
            case CANCELLED -> cancelled();
        };
    }

    /** Returns one session in each status, in the order of the statuses. */
    public List<Session> inEveryStatus() {
        List<Session> sessions = new ArrayList<>();
        for (SessionStatus status : SessionStatus.values()) {
            sessions.add(in(status));
        }
        return sessions;
    }

    /** Approves everything that {@code pending} proposes. */
    public Decision approval(Session pending, @Nullable String comment) {
        ChangeSet proposal = pending.proposal().orElseThrow();
        return new Decision(Verdict.APPROVED, ACTOR, comment, proposal.digest(), proposal.paths(), tick());
    }

    /** Rejects what {@code pending} proposes. */
    public Decision rejection(Session pending, String reason) {
        ChangeSet proposal = pending.proposal().orElseThrow();
        return new Decision(Verdict.REJECTED, ACTOR, reason, proposal.digest(), List.of(), tick());
    }

    /** Returns a proposal that creates a file, changes one whose name is not ASCII, and deletes one. */
    public static ChangeSet proposal() {
        Digest old = Digest.of("old");
        return ChangeSet.of(
                SKILL.value(),
                "1.0.0",
                List.of(new InputFile(new WorkspacePath("PRD.md"), 3, old)),
                List.of(
                        new ProposedArtifact(
                                new WorkspacePath("constraints.json"),
                                Change.CREATE,
                                2048,
                                Digest.of("new"),
                                null,
                                50,
                                0),
                        new ProposedArtifact(
                                new WorkspacePath("docs/Größe µA Ω 🔌.md"),
                                Change.MODIFY,
                                5_000_000_000L,
                                Digest.of("newer"),
                                old,
                                85,
                                7),
                        new ProposedArtifact(new WorkspacePath("old/notes.txt"), Change.DELETE, 0, null, old, 0, 3)));
    }

    /** Returns a failure whose message is not ASCII and whose details hold every JSON type. */
    public static Failure failure() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("tool", "ngspice");
        details.put("exit_code", 1);
        details.put("bytes", 5_000_000_000L);
        details.put("seconds", 0.25);
        details.put("retried", true);
        details.put("nodes", List.of("n1", "µ", List.of(1, 2)));
        details.put("limits", Map.of("voltage", Map.of("max", 3.3)));
        return new Failure(FailureKind.TOOL, "ngspice: “timestep too small” at 1 µs ⚡", details);
    }
}
