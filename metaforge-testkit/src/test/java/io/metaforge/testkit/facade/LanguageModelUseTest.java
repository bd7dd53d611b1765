package io.metaforge.testkit.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.application.agent.Model;
import io.metaforge.application.agent.Model.OnFailure;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.port.in.ApproveSession;
import io.metaforge.application.port.in.IdempotencyKey;
import io.metaforge.application.port.in.RejectSession;
import io.metaforge.application.port.out.ModelException;
import io.metaforge.application.port.out.ModelPrices;
import io.metaforge.application.port.out.ModelRequest;
import io.metaforge.application.settings.ModelSettings;
import io.metaforge.application.settings.Settings;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.approval.AuditEntry;
import io.metaforge.domain.approval.Verdict;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.session.BudgetRequest;
import io.metaforge.domain.session.ModelBudget;
import io.metaforge.domain.session.ModelUsage;
import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.testkit.ScriptedAgent;
import io.metaforge.testkit.ScriptedLanguageModel;
import io.metaforge.testkit.TestGateway;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A language model as agents use it: metered, held to a budget, and asked nothing twice. */
@Timeout(60)
class LanguageModelUseTest {

    private static final ModelPrices PRICES = new ModelPrices(new BigDecimal("10"), new BigDecimal("100"));

    /** An agent that asks so many different questions, one after the other, and writes the answers down. */
    private static ScriptedAgent asking(int times) {
        return ScriptedAgent.following("ask", context -> {
            Model model = context.model().orElseThrow();
            StringBuilder answers = new StringBuilder();
            for (int i = 1; i <= times; i++) {
                answers.append(model.ask(request("question " + i)).json()).append('\n');
            }
            return Proposal.builder()
                    .write(new WorkspacePath("result.txt"), answers.toString())
                    .build();
        });
    }

    private static ModelRequest request(String instructions) {
        return new ModelRequest("test", instructions, List.of(), "{}", 100);
    }

    /** Numbers its answers, so that the same one twice means that it was asked once. */
    private static ScriptedLanguageModel counting() {
        AtomicInteger count = new AtomicInteger();
        return ScriptedLanguageModel.following(request -> "answer " + count.incrementAndGet());
    }

    private static TestGateway gateway(ScriptedAgent agent, ScriptedLanguageModel model, long tokens) {
        return gateway(agent, model, new ModelBudget(tokens, null));
    }

    private static TestGateway gateway(ScriptedAgent agent, ScriptedLanguageModel model, ModelBudget budget) {
        return TestGateway.describedBy(builder -> builder.agent(agent)
                .languageModel(model)
                .modelSettings(new ModelSettings(budget, OnFailure.FALL_BACK)));
    }

    private static ModelUsage usage(TestGateway gateway, Session session) {
        return gateway.metaForge().sessions().describe(session.id()).usage();
    }

    private static Session approve(TestGateway gateway, Session session, @Nullable Digest digest) {
        return gateway.metaForge()
                .approveSession()
                .approve(new ApproveSession.Command(session.id(), Actor.LOCAL, "go on", digest, null, null));
    }

    private static String result(TestGateway gateway, Session session) {
        return new String(gateway.metaForge().sessions().artifact(session.id(), new WorkspacePath("result.txt")));
    }

    private static List<String> events(TestGateway gateway, Session session) {
        return gateway.stores().events().read(0, session.id(), 100).stream()
                .map(RecordedEvent::name)
                .filter(name -> !name.equals("agent.progress"))
                .toList();
    }

    @Test
    void isNotThereWhereNoneIsConfigured() {
        ScriptedAgent agent = ScriptedAgent.following("ask", context -> {
            assertThat(context.model()).isEmpty();
            return Proposal.NOTHING;
        });
        try (TestGateway gateway = TestGateway.of(agent)) {
            assertThat(gateway.runToEnd("ask").status()).isEqualTo(SessionStatus.COMPLETED);
        }
    }

    @Test
    void isMeteredBySessionAndInAll() {
        try (TestGateway gateway = gateway(asking(2), counting().costing(PRICES).using(1_000, 10), 100_000)) {
            Session first = gateway.runToEnd("ask");
            // Each answer: 1,000 · $10 / 10^6 + 10 · $100 / 10^6 = $0.011
            assertThat(usage(gateway, first)).isEqualTo(new ModelUsage(2, 2_000, 20, new BigDecimal("0.022")));
            gateway.runToEnd("ask");
            assertThat(gateway.metaForge().system().status(false).usage())
                    .isEqualTo(new ModelUsage(4, 4_000, 40, new BigDecimal("0.044")));
        }
    }

    @Test
    void isMeteredAlsoWhereItsAnswerWasNone() {
        ScriptedLanguageModel cut = ScriptedLanguageModel.following(request -> {
            throw new ModelException(ModelException.Reason.TRUNCATED, "cut", new ModelUsage(1, 70, 30, null));
        });
        try (TestGateway gateway = gateway(asking(1), cut, 100_000)) {
            Session session = gateway.runToEnd("ask");
            assertThat(session.failure().orElseThrow().kind().code()).isEqualTo("AGENT_ERROR");
            assertThat(usage(gateway, session)).isEqualTo(new ModelUsage(1, 70, 30, null));
        }
    }

    @Test
    void leavesARunTheTimeToEndWellWhereItDoesNotAnswer() {
        ScriptedLanguageModel model = counting();
        try (TestGateway gateway = TestGateway.describedBy(builder -> builder.agent(asking(1))
                .languageModel(model)
                .settings(Settings.DEFAULT.withRunDeadline(Duration.ofMinutes(1))))) {
            gateway.runToEnd("ask");
            assertThat(model.questions().get(0).time())
                    .isBetween(Duration.ofSeconds(40), Duration.ofSeconds(54)); // nine tenths of a minute
        }
    }

    @Test
    void isCountedByEstimateWhereItDoesNotTell() {
        try (TestGateway gateway = gateway(asking(1), counting().using(0, 0), 100_000)) {
            // "question 1" has 10 bytes, "{}" 2, "answer 1" 8; three bytes a token, and 500 around a request.
            assertThat(usage(gateway, gateway.runToEnd("ask"))).isEqualTo(new ModelUsage(1, 505, 3, null));
        }
    }

    @Test
    void stopsTheRunForAPersonBeforeItExceedsItsBudget() {
        ScriptedLanguageModel model = counting().using(900, 50);
        try (TestGateway gateway = gateway(asking(3), model, 2_000)) {
            Session session = gateway.runToEnd("ask");

            // Used 1,900 after two; the third could take about 505 + 100.
            assertThat(session.status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
            assertThat(session.proposal()).isEmpty();
            assertThat(session.budgetRequest())
                    .contains(new BudgetRequest(
                            new ModelUsage(2, 1_800, 100, null),
                            new ModelBudget(2_000, null),
                            new ModelBudget(2_000, null)));
            assertThat(model.questions()).hasSize(2);
            assertThat(gateway.metaForge().sessions().pending(10, 0).items()).containsExactly(session);
        }
    }

    @Test
    void goesOnOnceThatIsApprovedAndPaysForNothingTwice() {
        ScriptedLanguageModel model = counting().using(900, 50);
        try (TestGateway gateway = gateway(asking(3), model, 2_000)) {
            Session waiting = gateway.runToEnd("ask");
            Digest digest = waiting.budgetRequest().orElseThrow().digest();
            assertThat(approve(gateway, waiting, digest).status()).isEqualTo(SessionStatus.RUNNING);
            Session session = gateway.awaitEnd(waiting.id());

            assertThat(session.proposal()).isPresent();
            assertThat(result(gateway, session)).isEqualTo("answer 1\nanswer 2\nanswer 3\n");
            assertThat(model.questions()).hasSize(3);
            assertThat(usage(gateway, session)).isEqualTo(new ModelUsage(3, 2_700, 150, null));
            assertThat(events(gateway, session))
                    .containsExactly(
                            "session.started",
                            "session.complete",
                            "budget.approved",
                            "session.started",
                            "session.complete");
            assertThat(gateway.metaForge().system().audit(10, 0))
                    .extracting(AuditEntry::decision)
                    .singleElement()
                    .satisfies(decision -> {
                        assertThat(decision.verdict()).isEqualTo(Verdict.APPROVED);
                        assertThat(decision.digest()).isEqualTo(digest);
                        assertThat(decision.approved()).isEmpty();
                    });
        }
    }

    @Test
    void asksAgainForEachFurtherBudget() {
        try (TestGateway gateway = gateway(asking(4), counting().using(900, 50), 1_000)) {
            Session session = gateway.runToEnd("ask");
            int approvals = 0;
            while (session.proposal().isEmpty()) {
                approve(gateway, session, null);
                session = gateway.awaitEnd(session.id());
                approvals++;
            }
            // Each needs at least 950 + 605 free: used 950, 1,900, 2,850 before the 2nd to 4th.
            assertThat(approvals).isEqualTo(3);
            assertThat(usage(gateway, session).requests()).isEqualTo(4);
        }
    }

    @Test
    void asksForAsManyBudgetsAsTheNextRequestNeeds() {
        ScriptedAgent agent = ScriptedAgent.following("ask", context -> {
            context.model().orElseThrow().ask(request("x".repeat(15_000)));
            return Proposal.NOTHING;
        });
        try (TestGateway gateway = gateway(agent, counting(), 1_000)) {
            // 15,000 bytes are 5,000 tokens, and 500 and 1 and 100: 5,601 of 1,000, so five times 1,000 more.
            assertThat(gateway.runToEnd("ask").budgetRequest().orElseThrow().requested())
                    .isEqualTo(new ModelBudget(5_000, null));
        }
    }

    @Test
    void countsMoneyWherePricesAreKnown() {
        ScriptedLanguageModel model = counting().costing(PRICES).using(1_000, 10);
        try (TestGateway gateway = gateway(asking(3), model, new ModelBudget(1_000_000, new BigDecimal("0.03")))) {
            // $0.011 each; the third could take 505 · $10 / 10^6 + 100 · $100 / 10^6 = $0.015 on top of $0.022.
            BudgetRequest request = gateway.runToEnd("ask").budgetRequest().orElseThrow();
            assertThat(request.used().costUsd()).isEqualTo(new BigDecimal("0.022"));
            assertThat(request.requested().usd()).isEqualTo(new BigDecimal("0.03"));
        }
    }

    @Test
    void stopsTheRunAlsoWhereItsAgentMakesNothingOfIt() {
        ScriptedAgent stubborn = ScriptedAgent.following("ask", context -> {
            Model model = context.model().orElseThrow();
            for (int i = 0; i < 5; i++) {
                try {
                    model.ask(request("question " + i));
                } catch (InterruptedException | RuntimeException e) {
                    continue;
                }
            }
            return Proposal.builder()
                    .write(new WorkspacePath("result.txt"), "without asking further")
                    .build();
        });
        ScriptedLanguageModel model = counting().using(900, 50);
        try (TestGateway gateway = gateway(stubborn, model, 1_000)) {
            assertThat(gateway.runToEnd("ask").budgetRequest()).isPresent();
            assertThat(model.questions()).hasSize(1);
        }
    }

    @Test
    void isNotAskedFurtherWhereTheBudgetIsRefused() {
        try (TestGateway gateway = gateway(asking(3), counting().using(900, 50), 1_000)) {
            Session waiting = gateway.runToEnd("ask");
            Session rejected = gateway.metaForge()
                    .rejectSession()
                    .reject(new RejectSession.Command(waiting.id(), Actor.LOCAL, "Too dear", null, null));

            assertThat(rejected.status()).isEqualTo(SessionStatus.REJECTED);
            assertThat(rejected.decision().orElseThrow().comment()).isEqualTo("Too dear");
            assertThatThrownBy(() -> approve(gateway, rejected, null)).isInstanceOf(MetaForgeException.class);
            assertThat(events(gateway, rejected)).endsWith("session.complete", "approval.rejected");
        }
    }

    @Test
    void isGrantedABudgetOnceForEachKey() {
        try (TestGateway gateway = gateway(asking(2), counting().using(900, 50), 1_000)) {
            Session waiting = gateway.runToEnd("ask");
            ApproveSession.Command command =
                    new ApproveSession.Command(waiting.id(), Actor.LOCAL, null, null, null, new IdempotencyKey("once"));
            gateway.metaForge().approveSession().approve(command);
            gateway.awaitEnd(waiting.id());
            gateway.metaForge().approveSession().approve(command);
            assertThat(gateway.stores().ledger().account(waiting.id()).granted())
                    .isEqualTo(new ModelBudget(1_000, null));
        }
    }

    @Test
    void isForgottenWithTheSessionButNotWhatItCost() {
        try (TestGateway gateway = gateway(asking(1), counting(), 100_000)) {
            Session session = gateway.runToEnd("ask");
            gateway.metaForge().deleteSession().delete(session.id(), Actor.LOCAL);
            assertThat(gateway.stores().ledger().account(session.id()).used()).isEqualTo(ModelUsage.NONE);
            assertThat(gateway.metaForge().system().status(false).usage().requests())
                    .isEqualTo(1);
        }
    }
}
