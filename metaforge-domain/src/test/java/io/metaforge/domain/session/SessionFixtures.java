package io.metaforge.domain.session;

import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.approval.Verdict;
import io.metaforge.domain.artifact.Change;
import io.metaforge.domain.artifact.ChangeSet;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.ProposedArtifact;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.skill.AgentName;
import io.metaforge.domain.skill.SkillName;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** One session in every state, led there by its verbs. */
final class SessionFixtures {

    static final Instant CREATED_AT = Instant.parse("2024-02-03T10:30:00Z");
    static final Instant LATER = Instant.parse("2024-02-03T10:35:00Z");
    static final SessionId ID = new SessionId("session-01hnq3q5000000000000000000");
    static final Actor ALICE = new Actor("alice");
    static final Failure BROKEN = new Failure(FailureKind.AGENT, "The agent broke");
    static final ChangeSet PROPOSAL =
            ChangeSet.of("spec", "1.0.0", List.of(), List.of(created("constraints.json"), created("assumptions.md")));

    private SessionFixtures() {}

    static ProposedArtifact created(String path) {
        return new ProposedArtifact(new WorkspacePath(path), Change.CREATE, path.length(), Digest.of(path), null, 1, 0);
    }

    static Decision approval(String... paths) {
        return new Decision(
                Verdict.APPROVED,
                ALICE,
                "LGTM",
                PROPOSAL.digest(),
                Arrays.stream(paths).map(WorkspacePath::new).toList(),
                LATER);
    }

    static Decision approval() {
        return approval("assumptions.md", "constraints.json");
    }

    static Decision rejection() {
        return new Decision(
                Verdict.REJECTED, ALICE, "Need to revise power requirements", PROPOSAL.digest(), List.of(), LATER);
    }

    static Session in(SessionStatus status) {
        return switch (status) {
            case CREATED ->
                Session.create(
                        ID,
                        new SkillName("spec"),
                        new AgentName("requirements"),
                        RunInput.ofFiles("PRD.md"),
                        ALICE,
                        CREATED_AT);
            case RUNNING ->
                in(SessionStatus.CREATED).run(RunOptions.DEFAULT, CREATED_AT).session();
            case PENDING_APPROVAL ->
                in(SessionStatus.RUNNING).propose(PROPOSAL, LATER).session();
            case APPLYING ->
                in(SessionStatus.PENDING_APPROVAL).approve(approval(), LATER).session();
            case COMPLETED -> in(SessionStatus.RUNNING).finish(LATER).session();
            case APPROVED -> in(SessionStatus.APPLYING).applied(LATER).session();
            case REJECTED ->
                in(SessionStatus.PENDING_APPROVAL).reject(rejection(), LATER).session();
            case FAILED -> in(SessionStatus.RUNNING).fail(BROKEN, LATER).session();
            case CANCELLED -> in(SessionStatus.CREATED).cancel(ALICE, LATER).session();
        };
    }
}
