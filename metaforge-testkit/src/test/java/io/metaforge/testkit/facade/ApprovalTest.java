package io.metaforge.testkit.facade;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.agent.Proposal;
import io.metaforge.application.port.in.ApproveSession;
import io.metaforge.application.port.in.IdempotencyKey;
import io.metaforge.application.port.in.RejectSession;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.approval.AuditEntry;
import io.metaforge.domain.approval.Verdict;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.testkit.ScriptedAgent;
import io.metaforge.testkit.Sessions;
import io.metaforge.testkit.TestGateway;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deciding over proposals, and what is in the workspace after. */
class ApprovalTest {

    private static final Actor ZOE = new Actor("Zoë");

    private final ScriptedAgent editor = ScriptedAgent.following("edit", context -> Proposal.builder()
            .write(new WorkspacePath("docs/created.md"), "created\n")
            .write(new WorkspacePath("changed.md"), "one\ntwo\n")
            .write(new WorkspacePath("same.md"), "same\n")
            .delete(new WorkspacePath("deleted.md"))
            .delete(new WorkspacePath("never-there.md"))
            .build());

    @RegisterExtension
    final TestGateway gateway = TestGateway.of(
            editor,
            ScriptedAgent.idle("idle"),
            ScriptedAgent.writing("auto", "auto.md", "auto\n").approvedAutomatically());

    @SuppressWarnings("NullAway.Init")
    private Session pending;

    @BeforeEach
    void propose() {
        gateway.workspace().put("changed.md", "one\n");
        gateway.workspace().put("same.md", "same\n");
        gateway.workspace().put("deleted.md", "old\n");
        pending = gateway.runToEnd("edit");
    }

    @Nested
    class Proposing {

        @Test
        void writesNothing() {
            assertThat(pending.status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
            assertUntouched();
        }

        @Test
        void leavesOutFilesThatAreAsProposedAlready() {
            assertThat(pending.proposal().orElseThrow().paths())
                    .extracting(WorkspacePath::value)
                    .containsExactly("changed.md", "deleted.md", "docs/created.md");
        }

        @Test
        void completesAtOnceWhereEverythingIsAsProposedAlready() {
            gateway.approve(pending.id());

            assertThat(gateway.runToEnd("edit").status()).isEqualTo(SessionStatus.COMPLETED);
        }

        @Test
        void countsAndShowsTheChangedLines() {
            assertThat(pending.proposal().orElseThrow().artifacts())
                    .extracting(artifact -> artifact.path() + " " + artifact.diffStat())
                    .containsExactly("changed.md +1 -0", "deleted.md +0 -1", "docs/created.md +1 -0");
            assertThat(gateway.metaForge().sessions().diff(pending.id()))
                    .contains("--- a/changed.md", "+++ b/changed.md", "+two", "-old", "+created");
        }

        @Test
        void offersTheProposedBytes() {
            byte[] bytes = gateway.metaForge().sessions().artifact(pending.id(), new WorkspacePath("docs/created.md"));

            assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("created\n");
            assertThat(Failures.of(() -> gateway.metaForge()
                                    .sessions()
                                    .artifact(pending.id(), new WorkspacePath("deleted.md")))
                            .kind())
                    .isEqualTo(FailureKind.NOT_FOUND);
            assertThat(Failures.of(() ->
                                    gateway.metaForge().sessions().artifact(pending.id(), new WorkspacePath("same.md")))
                            .kind())
                    .isEqualTo(FailureKind.NOT_FOUND);
        }
    }

    @Nested
    class Approving {

        @Test
        void writesEverythingAndRecordsTheDecision() {
            Session approved = approve(command(pending.id(), "LGTM", null));

            assertThat(approved.status()).isEqualTo(SessionStatus.APPROVED);
            assertThat(gateway.session(pending.id())).isEqualTo(approved);
            assertApplied();
            assertThat(audit()).singleElement().satisfies(entry -> {
                assertThat(entry.sessionId()).isEqualTo(pending.id().value());
                assertThat(entry.decision().actor()).isEqualTo(ZOE);
                assertThat(entry.decision().comment()).isEqualTo("LGTM");
                assertThat(entry.decision().digest())
                        .isEqualTo(pending.proposal().orElseThrow().digest());
            });
            RecordedEvent last = lastEvent();
            assertThat(last.name()).isEqualTo("approval.approved");
            assertThat(last.data())
                    .containsEntry("status", "approved")
                    .containsEntry("actor", "Zoë")
                    .containsEntry("comment", "LGTM")
                    .containsEntry("artifacts", List.of("changed.md", "deleted.md", "docs/created.md"));
        }

        @Test
        void changesNothingTheSecondTime() {
            Session approved = approve(command(pending.id(), "LGTM", null));
            gateway.workspace().put("changed.md", "edited after the approval\n");

            assertThat(approve(command(pending.id(), "again", null))).isEqualTo(approved);
            assertHolds("changed.md", "edited after the approval\n");
            assertThat(audit()).hasSize(1);
        }

        @Test
        void hasNoSecondEffectWithTheSameIdempotencyKey() {
            ApproveSession.Command command =
                    new ApproveSession.Command(pending.id(), ZOE, null, null, null, new IdempotencyKey("key"));

            assertThat(approve(command)).isEqualTo(approve(command));
            assertThat(audit()).hasSize(1);
        }

        @Test
        void refusesAnIdempotencyKeyThatWasUsedForAnotherRequest() {
            gateway.metaForge()
                    .rejectSession()
                    .reject(new RejectSession.Command(
                            gateway.runToEnd("edit").id(), ZOE, "no", null, new IdempotencyKey("key")));

            assertConflict(new ApproveSession.Command(pending.id(), ZOE, null, null, null, new IdempotencyKey("key")));
            assertStillPending();
        }

        @Test
        void hasOneOutcomeForManyCallers() throws Exception {
            List<Session> answers = Callers.together(16, number -> gateway.approve(pending.id()));

            assertThat(answers).containsOnly(gateway.session(pending.id()));
            assertApplied();
            assertThat(audit()).hasSize(1);
            assertThat(events())
                    .filteredOn(name -> name.startsWith("approval."))
                    .hasSize(1);
        }

        @Test
        void hasOneOutcomeWhenOthersRejectAtTheSameMoment() throws Exception {
            List<Optional<Failure>> refusals = Callers.together(16, number -> {
                try {
                    if (number % 2 == 0) {
                        gateway.approve(pending.id());
                    } else {
                        gateway.reject(pending.id(), "no");
                    }
                    return Optional.empty();
                } catch (MetaForgeException e) {
                    return Optional.of(e.failure());
                }
            });

            SessionStatus outcome = gateway.session(pending.id()).status();
            assertThat(outcome).isIn(SessionStatus.APPROVED, SessionStatus.REJECTED);
            int loser = outcome == SessionStatus.APPROVED ? 1 : 0;
            for (int number = 0; number < 16; number++) {
                if (number % 2 == loser) {
                    assertThat(refusals.get(number).map(Failure::kind)).contains(FailureKind.CONFLICT);
                } else {
                    assertThat(refusals.get(number)).isEmpty();
                }
            }
            if (outcome == SessionStatus.APPROVED) {
                assertApplied();
            } else {
                assertUntouched();
            }
            assertThat(audit()).hasSize(1);
        }

        @Test
        void refusesWhatIsNotPending() {
            gateway.reject(pending.id(), "no");
            SessionId created = gateway.create("edit").id();
            SessionId completed = gateway.runToEnd("idle").id();

            for (SessionId session : List.of(pending.id(), created, completed)) {
                assertConflict(command(session, null, null));
            }
            assertThat(Failures.of(() -> gateway.approve(new Sessions().unknownId()))
                            .kind())
                    .isEqualTo(FailureKind.NOT_FOUND);
            assertUntouched();
        }
    }

    @Nested
    class ApprovingWhatWasReviewed {

        @Test
        void acceptsTheDigestOfTheProposal() {
            Digest digest = pending.proposal().orElseThrow().digest();

            assertThat(approve(command(pending.id(), null, digest)).status()).isEqualTo(SessionStatus.APPROVED);
        }

        @Test
        void refusesAnotherDigest() {
            assertThat(assertConflict(command(pending.id(), null, Digest.of("something else")))
                            .details())
                    .containsEntry(
                            "pending_digest",
                            pending.proposal().orElseThrow().digest().hex());
            assertStillPending();
        }

        @Test
        void refusesARepeatedApprovalOfAnotherDigest() {
            gateway.approve(pending.id());

            assertConflict(command(pending.id(), null, Digest.of("something else")));
        }

        @Test
        void givesEqualProposalsEqualDigests() {
            Session again = gateway.runToEnd("edit");

            assertThat(again.proposal()).isEqualTo(pending.proposal());
        }
    }

    @Nested
    class ApprovingInPart {

        @Test
        void writesOnlyTheNamedFiles() {
            Session approved = approve(partial("docs/created.md", "changed.md"));

            assertThat(approved.status()).isEqualTo(SessionStatus.APPROVED);
            assertThat(approved.decision().orElseThrow().approved())
                    .extracting(WorkspacePath::value)
                    .containsExactly("changed.md", "docs/created.md");
            assertHolds("docs/created.md", "created\n");
            assertHolds("changed.md", "one\ntwo\n");
            assertHolds("deleted.md", "old\n");
            assertThat(lastEvent().data()).containsEntry("artifacts", List.of("changed.md", "docs/created.md"));
        }

        @Test
        void refusesFilesThatAreNotProposed() {
            assertThat(Failures.of(() -> approve(partial("changed.md", "other.md")))
                            .kind())
                    .isEqualTo(FailureKind.VALIDATION);
            assertStillPending();
        }

        @Test
        void refusesARepeatedApprovalOfOtherFiles() {
            approve(partial("changed.md"));

            assertThat(approve(partial("changed.md")).status()).isEqualTo(SessionStatus.APPROVED);
            assertConflict(partial("changed.md", "deleted.md"));
            assertHolds("deleted.md", "old\n");
        }

        @Test
        void doesNotMindChangesOfFilesThatAreNotApproved() {
            gateway.workspace().put("deleted.md", "edited by hand\n");

            approve(partial("changed.md"));

            assertHolds("changed.md", "one\ntwo\n");
            assertHolds("deleted.md", "edited by hand\n");
        }
    }

    @Nested
    class ApprovingTooLate {

        @Test
        void leavesAHandEditAloneAndWritesNothing() {
            gateway.workspace().put("changed.md", "edited by hand\n");

            Failure failure = assertConflict(command(pending.id(), null, null));

            assertThat(failure.details()).containsEntry("paths", List.of("changed.md"));
            assertHolds("changed.md", "edited by hand\n");
            assertHolds("docs/created.md", null);
            assertHolds("deleted.md", "old\n");
            assertThat(gateway.session(pending.id()).status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
            assertThat(audit()).isEmpty();
            assertThat(events()).doesNotContain("approval.approved");
        }

        @Test
        void canBeRepeatedOnceTheFileIsPutBack() {
            gateway.workspace().put("changed.md", "edited by hand\n");
            assertConflict(command(pending.id(), null, null));
            gateway.workspace().put("changed.md", "one\n");

            gateway.approve(pending.id());
            assertApplied();
        }

        @Test
        void canBeRepeatedWithTheSameIdempotencyKeyOnceTheFileIsPutBack() {
            ApproveSession.Command command =
                    new ApproveSession.Command(pending.id(), ZOE, null, null, null, new IdempotencyKey("key"));
            gateway.workspace().put("changed.md", "edited by hand\n");
            assertConflict(command);
            gateway.workspace().put("changed.md", "one\n");

            assertThat(approve(command).status()).isEqualTo(SessionStatus.APPROVED);
        }

        @Test
        void canStillBeRejected() {
            gateway.workspace().put("changed.md", "edited by hand\n");
            assertConflict(command(pending.id(), null, null));

            assertThat(gateway.reject(pending.id(), "stale").status()).isEqualTo(SessionStatus.REJECTED);
        }

        @Test
        void letsOneOfTwoCompetingProposalsThrough() throws Exception {
            Session rival = gateway.runToEnd("edit");
            gateway.approve(rival.id());
            gateway.workspace().put("changed.md", "and on\n");

            assertConflict(command(pending.id(), null, null));
            assertHolds("changed.md", "and on\n");
        }
    }

    @Nested
    class Rejecting {

        @Test
        void writesNothingAndRecordsTheReason() {
            Session rejected = gateway.reject(pending.id(), "Need to revise power requirements");

            assertThat(rejected.status()).isEqualTo(SessionStatus.REJECTED);
            assertUntouched();
            assertThat(audit()).singleElement().satisfies(entry -> {
                assertThat(entry.decision().verdict()).isEqualTo(Verdict.REJECTED);
                assertThat(entry.decision().comment()).isEqualTo("Need to revise power requirements");
            });
            assertThat(lastEvent().name()).isEqualTo("approval.rejected");
            assertThat(lastEvent().data()).containsEntry("reason", "Need to revise power requirements");
        }

        @Test
        void changesNothingTheSecondTimeForTheSameReason() {
            Session rejected = gateway.reject(pending.id(), "no");

            assertThat(gateway.reject(pending.id(), "no")).isEqualTo(rejected);
            assertThat(audit()).hasSize(1);
        }

        @Test
        void refusesAnotherReasonAnotherDigestAndWhatIsNotPending() {
            assertThat(rejection(pending.id(), "no", Digest.of("something else"))
                            .kind())
                    .isEqualTo(FailureKind.CONFLICT);
            gateway.reject(pending.id(), "no");
            assertThat(rejection(pending.id(), "never", null).kind()).isEqualTo(FailureKind.CONFLICT);

            Session approved = gateway.approve(gateway.runToEnd("edit").id());
            assertThat(rejection(approved.id(), "no", null).kind()).isEqualTo(FailureKind.CONFLICT);
            assertThat(rejection(gateway.create("edit").id(), "no", null).kind())
                    .isEqualTo(FailureKind.CONFLICT);
            assertThat(rejection(new Sessions().unknownId(), "no", null).kind()).isEqualTo(FailureKind.NOT_FOUND);
        }

        private Failure rejection(SessionId session, String reason, @Nullable Digest digest) {
            return Failures.of(() -> gateway.metaForge()
                    .rejectSession()
                    .reject(new RejectSession.Command(session, ZOE, reason, digest, null)));
        }
    }

    @Nested
    class ApprovingByPolicy {

        @Test
        void appliesAsSoonAsTheProposalIsThere() {
            Session run = gateway.run("auto");
            org.awaitility.Awaitility.await()
                    .until(() -> gateway.session(run.id()).status() == SessionStatus.APPROVED);

            assertHolds("auto.md", "auto\n");
            assertThat(audit())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.decision().actor()).isEqualTo(Actor.GATEWAY));
        }
    }

    private Session approve(ApproveSession.Command command) {
        return gateway.metaForge().approveSession().approve(command);
    }

    private static ApproveSession.Command command(
            SessionId session, @Nullable String comment, @Nullable Digest digest) {
        return new ApproveSession.Command(session, ZOE, comment, digest, null, null);
    }

    private ApproveSession.Command partial(String... paths) {
        List<WorkspacePath> artifacts =
                Arrays.stream(paths).map(WorkspacePath::new).toList();
        return new ApproveSession.Command(pending.id(), ZOE, null, null, artifacts, null);
    }

    private Failure assertConflict(ApproveSession.Command command) {
        Failure failure = Failures.of(() -> approve(command));
        assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
        return failure;
    }

    private List<AuditEntry> audit() {
        return gateway.metaForge().system().audit(100, 0);
    }

    private List<String> events() {
        return gateway.metaForge().events().history(pending.id(), 0, 100).stream()
                .map(RecordedEvent::name)
                .toList();
    }

    private RecordedEvent lastEvent() {
        List<RecordedEvent> history = gateway.metaForge().events().history(pending.id(), 0, 100);
        return history.get(history.size() - 1);
    }

    private void assertStillPending() {
        assertThat(gateway.session(pending.id())).isEqualTo(pending);
        assertUntouched();
        assertThat(audit())
                .noneMatch(entry -> entry.sessionId().equals(pending.id().value()));
    }

    private void assertUntouched() {
        assertFiles(Map.of("changed.md", "one\n", "deleted.md", "old\n", "same.md", "same\n"));
    }

    private void assertApplied() {
        assertFiles(Map.of("changed.md", "one\ntwo\n", "docs/created.md", "created\n", "same.md", "same\n"));
    }

    private void assertFiles(Map<String, String> files) {
        assertThat(gateway.workspace().paths()).containsExactlyInAnyOrderElementsOf(files.keySet());
        files.forEach(this::assertHolds);
    }

    private void assertHolds(String path, @Nullable String content) {
        assertThat(gateway.workspace().get(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8)))
                .as(path)
                .isEqualTo(Optional.ofNullable(content));
    }
}
