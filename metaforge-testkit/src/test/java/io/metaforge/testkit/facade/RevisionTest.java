package io.metaforge.testkit.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.application.MetaForge;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.Revision;
import io.metaforge.application.approval.ApprovalPolicy;
import io.metaforge.application.approval.Opinion;
import io.metaforge.application.memory.MemoryWorkspace;
import io.metaforge.application.port.in.CreateSession;
import io.metaforge.application.port.in.RunAgent;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.session.Predecessor;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.session.Warning;
import io.metaforge.domain.skill.SkillName;
import io.metaforge.testkit.Gate;
import io.metaforge.testkit.ScriptedAgent;
import io.metaforge.testkit.TestGateway;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a rejected session hands on to the one that revises it. */
@Timeout(60)
class RevisionTest {

    private static final WorkspacePath OUT = new WorkspacePath("out.md");

    private final List<Optional<Revision>> told = new CopyOnWriteArrayList<>();
    private final Gate gate = new Gate();

    /** Writes every reason it hears of, unless it is told not to listen. */
    private final ScriptedAgent work = ScriptedAgent.following("work", run -> {
        told.add(run.revision());
        if (run.input().args().containsKey("wait")) {
            gate.pass();
        }
        boolean deaf = run.input().args().containsKey("deaf");
        String reasons = run.revision().filter(any -> !deaf).map(Revision::reasons).orElse(List.of()).stream()
                .reduce("supply 3.3 V\n", (text, reason) -> text + reason + "\n");
        Proposal.Builder proposal = Proposal.builder().write(OUT, reasons);
        if (run.revision().isEmpty()) {
            proposal.write(OUT.sibling("first.md"), "first\n");
        }
        return proposal.build();
    });

    @RegisterExtension
    final TestGateway gateway = TestGateway.of(work, ScriptedAgent.writing("other", "other.md", "x"));

    @AfterEach
    void open() {
        gate.open();
    }

    private Session start(@Nullable String skill, RunInput input, SessionId revises) {
        return gateway.metaForge()
                .runAgent()
                .run(new RunAgent.Command(
                        skill == null ? null : new SkillName(skill),
                        input,
                        RunOptions.DEFAULT,
                        null,
                        Actor.LOCAL,
                        null,
                        revises));
    }

    private Session revise(Session rejected) {
        return gateway.revise(rejected.id());
    }

    private Session rejected(String reason) {
        return gateway.reject(gateway.runToEnd("work").id(), reason);
    }

    private static void assertRefused(FailureKind kind, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(MetaForgeException.class, e -> assertThat(
                        e.failure().kind())
                .isEqualTo(kind));
    }

    @Nested
    class TheAgent {

        @Test
        void getsTheReasonAndWhatWasProposed() {
            Session first = rejected("supply must be 5 V");
            Session second = revise(first);

            assertThat(told.get(0)).isEmpty();
            Revision revision = told.get(1).orElseThrow();
            assertThat(revision.session()).isEqualTo(first.id());
            assertThat(revision.reasons()).containsExactly("supply must be 5 V");
            assertThat(revision.proposed())
                    .extracting(file -> file.path() + ": " + new String(file.content(), StandardCharsets.UTF_8))
                    .containsExactly("first.md: first\n", "out.md: supply 3.3 V\n");
            assertThat(gateway.metaForge().sessions().artifact(second.id(), OUT))
                    .asString()
                    .isEqualTo("supply 3.3 V\nsupply must be 5 V\n");
            assertThat(second.warnings()).isEmpty();
        }

        @Test
        void getsTheReasonsOfAllAttemptsInTheOrderTheyWereGiven() {
            Session first = rejected("one");
            Session second = gateway.reject(revise(first).id(), "two");
            Session third = gateway.reject(revise(second).id(), "three");
            Session fourth = revise(third);

            Revision revision = told.get(3).orElseThrow();
            assertThat(revision.reason()).isEqualTo("three");
            assertThat(revision.earlier()).containsExactly("one", "two");
            assertThat(fourth.predecessor()).isEqualTo(new Predecessor(third.id(), "three", List.of("one", "two")));
        }

        @Test
        void getsTheTwentyNewestReasonsOfALongQuarrel() {
            Session attempt = rejected("0");
            for (int i = 1; i <= 22; i++) {
                attempt = gateway.reject(revise(attempt).id(), String.valueOf(i));
            }
            revise(attempt);

            List<String> reasons = told.get(23).orElseThrow().reasons();
            assertThat(reasons).hasSize(20).startsWith("3").endsWith("22");
        }

        @Test
        void getsTheReasonAlsoWhenTheRejectedSessionIsDeletedMeanwhile() {
            Session first = rejected("one");
            Session second = gateway.reject(revise(first).id(), "two");
            Session waiting = start(null, new RunInput(List.of(), Map.of("wait", true)), second.id());
            gateway.metaForge().deleteSession().delete(first.id(), Actor.LOCAL);
            gateway.metaForge().deleteSession().delete(second.id(), Actor.LOCAL);
            gate.open();
            Session third = gateway.reject(gateway.awaitEnd(waiting.id()).id(), "three");
            gateway.metaForge().deleteSession().delete(third.id(), Actor.LOCAL);

            assertThat(third.predecessor()).isEqualTo(new Predecessor(second.id(), "two", List.of("one")));
        }

        @Test
        void getsNoFilesOfADeletedSession() {
            Session first = rejected("one");
            MemoryWorkspace workspace = new MemoryWorkspace();
            MetaForge later = MetaForge.builder()
                    .workspace(workspace)
                    .stores(gateway.stores())
                    .agent(work)
                    .build();
            gateway.close();
            // Not started yet: the run queues while the session it revises is deleted.
            Session queued = later.runAgent()
                    .run(new RunAgent.Command(
                            null, RunInput.EMPTY, RunOptions.DEFAULT, null, Actor.LOCAL, null, first.id()));
            later.deleteSession().delete(first.id(), Actor.LOCAL);
            try (later) {
                later.start();
                later.sessions()
                        .awaitEnd(queued.id(), Duration.ofSeconds(20))
                        .toCompletableFuture()
                        .join();
            }

            Revision revision = told.get(1).orElseThrow();
            assertThat(revision.reason()).isEqualTo("one");
            assertThat(revision.proposed()).isEmpty();
        }

        @Test
        void isFoundOutWhenItProposesTheSameAgain() {
            Session first = gateway.reject(gateway.runToEnd("work").id(), "one");
            Session second = gateway.reject(revise(first).id(), "two");
            Session deaf = gateway.awaitEnd(start(null, new RunInput(List.of(), Map.of("deaf", true)), second.id())
                    .id());
            Session again = gateway.awaitEnd(start(
                            null,
                            new RunInput(List.of(), Map.of("deaf", true)),
                            gateway.reject(deaf.id(), "three").id())
                    .id());

            assertThat(deaf.warnings()).isEmpty();
            assertThat(again.status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
            assertThat(again.warnings())
                    .containsExactly(new Warning(
                            Warning.Kind.REPEATED_PROPOSAL,
                            "The agent proposes the same as " + deaf.id() + " did: the reason was not acted on",
                            null,
                            deaf.id()));
        }
    }

    @Nested
    class TheNewSession {

        @Test
        void takesSkillAndInputOverWhereTheRequestHasNone() {
            RunInput input = new RunInput(List.of(), Map.of("deaf", true));
            Session first = gateway.metaForge()
                    .runAgent()
                    .run(new RunAgent.Command(
                            new SkillName("work"), input, RunOptions.DEFAULT, null, Actor.LOCAL, null));
            Session rejected = gateway.reject(gateway.awaitEnd(first.id()).id(), "no");

            assertThat(revise(rejected).input()).isEqualTo(input);
            RunInput other = new RunInput(List.of(), Map.of("supply", "5 V"));
            assertThat(start("work", other, rejected.id()).input()).isEqualTo(other);
        }

        @Test
        void isNeverOneThatWasCreatedBefore() {
            Session first = rejected("no");
            Session created = gateway.metaForge()
                    .createSession()
                    .create(new CreateSession.Command(new SkillName("work"), RunInput.EMPTY, Actor.LOCAL, null));

            assertThat(revise(first).id()).isNotEqualTo(created.id());
            assertThat(gateway.session(created.id()).status()).isEqualTo(SessionStatus.CREATED);
        }

        @Test
        void isListedByTheRejectedOneAndSoIsEveryOther() {
            Session first = rejected("no");
            Session second = revise(first);
            Session third = revise(first);

            assertThat(gateway.metaForge().sessions().describe(first.id()).revisedBy())
                    .containsExactly(second.id(), third.id());
        }

        @Test
        void canReviseWhatAPolicyRejected() {
            ApprovalPolicy policy = ApprovalPolicy.of("strict", proposed -> Opinion.reject("not on a Friday"));
            try (TestGateway strict =
                    TestGateway.describedBy(builder -> builder.agent(ScriptedAgent.following("work", run -> {
                                told.add(run.revision());
                                return Proposal.builder().write(OUT, "x").build();
                            }))
                            .approvalPolicy(policy))) {
                Session first = strict.runToEnd("work");
                strict.awaitEnd(strict.metaForge()
                        .runAgent()
                        .run(new RunAgent.Command(
                                null, RunInput.EMPTY, RunOptions.DEFAULT, null, Actor.LOCAL, null, first.id()))
                        .id());
            }

            assertThat(told.get(1).orElseThrow().reason()).isEqualTo("not on a Friday");
        }
    }

    @Nested
    class IsRefused {

        @Test
        void forWhatIsNotRejected() {
            Session pending = gateway.runToEnd("work");
            assertThatThrownBy(() -> revise(pending))
                    .hasMessage("Cannot revise " + pending.id()
                            + ": it is pending_approval; only a rejected session can be revised");
            Session approved = gateway.approve(pending.id());
            assertRefused(FailureKind.CONFLICT, () -> revise(approved));
        }

        @Test
        void forASessionThatDoesNotExistAndForAnotherSkill() {
            Session first = rejected("no");
            assertRefused(FailureKind.VALIDATION, () -> start("other", RunInput.EMPTY, first.id()));
            gateway.metaForge().deleteSession().delete(first.id(), Actor.LOCAL);
            assertRefused(FailureKind.NOT_FOUND, () -> revise(first));
        }
    }

    @Nested
    class Compared {

        private String compared(Session session) {
            return gateway.metaForge().sessions().diffToPrevious(session.id());
        }

        @Test
        void withThePreviousAttemptFileByFile() {
            Session first = rejected("supply must be 5 V");

            assertThat(compared(revise(first))).isEqualTo("""
                    diff --git a/first.md b/first.md
                    deleted file mode 100644
                    --- a/first.md
                    +++ /dev/null
                    @@ -1 +0,0 @@
                    -first
                    diff --git a/out.md b/out.md
                    --- a/out.md
                    +++ b/out.md
                    @@ -1 +1,2 @@
                     supply 3.3 V
                    +supply must be 5 V
                    """);
        }

        @Test
        void leavesAFileThatOnlyOneOfThemProposesAsItWasForTheOther() {
            gateway.workspace().put("first.md", "zeroth\n");
            Session first = rejected("supply must be 5 V");

            assertThat(compared(revise(first))).contains("""
                    --- a/first.md
                    +++ b/first.md
                    @@ -1 +1 @@
                    -first
                    +zeroth
                    """);
        }

        @Test
        void isRefusedWhereThereIsNoPreviousAttempt() {
            Session first = rejected("no");
            Session second = revise(first);
            assertRefused(FailureKind.VALIDATION, () -> compared(first));
            gateway.metaForge().deleteSession().delete(first.id(), Actor.LOCAL);
            assertRefused(FailureKind.NOT_FOUND, () -> compared(second));
        }
    }
}
