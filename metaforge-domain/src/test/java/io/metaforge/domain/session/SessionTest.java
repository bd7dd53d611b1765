package io.metaforge.domain.session;

import static io.metaforge.domain.session.SessionFixtures.ALICE;
import static io.metaforge.domain.session.SessionFixtures.BROKEN;
import static io.metaforge.domain.session.SessionFixtures.CREATED_AT;
import static io.metaforge.domain.session.SessionFixtures.LATER;
import static io.metaforge.domain.session.SessionFixtures.PROPOSAL;
import static io.metaforge.domain.session.SessionFixtures.approval;
import static io.metaforge.domain.session.SessionFixtures.in;
import static io.metaforge.domain.session.SessionFixtures.rejection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.approval.Verdict;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.IllegalTransition;
import io.metaforge.domain.failure.MetaForgeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SessionTest {

    @Nested
    class Deciding {

        @Test
        void isRefusedOverAnotherProposalThanThePendingOne() {
            Decision stale = new Decision(
                    Verdict.APPROVED,
                    ALICE,
                    null,
                    Digest.of("an earlier proposal"),
                    List.of(new WorkspacePath("constraints.json")),
                    LATER);
            Decision staleRejection =
                    new Decision(Verdict.REJECTED, ALICE, null, Digest.of("an earlier proposal"), List.of(), LATER);

            assertFailure(FailureKind.CONFLICT, () -> in(SessionStatus.PENDING_APPROVAL)
                    .approve(stale, LATER));
            assertFailure(FailureKind.CONFLICT, () -> in(SessionStatus.PENDING_APPROVAL)
                    .reject(staleRejection, LATER));
        }

        @Test
        void isRefusedOverFilesThatWereNotProposed() {
            assertFailure(FailureKind.VALIDATION, () -> in(SessionStatus.PENDING_APPROVAL)
                    .approve(approval("constraints.json", "other.md"), LATER));
        }

        @Test
        void canApproveAPart() {
            Session session = in(SessionStatus.PENDING_APPROVAL)
                    .approve(approval("constraints.json"), LATER)
                    .session();

            assertThat(session.decision().orElseThrow().approved())
                    .containsExactly(new WorkspacePath("constraints.json"));
            assertThat(session.proposal()).contains(PROPOSAL);
        }

        @Test
        void withTheOtherVerdictIsABug() {
            Session pending = in(SessionStatus.PENDING_APPROVAL);

            assertThatThrownBy(() -> pending.approve(rejection(), LATER)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> pending.reject(approval(), LATER)).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void againIsPossibleAfterAConflict() {
            Session pendingAgain = in(SessionStatus.APPLYING).conflict(LATER).session();

            assertThat(pendingAgain.decision()).isEmpty();
            assertThat(pendingAgain.approve(approval(), LATER).session().status())
                    .isEqualTo(SessionStatus.APPLYING);
        }

        @Test
        void takenBackWhereNobodyWaitsTellsWhy() {
            Transition takenBack = in(SessionStatus.APPLYING).conflict("changed by hand", LATER);

            assertThat(takenBack.session().status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
            assertThat(takenBack.events()).singleElement().satisfies(event -> {
                assertThat(event.name()).isEqualTo("agent.progress");
                assertThat(event.data()).containsEntry("message", "changed by hand");
            });
        }

        private void assertFailure(FailureKind kind, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
            assertThatThrownBy(call).isInstanceOfSatisfying(MetaForgeException.class, e -> assertThat(
                            e.failure().kind())
                    .isEqualTo(kind));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyStateShowsWhatItHas(SessionStatus status) {
        Session session = in(status);
        Set<SessionStatus> withProposal = EnumSet.of(
                SessionStatus.PENDING_APPROVAL, SessionStatus.APPLYING, SessionStatus.APPROVED, SessionStatus.REJECTED);
        Set<SessionStatus> withDecision =
                EnumSet.of(SessionStatus.APPLYING, SessionStatus.APPROVED, SessionStatus.REJECTED);

        assertThat(session.proposal().isPresent()).isEqualTo(withProposal.contains(status));
        assertThat(session.decision().isPresent()).isEqualTo(withDecision.contains(status));
        assertThat(session.failure().isPresent()).isEqualTo(status == SessionStatus.FAILED);
    }

    @Test
    void everyStartCountsAsAnAttempt() {
        Session once = in(SessionStatus.RUNNING).start(LATER).session();
        Session twice = once.start(LATER).session();

        assertThat(in(SessionStatus.RUNNING).state()).isEqualTo(new SessionState.Running(0));
        assertThat(once.state()).isEqualTo(new SessionState.Running(1));
        assertThat(twice.state()).isEqualTo(new SessionState.Running(2));
    }

    @Test
    void anAttemptThatWasBrokenOffDoesNotCount() {
        Session twice =
                in(SessionStatus.RUNNING).start(LATER).session().start(LATER).session();

        Transition brokenOff = twice.breakOff(2, LATER);

        assertThat(brokenOff.session().state()).isEqualTo(new SessionState.Running(1));
        assertThat(brokenOff.session().version()).isEqualTo(twice.version() + 1);
        assertThat(brokenOff.events()).isEmpty();
    }

    @Test
    void onlyTheAttemptUnderWayCanBeBrokenOff() {
        Session twice =
                in(SessionStatus.RUNNING).start(LATER).session().start(LATER).session();

        assertThatThrownBy(() -> twice.breakOff(1, LATER)).isInstanceOf(IllegalTransition.class);
        assertThatThrownBy(() -> in(SessionStatus.RUNNING).breakOff(0, LATER)).isInstanceOf(IllegalTransition.class);
        assertThatThrownBy(() -> in(SessionStatus.COMPLETED).breakOff(1, LATER))
                .hasMessageStartingWith("Cannot break off")
                .hasMessageEndingWith("it is completed");
    }

    @Test
    void runKeepsTheOptions() {
        RunOptions options = new RunOptions(0.3, true);

        assertThat(in(SessionStatus.CREATED).run(options, LATER).session().options())
                .isEqualTo(options);
    }

    @Test
    void aClockThatIsSetBackDoesNotTakeHistoryBack() {
        Instant earlier = CREATED_AT.minusSeconds(3600);

        Session running =
                in(SessionStatus.CREATED).run(RunOptions.DEFAULT, earlier).session();
        assertThat(running.updated()).isEqualTo(CREATED_AT);
        assertThat(running.fail(BROKEN, earlier).session().updated()).isEqualTo(CREATED_AT);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5", "-1, 0", "2, 1", "NaN, 0", "Infinity, 1", "-0.0, 0.0"})
    void progressStaysBetweenZeroAndOne(double reported, double recorded) {
        assertThat(in(SessionStatus.RUNNING).progress(reported, "x").data()).containsEntry("progress", recorded);
    }

    @ParameterizedTest
    @EnumSource
    void onlyTerminalStatesRefuseEveryVerb(SessionStatus status) {
        assertThat(status.isTerminal())
                .isEqualTo(EnumSet.of(
                                SessionStatus.COMPLETED,
                                SessionStatus.APPROVED,
                                SessionStatus.REJECTED,
                                SessionStatus.FAILED,
                                SessionStatus.CANCELLED)
                        .contains(status));
    }

    @Test
    void clientsKnowEightStatuses() {
        assertThat(SessionStatus.values())
                .extracting(SessionStatus::wireName)
                .containsExactly(
                        "created",
                        "running",
                        "pending_approval",
                        "pending_approval",
                        "completed",
                        "approved",
                        "rejected",
                        "failed",
                        "cancelled");
        assertThat(SessionStatus.ofWireName("pending_approval")).contains(SessionStatus.PENDING_APPROVAL);
        assertThat(SessionStatus.ofWireName("applying")).isEmpty();
        assertThat(SessionStatus.ofWireName("RUNNING")).isEmpty();
        for (SessionStatus status : SessionStatus.values()) {
            assertThat(SessionStatus.ofWireName(status.wireName()))
                    .contains(status == SessionStatus.APPLYING ? SessionStatus.PENDING_APPROVAL : status);
        }
    }

    @ParameterizedTest
    @CsvSource({"-0.1", "2.1", "NaN", "Infinity"})
    void aTemperatureIsFromZeroToTwo(double temperature) {
        assertThatThrownBy(() -> new RunOptions(temperature, false))
                .isInstanceOfSatisfying(
                        MetaForgeException.class,
                        e -> assertThat(e.failure().details()).containsEntry("field", "options.temperature"));
        assertThat(new RunOptions(0.0, false).temperature()).isZero();
        assertThat(new RunOptions(2.0, false).temperature()).isEqualTo(2.0);
    }
}
