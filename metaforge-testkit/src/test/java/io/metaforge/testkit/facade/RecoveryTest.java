package io.metaforge.testkit.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.metaforge.application.MetaForge;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.memory.MemoryStores;
import io.metaforge.application.memory.MemoryWorkspace;
import io.metaforge.application.port.in.RunAgent;
import io.metaforge.application.port.out.Stores;
import io.metaforge.application.settings.Settings;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.approval.Verdict;
import io.metaforge.domain.artifact.ChangeSet;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionState;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.skill.SkillName;
import io.metaforge.testkit.Gate;
import io.metaforge.testkit.ScriptedAgent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a gateway makes of what an earlier one on the same stores left undone. */
@Timeout(60)
class RecoveryTest {

    private final Stores stores = MemoryStores.create();
    private final MemoryWorkspace workspace = new MemoryWorkspace();
    private final Gate gate = new Gate();
    private final ScriptedAgent editor = ScriptedAgent.following("edit", context -> Proposal.builder()
            .write(new WorkspacePath("a.md"), "new a")
            .write(new WorkspacePath("b.md"), "new b")
            .delete(new WorkspacePath("c.md"))
            .build());
    private final List<MetaForge> built = new ArrayList<>();

    @AfterEach
    void closeGateways() {
        gate.open();
        built.forEach(MetaForge::close);
    }

    private MetaForge gateway(Duration grace, ScriptedAgent agent) {
        Settings usual = Settings.DEFAULT;
        MetaForge gateway = MetaForge.builder()
                .stores(stores)
                .workspace(workspace)
                .agent(agent)
                .settings(new Settings(
                        usual.concurrentRuns(),
                        usual.runDeadline(),
                        usual.maxInputBytes(),
                        usual.maxProposalBytes(),
                        usual.subscriberPatience(),
                        grace))
                .build();
        built.add(gateway);
        return gateway;
    }

    private MetaForge started(ScriptedAgent agent) {
        MetaForge gateway = gateway(Duration.ofSeconds(10), agent);
        gateway.start();
        return gateway;
    }

    private static SessionId run(MetaForge gateway) {
        return gateway.runAgent()
                .run(new RunAgent.Command(
                        new SkillName("edit"), RunInput.EMPTY, RunOptions.DEFAULT, null, Actor.LOCAL, null))
                .id();
    }

    private static Session end(MetaForge gateway, SessionId session) throws Exception {
        return gateway.sessions()
                .awaitEnd(session, Duration.ofSeconds(30))
                .toCompletableFuture()
                .get(40, TimeUnit.SECONDS);
    }

    @Nested
    class Runs {

        @Test
        void thatNobodyBeganAreExecuted() throws Exception {
            MetaForge never = gateway(Duration.ZERO, editor);
            SessionId session = run(never);
            never.close();

            assertThat(end(started(editor), session).status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
        }

        @Test
        void thatWereInHandWhenTheGatewayStoppedAreExecutedAgain() throws Exception {
            MetaForge first = gateway(Duration.ofMillis(50), ScriptedAgent.waiting("edit", gate, "a.md", "never"));
            first.start();
            SessionId session = run(first);
            gate.awaitArrival();
            first.close();
            gate.awaitInterruption();
            assertThat(stores.sessions().find(session).orElseThrow().state()).isEqualTo(new SessionState.Running(0));

            MetaForge second = started(editor);
            assertThat(end(second, session).proposal().orElseThrow().paths())
                    .extracting(WorkspacePath::value)
                    .containsExactly("a.md", "b.md");
            assertThat(second.events().history(session, 0, 10))
                    .extracting(RecordedEvent::name)
                    .containsExactly("session.started", "session.started", "session.complete");
        }

        @Test
        void areExecutedHoweverOftenTheirGatewayStopped() throws Exception {
            SessionId session = run(gateway(Duration.ZERO, editor));
            for (int stop = 1; stop <= 3; stop++) {
                MetaForge stopping = gateway(Duration.ZERO, ScriptedAgent.waiting("edit", gate, "a.md", "never"));
                stopping.start();
                gate.awaitArrival();
                stopping.close();
            }

            assertThat(end(started(editor), session).status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
        }

        @Test
        void finishWithinTheGraceOfAStop() throws Exception {
            MetaForge gateway = started(ScriptedAgent.waiting("edit", gate, "a.md", "new a"));
            SessionId session = run(gateway);
            gate.awaitArrival();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(gateway::close);
            gate.open();
            closing.get(20, TimeUnit.SECONDS);

            assertThat(stores.sessions().find(session).orElseThrow().status())
                    .isEqualTo(SessionStatus.PENDING_APPROVAL);
        }

        @Test
        void thatTookTheirGatewaysDownAreGivenUp() throws Exception {
            MetaForge never = gateway(Duration.ZERO, editor);
            SessionId session = run(never);
            Session running = stores.sessions().find(session).orElseThrow();
            for (int attempt = 1; attempt <= 3; attempt++) {
                Session next = running.start(running.updated()).session();
                stores.sessions().update(next, running.version());
                running = next;
            }

            Session failed = end(started(editor), session);
            assertThat(failed.failure().orElseThrow().kind()).isEqualTo(FailureKind.AGENT);
            assertThat(failed.failure().orElseThrow().message()).contains("begun 3 times", "not tried again");
            assertThat(editor.calls()).isZero();
        }

        @Test
        void ofASkillThatIsNoLongerOfferedFail() throws Exception {
            SessionId session = run(gateway(Duration.ZERO, editor));

            Session failed = end(started(ScriptedAgent.idle("other")), session);
            assertThat(failed.failure().orElseThrow().message()).contains("edit");
        }

        @Test
        void areAnsweredAsTheyAreWhenTheGatewayStops() throws Exception {
            MetaForge gateway = gateway(Duration.ofMillis(50), ScriptedAgent.waiting("edit", gate, "a.md", "never"));
            gateway.start();
            SessionId session = run(gateway);
            gate.awaitArrival();
            CompletableFuture<Session> end =
                    gateway.sessions().awaitEnd(session, Duration.ofMinutes(10)).toCompletableFuture();
            gateway.close();

            assertThat(end.get(10, TimeUnit.SECONDS).status()).isEqualTo(SessionStatus.RUNNING);
            CompletableFuture<Session> tooLate =
                    gateway.sessions().awaitEnd(session, Duration.ofMinutes(10)).toCompletableFuture();
            assertThat(tooLate.get(10, TimeUnit.SECONDS).status()).isEqualTo(SessionStatus.RUNNING);
        }
    }

    @Nested
    class Applications {

        /** Leaves a session behind as a gateway does that dies between its decision and the first file. */
        private Session leaveApplying() throws Exception {
            try (MetaForge first = started(editor)) {
                return leaveApplying(first);
            }
        }

        private Session leaveApplying(MetaForge first) throws Exception {
            workspace.put("b.md", "old b");
            workspace.put("c.md", "old c");
            Session pending = end(first, run(first));
            ChangeSet proposal = pending.proposal().orElseThrow();
            Decision decision = new Decision(
                    Verdict.APPROVED, Actor.LOCAL, "LGTM", proposal.digest(), proposal.paths(), pending.updated());
            Session applying = pending.approve(decision, pending.updated()).session();
            stores.sessions().update(applying, pending.version());
            return applying;
        }

        @Test
        void areFinished() throws Exception {
            Session applying = leaveApplying();

            MetaForge second = started(editor);

            assertApplied(second, applying);
        }

        @Test
        void areFinishedWhereSomeFilesWereWritten() throws Exception {
            Session applying = leaveApplying();
            workspace.put("a.md", "new a");
            workspace.remove("c.md");

            MetaForge second = started(editor);

            assertApplied(second, applying);
        }

        @Test
        void areFinishedWhereAllFilesWereWritten() throws Exception {
            Session applying = leaveApplying();
            workspace.put("a.md", "new a");
            workspace.put("b.md", "new b");
            workspace.remove("c.md");

            MetaForge second = started(editor);

            assertApplied(second, applying);
        }

        @Test
        void areTakenBackWhereAFileWasEditedMeanwhile() throws Exception {
            Session applying = leaveApplying();
            workspace.put("a.md", "new a");
            workspace.put("b.md", "edited by hand");
            workspace.remove("c.md");

            MetaForge second = started(editor);

            assertThat(second.sessions().get(applying.id()).status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
            assertHolds("a.md", null);
            assertHolds("b.md", "edited by hand");
            assertHolds("c.md", "old c");
            assertThat(second.system().audit(10, 0)).isEmpty();
        }

        @Test
        void doNotKeepTheGatewayFromStartingWhereTheyCannotBeFinished() throws Exception {
            Session applying = leaveApplying();
            stores.contents().release(applying.id());

            MetaForge second = started(editor);

            assertThat(second.sessions().get(applying.id()).status()).isEqualTo(SessionStatus.APPLYING);
            assertThat(end(second, run(second)).status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
        }

        @Test
        void areFinishedAlsoWhereAnotherGatewayDiesLater() throws Exception {
            MetaForge survivor = started(editor);
            Session applying = leaveApplying(survivor);

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> survivor.sessions().get(applying.id()).status() == SessionStatus.APPROVED);
            assertApplied(survivor, applying);
        }

        private void assertApplied(MetaForge gateway, Session applying) {
            assertThat(gateway.sessions().get(applying.id()).status()).isEqualTo(SessionStatus.APPROVED);
            assertHolds("a.md", "new a");
            assertHolds("b.md", "new b");
            assertHolds("c.md", null);
            assertThat(gateway.system().audit(10, 0)).singleElement().satisfies(entry -> assertThat(
                            Optional.of(entry.decision()))
                    .isEqualTo(applying.decision()));
            assertThat(gateway.events().history(applying.id(), 0, 10))
                    .extracting(RecordedEvent::name)
                    .containsOnlyOnce("approval.approved");
        }

        private void assertHolds(String path, @Nullable String content) {
            assertThat(workspace.get(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8)))
                    .as(path)
                    .isEqualTo(Optional.ofNullable(content));
        }
    }
}
