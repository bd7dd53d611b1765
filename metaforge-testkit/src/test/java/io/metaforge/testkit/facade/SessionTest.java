package io.metaforge.testkit.facade;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.port.in.CreateSession;
import io.metaforge.application.port.in.IdempotencyKey;
import io.metaforge.application.port.in.Page;
import io.metaforge.application.port.in.RunAgent;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.session.SessionSummary;
import io.metaforge.domain.skill.SkillName;
import io.metaforge.testkit.Gate;
import io.metaforge.testkit.MutableClock;
import io.metaforge.testkit.ScriptedAgent;
import io.metaforge.testkit.Sessions;
import io.metaforge.testkit.TestGateway;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Creating, running, reading and deleting sessions. */
class SessionTest {

    private final Gate gate = new Gate();
    private final ScriptedAgent scribe = ScriptedAgent.writing("scribe", "out.md", "text");
    private final ScriptedAgent waiter = ScriptedAgent.waiting("waiter", gate, "out.md", "text");
    private final MutableClock clock = new MutableClock(Instant.parse("2024-02-03T10:30:00.123456789Z"));

    @RegisterExtension
    final TestGateway gateway = TestGateway.describedBy(builder -> builder.agent(scribe)
            .agent(waiter)
            .agent(ScriptedAgent.idle("reader").readingByDefault("PRD.md"))
            .clock(clock));

    @BeforeEach
    void putFile() {
        gateway.workspace().put("PRD.md", "text");
    }

    @AfterEach
    void openGate() {
        gate.open();
    }

    @Nested
    class Creating {

        @Test
        void leavesASessionThatWaitsToBeRun() {
            Session session = gateway.create("scribe", "PRD.md");

            assertThat(session.status()).isEqualTo(SessionStatus.CREATED);
            assertThat(session.agent().value()).isEqualTo("scribe");
            assertThat(session.createdBy()).isEqualTo(Actor.LOCAL);
            assertThat(gateway.session(session.id())).isEqualTo(session);
            assertThat(scribe.calls()).isZero();
        }

        @Test
        void keepsTimeToTheMicrosecondAsEveryStoreDoes() {
            assertThat(gateway.create("scribe").created()).isEqualTo(Instant.parse("2024-02-03T10:30:00.123456Z"));
        }

        @Test
        void refusesAnUnknownSkillAndListsTheKnown() {
            Failure failure = Failures.of(() -> gateway.create("unknown"));

            assertThat(failure.kind()).isEqualTo(FailureKind.VALIDATION);
            assertThat(failure.details())
                    .containsEntry("field", "skill")
                    .containsEntry("skills", List.of("reader", "scribe", "waiter"));
        }

        @Test
        void doesNotAskWhetherInputsExistYet() {
            assertThat(gateway.create("scribe", "later.md").status()).isEqualTo(SessionStatus.CREATED);
        }

        @Test
        void hasNoSecondEffectWithTheSameIdempotencyKey() {
            Session first = create("key", RunInput.EMPTY);
            Session second = create("key", RunInput.EMPTY);

            assertThat(second).isEqualTo(first);
            assertThat(gateway.metaForge().sessions().list(null, 10, 0).total()).isEqualTo(1);
        }

        @Test
        void returnsWhatBecameOfTheSessionOfAnIdempotencyKey() {
            Session created = create("key", RunInput.EMPTY);
            gateway.runToEnd("scribe");

            assertThat(create("key", RunInput.EMPTY).status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
            assertThat(create("key", RunInput.EMPTY).id()).isEqualTo(created.id());
        }

        @Test
        void refusesAnIdempotencyKeyThatWasUsedForAnotherRequest() {
            create("key", RunInput.EMPTY);

            assertThat(Failures.of(() -> create("key", RunInput.ofFiles("PRD.md")))
                            .kind())
                    .isEqualTo(FailureKind.CONFLICT);
            assertThat(Failures.of(() -> run(null, "scribe", RunInput.EMPTY, "key"))
                            .kind())
                    .isEqualTo(FailureKind.CONFLICT);
            assertThat(gateway.metaForge().sessions().list(null, 10, 0).total()).isEqualTo(1);
        }

        private Session create(String key, RunInput input) {
            return gateway.metaForge()
                    .createSession()
                    .create(new CreateSession.Command(
                            new SkillName("scribe"), input, Actor.LOCAL, new IdempotencyKey(key)));
        }
    }

    @Nested
    class Running {

        @Test
        void answersAtOnceAndShowsTheRunAsRunning() throws Exception {
            Session running = gateway.run("waiter", "PRD.md");

            assertThat(running.status()).isEqualTo(SessionStatus.RUNNING);
            gate.awaitArrival();
            assertThat(gateway.session(running.id()).status()).isEqualTo(SessionStatus.RUNNING);
        }

        @Test
        void startsTheOldestEqualSessionThatWaits() {
            Session oldest = gateway.create("scribe", "PRD.md");
            clock.advance(Duration.ofSeconds(1));
            Session newer = gateway.create("scribe", "PRD.md");
            clock.advance(Duration.ofSeconds(1));

            assertThat(gateway.run("scribe", "PRD.md").id()).isEqualTo(oldest.id());
            assertThat(gateway.run("scribe", "PRD.md").id()).isEqualTo(newer.id());
            assertThat(gateway.run("scribe", "PRD.md").id()).isNotIn(oldest.id(), newer.id());
        }

        @Test
        void leavesSessionsWithAnotherInputSkillOrActorAlone() {
            Session otherInput = gateway.create("scribe");
            Session otherSkill = gateway.create("reader", "PRD.md");
            Session otherActor = gateway.metaForge()
                    .createSession()
                    .create(new CreateSession.Command(
                            new SkillName("scribe"), RunInput.ofFiles("PRD.md"), new Actor("Zoë"), null));

            assertThat(gateway.run("scribe", "PRD.md").id()).isNotIn(otherInput.id(), otherSkill.id(), otherActor.id());
        }

        @Test
        void startsTheNamedSession() {
            gateway.create("scribe", "PRD.md");
            clock.advance(Duration.ofSeconds(1));
            Session named = gateway.create("scribe", "PRD.md");

            assertThat(run(named.id(), "scribe", RunInput.ofFiles("PRD.md"), null)
                            .id())
                    .isEqualTo(named.id());
        }

        @Test
        void takesTheInputOfTheNamedSessionWhereTheRequestHasNone() {
            gateway.workspace().remove("PRD.md");
            gateway.workspace().put("OTHER.md", "text");
            Session named = gateway.create("reader", "OTHER.md");

            Session ended = gateway.awaitEnd(
                    run(named.id(), "reader", RunInput.EMPTY, null).id());
            assertThat(ended.input()).isEqualTo(RunInput.ofFiles("OTHER.md"));
            assertThat(ended.status()).isEqualTo(SessionStatus.COMPLETED);
        }

        @Test
        void refusesANamedSessionWhoseInputIsMissing() {
            Session named = gateway.create("reader", "missing.md");

            Failure failure = Failures.of(() -> run(named.id(), "reader", RunInput.EMPTY, null));
            assertThat(failure.kind()).isEqualTo(FailureKind.VALIDATION);
            assertThat(failure.details()).containsEntry("path", "missing.md");
        }

        @Test
        void refusesANamedSessionOfAnotherSkillOrInput() {
            Session named = gateway.create("scribe", "PRD.md");

            assertThat(Failures.of(() -> run(named.id(), "reader", RunInput.EMPTY, null))
                            .kind())
                    .isEqualTo(FailureKind.VALIDATION);
            gateway.workspace().put("OTHER.md", "text");
            assertThat(Failures.of(() -> run(named.id(), "scribe", RunInput.ofFiles("OTHER.md"), null))
                            .kind())
                    .isEqualTo(FailureKind.VALIDATION);
            assertThat(gateway.session(named.id())).isEqualTo(named);
        }

        @Test
        void refusesAnUnknownSession() {
            SessionId unknown = new Sessions().unknownId();

            assertThat(Failures.of(() -> run(unknown, "scribe", RunInput.EMPTY, null))
                            .kind())
                    .isEqualTo(FailureKind.NOT_FOUND);
        }

        @Test
        void refusesASessionThatWasRunAlready() {
            Session ended = gateway.runToEnd("scribe");

            Failure failure = Failures.of(() -> run(ended.id(), "scribe", RunInput.EMPTY, null));
            assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
            assertThat(failure.message()).contains("run", "pending_approval");
        }

        @Test
        void refusesInputsThatAreNotThere() {
            Failure failure = Failures.of(() -> gateway.run("scribe", "PRD.md", "missing.md"));

            assertThat(failure.kind()).isEqualTo(FailureKind.VALIDATION);
            assertThat(failure.details())
                    .containsEntry("field", "input.files[1]")
                    .containsEntry("path", "missing.md");
            assertThat(gateway.metaForge().sessions().list(null, 10, 0).total()).isZero();
        }

        @Test
        void hasNoSecondEffectWithTheSameIdempotencyKey() {
            Session first = run(null, "scribe", RunInput.EMPTY, "key");
            gateway.awaitEnd(first.id());
            Session second = run(null, "scribe", RunInput.EMPTY, "key");

            assertThat(second.id()).isEqualTo(first.id());
            assertThat(second.status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
            assertThat(scribe.calls()).isEqualTo(1);
        }

        @Test
        void repeatsTheAnswerAlsoWhereTheInputIsGoneByThen() {
            Session first = run(null, "scribe", RunInput.ofFiles("PRD.md"), "key");
            gateway.awaitEnd(first.id());
            gateway.workspace().remove("PRD.md");

            assertThat(run(null, "scribe", RunInput.ofFiles("PRD.md"), "key").id())
                    .isEqualTo(first.id());
            assertThat(Failures.of(() -> run(null, "scribe", RunInput.ofFiles("PRD.md"), "another"))
                            .kind())
                    .isEqualTo(FailureKind.VALIDATION);
        }

        @Test
        void leavesOtherWaitingSessionsAloneWhenARequestIsRepeated() {
            run(null, "scribe", RunInput.EMPTY, "key");
            Session waiting = gateway.create("scribe");
            run(null, "scribe", RunInput.EMPTY, "key");

            assertThat(gateway.session(waiting.id())).isEqualTo(waiting);
        }

        @Test
        void startsOneRunForManyCallersWithOneIdempotencyKey() throws Exception {
            List<Session> started = Callers.together(16, number -> run(null, "scribe", RunInput.EMPTY, "key"));

            assertThat(started)
                    .extracting(Session::id)
                    .containsOnly(started.get(0).id());
            gateway.awaitEnd(started.get(0).id());
            assertThat(scribe.calls()).isEqualTo(1);
        }

        @Test
        void startsEachWaitingSessionOnceForManyCallers() throws Exception {
            List<SessionId> waiting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                waiting.add(gateway.create("scribe").id());
            }

            List<Session> started = Callers.together(16, number -> gateway.run("scribe"));

            assertThat(started).extracting(Session::id).doesNotHaveDuplicates().containsAll(waiting);
            started.forEach(session -> gateway.awaitEnd(session.id()));
            assertThat(scribe.calls()).isEqualTo(16);
        }
    }

    @Nested
    class Reading {

        @Test
        void pagesThroughSessionsNewestFirst() {
            List<SessionId> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ids.add(gateway.create("scribe").id());
                clock.advance(Duration.ofSeconds(1));
            }
            Collections.reverse(ids);

            Page<SessionSummary> page = gateway.metaForge().sessions().list(null, 2, 1);
            assertThat(page.items()).extracting(SessionSummary::id).containsExactlyElementsOf(ids.subList(1, 3));
            assertThat(page.total()).isEqualTo(5);
            assertThat(page.limit()).isEqualTo(2);
            assertThat(page.offset()).isEqualTo(1);
        }

        @Test
        void picksAStatusAndListsWhatIsPending() {
            gateway.create("reader");
            Session pending = gateway.runToEnd("scribe");

            assertThat(gateway.metaForge()
                            .sessions()
                            .list(SessionStatus.PENDING_APPROVAL, 10, 0)
                            .items())
                    .extracting(SessionSummary::id)
                    .containsExactly(pending.id());
            assertThat(gateway.metaForge().sessions().pending(10, 0).items()).containsExactly(pending);
            assertThat(gateway.metaForge().sessions().pending(10, 0).total()).isEqualTo(1);
        }

        @Test
        void refusesLimitsAndOffsetsOutOfBounds() {
            for (int limit : new int[] {0, -1, 201}) {
                assertThat(Failures.of(() -> gateway.metaForge().sessions().list(null, limit, 0))
                                .kind())
                        .isEqualTo(FailureKind.VALIDATION);
                assertThat(Failures.of(() -> gateway.metaForge().sessions().pending(limit, 0))
                                .kind())
                        .isEqualTo(FailureKind.VALIDATION);
            }
            assertThat(Failures.of(() -> gateway.metaForge().sessions().list(null, 1, -1))
                            .kind())
                    .isEqualTo(FailureKind.VALIDATION);
        }

        @Test
        void countsForTheStatus() {
            gateway.create("reader");
            gateway.runToEnd("scribe");
            Session completed = gateway.runToEnd("reader", "PRD.md");

            var status = gateway.metaForge().system().status(false);
            assertThat(completed.status()).isEqualTo(SessionStatus.COMPLETED);
            assertThat(List.of(status.active(), status.pending(), status.completed()))
                    .containsExactly(1L, 1L, 1L);
        }
    }

    @Nested
    class Deleting {

        @Test
        void removesTheSessionAndKeepsItsEventsAndDecision() {
            Session pending = gateway.runToEnd("scribe");
            gateway.reject(pending.id(), "not like this");

            gateway.metaForge().deleteSession().delete(pending.id(), Actor.LOCAL);

            assertThat(Failures.of(() -> gateway.session(pending.id())).kind()).isEqualTo(FailureKind.NOT_FOUND);
            assertThat(gateway.metaForge().events().history(pending.id(), 0, 100))
                    .extracting(event -> event.name())
                    .containsExactly("session.started", "session.complete", "approval.rejected", "session.deleted");
            assertThat(gateway.metaForge().system().audit(10, 0))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.decision().comment()).isEqualTo("not like this"));
        }

        @Test
        void cancelsARunningSessionFirst() throws Exception {
            Session running = gateway.run("waiter");
            gate.awaitArrival();

            gateway.metaForge().deleteSession().delete(running.id(), Actor.LOCAL);

            gate.awaitInterruption();
            assertThat(gateway.metaForge().events().history(running.id(), 0, 100))
                    .extracting(event -> event.name())
                    .containsExactly("session.started", "session.cancelled", "session.deleted");
        }

        @Test
        void findsNothingToDeleteASecondTime() {
            Session session = gateway.create("scribe");
            gateway.metaForge().deleteSession().delete(session.id(), Actor.LOCAL);

            assertThat(Failures.of(() -> gateway.metaForge().deleteSession().delete(session.id(), Actor.LOCAL))
                            .kind())
                    .isEqualTo(FailureKind.NOT_FOUND);
        }

        @Test
        void givesUpTheProposedBytes() {
            Session pending = gateway.runToEnd("scribe");
            var content = pending.proposal().orElseThrow().artifacts().get(0).content();
            assertThat(gateway.stores().contents().get(content)).isPresent();

            gateway.metaForge().deleteSession().delete(pending.id(), Actor.LOCAL);

            assertThat(gateway.stores().contents().get(content)).isEmpty();
        }
    }

    private Session run(@Nullable SessionId session, String skill, RunInput input, @Nullable String key) {
        return gateway.metaForge()
                .runAgent()
                .run(new RunAgent.Command(
                        new SkillName(skill),
                        input,
                        RunOptions.DEFAULT,
                        session,
                        Actor.LOCAL,
                        key == null ? null : new IdempotencyKey(key)));
    }
}
