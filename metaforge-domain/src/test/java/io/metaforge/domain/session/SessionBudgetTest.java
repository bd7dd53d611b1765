package io.metaforge.domain.session;

import static io.metaforge.domain.session.SessionFixtures.ALICE;
import static io.metaforge.domain.session.SessionFixtures.ID;
import static io.metaforge.domain.session.SessionFixtures.LATER;
import static io.metaforge.domain.session.SessionFixtures.PROPOSAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.approval.Verdict;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.IllegalTransition;
import io.metaforge.domain.failure.MetaForgeException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sessions that wait for a budget. */
class SessionBudgetTest {

    private static final BudgetRequest REQUEST = new BudgetRequest(
            new ModelUsage(3, 900, 60, new BigDecimal("0.0036")),
            new ModelBudget(1_000, new BigDecimal("1")),
            new ModelBudget(2_000, new BigDecimal("2.00")));

    private static Session running() {
        return SessionFixtures.in(SessionStatus.RUNNING);
    }

    private static Session waiting() {
        return running().pauseForBudget(REQUEST, LATER).session();
    }

    private static Decision decision(Verdict verdict, Digest digest, WorkspacePath... files) {
        return new Decision(verdict, ALICE, "Too dear?", digest, List.of(files), LATER);
    }

    @Test
    void waitLikeProposalsAndSayWhatFor() {
        Transition pause = running().pauseForBudget(REQUEST, LATER);

        Session session = pause.session();
        assertThat(session.status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
        assertThat(session.proposal()).isEmpty();
        assertThat(session.budgetRequest()).contains(REQUEST);
        assertThat(pause.events()).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("session.complete");
            assertThat(event.data())
                    .isEqualTo(Map.of(
                            "session_id", ID.value(),
                            "status", "pending_approval",
                            "artifacts", List.of(),
                            "approval",
                                    Map.of(
                                            "kind", "budget",
                                            "reason",
                                                    "The run has used 960 tokens of the language model ($0.0036), and its next request"
                                                            + " could exceed the budget of 1000 tokens or $1; it goes on once 2000 tokens or $2"
                                                            + " more are approved",
                                            "used", Map.of("tokens", 960L, "usd", new BigDecimal("0.0036")),
                                            "granted", Map.of("tokens", 1_000L, "usd", new BigDecimal("1")),
                                            "requested", Map.of("tokens", 2_000L, "usd", new BigDecimal("2")))));
        });
    }

    @Test
    void runAgainFromTheirBeginningOnceItIsGranted() {
        Transition grant = waiting().grantBudget(decision(Verdict.APPROVED, REQUEST.digest()), LATER);

        assertThat(grant.session().state()).isEqualTo(new SessionState.Running(0));
        assertThat(grant.events()).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("budget.approved");
            assertThat(event.data())
                    .containsEntry("status", "running")
                    .containsEntry("actor", ALICE.name())
                    .containsEntry("comment", "Too dear?")
                    .containsKey("approval");
        });
    }

    @Test
    void endWhereItIsRefusedAndCanBeRevised() {
        Decision decision = decision(Verdict.REJECTED, REQUEST.digest());
        Transition refusal = waiting().reject(decision, LATER);

        assertThat(refusal.session().status()).isEqualTo(SessionStatus.REJECTED);
        assertThat(refusal.session().decision()).contains(decision);
        assertThat(refusal.session().budgetRequest()).contains(REQUEST);
        assertThat(refusal.events()).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("approval.rejected");
            assertThat(event.data()).containsEntry("reason", "Too dear?");
        });
        assertThat(refusal.session().revise().reason()).isEqualTo("Too dear?");
    }

    @Test
    void areDecidedOnAsTheyWereReviewed() {
        Digest other = new BudgetRequest(REQUEST.used(), REQUEST.granted(), new ModelBudget(9_000, null)).digest();
        assertThatThrownBy(() -> waiting().grantBudget(decision(Verdict.APPROVED, other), LATER))
                .isInstanceOf(MetaForgeException.class)
                .hasMessageContaining("the request is not the one that was reviewed");
        assertThatThrownBy(() -> waiting().reject(decision(Verdict.REJECTED, other), LATER))
                .isInstanceOf(MetaForgeException.class);
    }

    @Test
    void haveNoFilesToApprove() {
        Decision files = decision(Verdict.APPROVED, REQUEST.digest(), new WorkspacePath("a.md"));
        assertThatThrownBy(() -> waiting().grantBudget(files, LATER))
                .isInstanceOf(MetaForgeException.class)
                .hasMessageContaining("proposes no files yet");
        assertThatThrownBy(() -> waiting().approve(files, LATER)).isInstanceOf(IllegalTransition.class);
    }

    @Test
    void areWaitedForByRunsOnly() {
        assertThatThrownBy(() -> waiting().pauseForBudget(REQUEST, LATER)).isInstanceOf(IllegalTransition.class);
        assertThatThrownBy(() -> running().grantBudget(decision(Verdict.APPROVED, REQUEST.digest()), LATER))
                .isInstanceOf(IllegalTransition.class);
        assertThatThrownBy(() -> waiting().propose(PROPOSAL, LATER)).isInstanceOf(IllegalTransition.class);
    }

    @Test
    void areToldApartFromProposalsThatNameNoFiles() {
        Session pending = running().propose(PROPOSAL, LATER).session();
        assertThatThrownBy(() -> pending.approve(decision(Verdict.APPROVED, PROPOSAL.digest()), LATER))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
