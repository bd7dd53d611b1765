package io.metaforge.testkit.facade;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.RunContext;
import io.metaforge.application.settings.Settings;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.InputFile;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.testkit.Gate;
import io.metaforge.testkit.ScriptedAgent;
import io.metaforge.testkit.Sessions;
import io.metaforge.testkit.TestGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How runs end: well, with a failure, too late, or called off. */
@Timeout(60)
class RunOutcomeTest {

    private static final WorkspacePath PRD = new WorkspacePath("PRD.md");

    private final Gate gate = new Gate();
    private final List<TestGateway> opened = new ArrayList<>();

    @AfterEach
    void closeGateways() {
        gate.open();
        opened.forEach(TestGateway::close);
    }

    private TestGateway gateway(ScriptedAgent... agents) {
        TestGateway gateway = TestGateway.of(agents);
        opened.add(gateway);
        return gateway;
    }

    private Failure failureOf(ScriptedAgent agent) {
        Session failed = gateway(agent).runToEnd(agent.skill().value());
        assertThat(failed.status()).isEqualTo(SessionStatus.FAILED);
        return failed.failure().orElseThrow();
    }

    private static ScriptedAgent doing(ScriptedAgent.Script script) {
        return ScriptedAgent.following("work", script);
    }

    @Nested
    class Working {

        @Test
        void recordsWhatTheAgentRead() {
            TestGateway gateway = gateway(doing(context -> Proposal.builder()
                    .write(new WorkspacePath("out.md"), context.readText(PRD))
                    .build()));
            gateway.workspace().put("PRD.md", "text");

            assertThat(gateway.runToEnd("work").proposal().orElseThrow().inputs())
                    .containsExactly(new InputFile(PRD, 4, Digest.of("text")));
        }

        @Test
        void showsTheSameBytesForTheWholeRun() throws Exception {
            AtomicReference<String> second = new AtomicReference<>();
            TestGateway gateway = gateway(doing(context -> {
                context.readText(PRD);
                gate.pass();
                second.set(context.readText(PRD));
                return Proposal.NOTHING;
            }));
            gateway.workspace().put("PRD.md", "old");
            Session run = gateway.run("work");
            gate.awaitArrival();
            gateway.workspace().put("PRD.md", "new");
            gate.open();
            gateway.awaitEnd(run.id());

            assertThat(second).hasValue("old");
        }

        @Test
        void tellsHowFarItCame() {
            TestGateway gateway = gateway(doing(context -> {
                context.progress(0.25, "reading");
                context.progress(0.75, "writing");
                context.progress(0.5, "never back");
                return Proposal.NOTHING;
            }));
            Session run = gateway.runToEnd("work");

            List<RecordedEvent> history = gateway.metaForge().events().history(run.id(), 0, 100);
            assertThat(history)
                    .extracting(RecordedEvent::name)
                    .containsExactly(
                            "session.started",
                            "agent.progress",
                            "agent.progress",
                            "agent.progress",
                            "session.complete");
            assertThat(history.subList(1, 4))
                    .extracting(event -> event.data().get("progress"))
                    .containsExactly(0.25, 0.75, 0.75);
            assertThat(history.get(1).data()).containsEntry("agent", "work-agent");
        }

        @Test
        void shortensALongReportWithoutBreakingACharacter() {
            String report = "x".repeat(499) + "🔌 and more";
            TestGateway gateway = gateway(doing(context -> {
                context.progress(0.5, report);
                return Proposal.NOTHING;
            }));
            Session run = gateway.runToEnd("work");

            assertThat(gateway.metaForge()
                            .events()
                            .history(run.id(), 0, 100)
                            .get(1)
                            .data())
                    .containsEntry("message", "x".repeat(499) + "…");
        }

        @Test
        void executesAtMostSoManyRunsAtOnceAndAllOfThemInTheEnd() throws Exception {
            ScriptedAgent waiter = ScriptedAgent.waiting("work", gate, "out.md", "text");
            TestGateway gateway = TestGateway.describedBy(
                    builder -> builder.agent(waiter).settings(Settings.DEFAULT.withConcurrentRuns(2)));
            opened.add(gateway);
            List<Session> runs = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                runs.add(gateway.run("work"));
            }
            gate.awaitArrival();
            gate.awaitArrival();

            assertThat(waiter.calls()).isEqualTo(2);
            gate.open();
            runs.forEach(run -> gateway.awaitEnd(run.id()));
            assertThat(waiter.calls()).isEqualTo(5);
        }
    }

    @Nested
    class Failing {

        @Test
        void keepsTheReasonThatTheAgentGave() {
            assertThat(failureOf(ScriptedAgent.failing("work", Sessions.failure())))
                    .isEqualTo(Sessions.failure());
        }

        @Test
        void tellsItToEverybody() {
            TestGateway gateway = gateway(ScriptedAgent.failing("work", new Failure(FailureKind.AGENT, "no idea")));
            Session failed = gateway.runToEnd("work");

            List<RecordedEvent> history = gateway.metaForge().events().history(failed.id(), 0, 100);
            assertThat(history.get(history.size() - 1).name()).isEqualTo("session.failed");
            assertThat(history.get(history.size() - 1).data().get("error").toString())
                    .contains("AGENT_ERROR", "no idea");
        }

        @Test
        void hidesTheInsideOfABug() {
            Failure failure =
                    failureOf(ScriptedAgent.throwing("work", new IllegalStateException("at /home/zoe/secret.txt")));

            assertThat(failure.kind()).isEqualTo(FailureKind.AGENT);
            assertThat(failure.toString()).doesNotContain("secret").doesNotContain("IllegalState");
            assertThat(failure.details()).containsKey("incident");
        }

        @Test
        void followsAnErrorToo() {
            assertThat(failureOf(doing(context -> {
                                throw new StackOverflowError();
                            }))
                            .kind())
                    .isEqualTo(FailureKind.AGENT);
        }

        @Test
        void followsAnInterruptionThatNobodyAskedFor() {
            assertThat(failureOf(doing(context -> {
                                throw new InterruptedException("of my own accord");
                            }))
                            .kind())
                    .isEqualTo(FailureKind.AGENT);
        }

        @Test
        void followsAnAgentThatReturnsNothingAtAll() {
            ScriptedAgent agent = doing(RunOutcomeTest::nothingAtAll);

            assertThat(failureOf(agent).kind()).isEqualTo(FailureKind.AGENT);
            assertThat(agent.calls()).isEqualTo(1);
        }

        @Test
        void followsAMissingInputThatTheAgentNeeds() {
            Failure failure = failureOf(doing(context -> {
                context.read(PRD);
                return Proposal.NOTHING;
            }));

            assertThat(failure.kind()).isEqualTo(FailureKind.AGENT);
            assertThat(failure.details()).containsEntry("path", "PRD.md");
        }

        @Test
        void refusesToProposeAFileTwice() {
            assertThat(failureOf(doing(context -> Proposal.builder()
                                    .write(PRD, "one")
                                    .write(PRD, "two")
                                    .build()))
                            .kind())
                    .isEqualTo(FailureKind.AGENT);
        }

        @Test
        void refusesToProposeWhatTheSkillMayNotWrite() {
            Failure failure = failureOf(
                    ScriptedAgent.writing("work", "docs/Größe.txt", "text").allowedToWrite("*.md", "docs/*.md"));

            assertThat(failure.kind()).isEqualTo(FailureKind.AGENT);
            assertThat(failure.details()).containsEntry("path", "docs/Größe.txt");
        }

        @Test
        void leavesTheGatewayToTheOthers() {
            TestGateway gateway = gateway(
                    ScriptedAgent.throwing("broken", new IllegalStateException("bug")), ScriptedAgent.idle("idle"));
            for (int i = 0; i < 20; i++) {
                gateway.run("broken");
            }

            assertThat(gateway.runToEnd("idle").status()).isEqualTo(SessionStatus.COMPLETED);
        }
    }

    /** What an agent may do that was compiled without nullness checks. */
    @SuppressWarnings("NullAway")
    private static Proposal nothingAtAll(RunContext context) {
        return null;
    }

    @Nested
    class RunningOutOfTime {

        @Test
        void failsWithTimeoutAndInterruptsTheAgent() throws Exception {
            Session failed = endAtDeadline(ScriptedAgent.waiting("work", gate, "out.md", "text"));

            assertThat(failed.failure().orElseThrow().kind()).isEqualTo(FailureKind.TIMEOUT);
            gate.awaitInterruption();
        }

        @Test
        void failsWithTimeoutAlsoWhereTheAgentIgnoresInterruption() throws Exception {
            Session failed = endAtDeadline(ScriptedAgent.deaf("work", gate, "out.md", "text"));

            assertThat(failed.failure().orElseThrow().kind()).isEqualTo(FailureKind.TIMEOUT);
        }

        @Test
        void dropsWhatTheAgentReturnsLater() throws Exception {
            CompletableFuture<Boolean> returned = new CompletableFuture<>();
            Session failed = endAtDeadline(doing(context -> {
                gate.passDeaf();
                returned.complete(true);
                return Proposal.builder().write(PRD, "late").build();
            }));
            gate.open();
            returned.get(10, TimeUnit.SECONDS);

            assertThat(opened.get(0).session(failed.id())).isEqualTo(failed);
            assertThat(opened.get(0).workspace().paths()).isEmpty();
        }

        private Session endAtDeadline(ScriptedAgent agent) {
            TestGateway gateway = TestGateway.describedBy(
                    builder -> builder.agent(agent).settings(Settings.DEFAULT.withRunDeadline(Duration.ofMillis(100))));
            opened.add(gateway);
            return gateway.runToEnd("work");
        }
    }

    @Nested
    class CallingOff {

        @Test
        void cancelsASessionThatWaits() {
            TestGateway gateway = gateway(ScriptedAgent.idle("work"));
            Session created = gateway.create("work");

            assertThat(cancel(gateway, created).status()).isEqualTo(SessionStatus.CANCELLED);
            assertThat(gateway.run("work").id()).isNotEqualTo(created.id());
        }

        @Test
        void interruptsARunningAgent() throws Exception {
            TestGateway gateway = gateway(ScriptedAgent.waiting("work", gate, "out.md", "text"));
            Session running = gateway.run("work");
            gate.awaitArrival();

            assertThat(cancel(gateway, running).status()).isEqualTo(SessionStatus.CANCELLED);
            gate.awaitInterruption();
            assertThat(gateway.awaitEnd(running.id()).status()).isEqualTo(SessionStatus.CANCELLED);
        }

        @Test
        void doesNotWaitForAnAgentThatIgnoresInterruption() throws Exception {
            ScriptedAgent deaf = ScriptedAgent.deaf("work", gate, "out.md", "text");
            TestGateway gateway = TestGateway.describedBy(builder -> builder.agent(deaf)
                    .agent(ScriptedAgent.idle("next"))
                    .settings(Settings.DEFAULT.withConcurrentRuns(1)));
            opened.add(gateway);
            Session running = gateway.run("work");
            gate.awaitArrival();

            Session cancelled = cancel(gateway, running);

            assertThat(gateway.runToEnd("next").status())
                    .as("the only worker is free again")
                    .isEqualTo(SessionStatus.COMPLETED);
            gate.open();
            assertThat(gateway.session(running.id())).isEqualTo(cancelled);
        }

        @Test
        void reachesAnAgentThatHasOnlyJustBegun() throws Exception {
            ScriptedAgent waiter = ScriptedAgent.waiting("work", gate, "out.md", "text");
            TestGateway gateway = TestGateway.describedBy(builder -> builder.agent(waiter)
                    .agent(ScriptedAgent.idle("next"))
                    .settings(Settings.DEFAULT.withConcurrentRuns(1)));
            opened.add(gateway);
            for (int i = 0; i < 300; i++) {
                Session run = gateway.run("work");
                for (int spin = 0; spin < i; spin++) {
                    Thread.onSpinWait();
                }
                cancel(gateway, run);
            }

            assertThat(gateway.runToEnd("next").status())
                    .as("no agent that was called off keeps the only worker")
                    .isEqualTo(SessionStatus.COMPLETED);
        }

        @Test
        void changesNothingTheSecondTime() {
            TestGateway gateway = gateway(ScriptedAgent.idle("work"));
            Session cancelled = cancel(gateway, gateway.create("work"));

            assertThat(cancel(gateway, cancelled)).isEqualTo(cancelled);
            assertThat(gateway.metaForge().events().history(cancelled.id(), 0, 10))
                    .hasSize(1);
        }

        @Test
        void refusesWhatHasEnded() {
            TestGateway gateway = gateway(ScriptedAgent.writing("work", "out.md", "text"));
            Session pending = gateway.runToEnd("work");

            assertThat(Failures.of(() -> cancel(gateway, pending)).kind()).isEqualTo(FailureKind.CONFLICT);
        }

        private Session cancel(TestGateway gateway, Session session) {
            return gateway.metaForge().cancelSession().cancel(session.id(), Actor.LOCAL);
        }
    }

    @Nested
    class AwaitingTheEnd {

        @Test
        void answersAtOnceForWhatHasEnded() {
            TestGateway gateway = gateway(ScriptedAgent.idle("work"));
            Session ended = gateway.runToEnd("work");

            assertThat(await(gateway, ended, Duration.ofMinutes(1))).isCompletedWithValue(ended);
        }

        @Test
        void answersAsSoonAsTheRunHasEnded() throws Exception {
            TestGateway gateway = gateway(ScriptedAgent.waiting("work", gate, "out.md", "text"));
            Session running = gateway.run("work");
            CompletableFuture<Session> end = await(gateway, running, Duration.ofMinutes(1));
            gate.awaitArrival();
            assertThat(end).isNotDone();
            gate.open();

            assertThat(end.get(20, TimeUnit.SECONDS).status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
        }

        @Test
        void answersWithTheSessionAsItIsWhenTheTimeIsUp() throws Exception {
            TestGateway gateway = gateway(ScriptedAgent.waiting("work", gate, "out.md", "text"));
            Session running = gateway.run("work");

            assertThat(await(gateway, running, Duration.ofMillis(50))
                            .get(20, TimeUnit.SECONDS)
                            .status())
                    .isEqualTo(SessionStatus.RUNNING);
        }

        @Test
        void failsForWhatDoesNotExistOrIsDeleted() {
            TestGateway gateway = gateway(ScriptedAgent.idle("work"));
            Session created = gateway.create("work");
            CompletableFuture<Session> end = await(gateway, created, Duration.ofMinutes(1));
            gateway.metaForge().deleteSession().delete(created.id(), Actor.LOCAL);

            for (CompletableFuture<Session> each : List.of(end, await(gateway, created, Duration.ofMinutes(1)))) {
                assertThat(each)
                        .failsWithin(Duration.ofSeconds(20))
                        .withThrowableOfType(ExecutionException.class)
                        .satisfies(e -> assertThat(Failures.of(() -> {
                                            throw e.getCause();
                                        })
                                        .kind())
                                .isEqualTo(FailureKind.NOT_FOUND));
            }
        }

        private CompletableFuture<Session> await(TestGateway gateway, Session session, Duration atMost) {
            return gateway.metaForge().sessions().awaitEnd(session.id(), atMost).toCompletableFuture();
        }
    }
}
