package io.metaforge.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.application.port.out.SessionStore;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.approval.Decision;
import io.metaforge.domain.approval.Verdict;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.session.BudgetRequest;
import io.metaforge.domain.session.ModelBudget;
import io.metaforge.domain.session.ModelUsage;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionState;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.session.SessionSummary;
import io.metaforge.domain.skill.SkillName;
import io.metaforge.testkit.Sessions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link SessionStore} must do. */
public abstract class SessionStoreContract extends StoresContract {

    @SuppressWarnings("NullAway.Init")
    private SessionStore store;

    @BeforeEach
    final void findStore() {
        store = stores.sessions();
    }

    @Nested
    class Inserting {

        @ParameterizedTest
        @EnumSource
        void keepsEverythingASessionHoldsInEachStatus(SessionStatus status) {
            Session session = insert(sessions.in(status));

            assertThat(store.find(session.id())).contains(session);
        }

        @Test
        void keepsAQueuedSessionWithItsOptions() {
            Session session = insert(sessions.queued());

            assertThat(store.find(session.id())).contains(session);
        }

        @Test
        void keepsInputOfEveryJsonType() {
            Map<String, @Nullable Object> args = new LinkedHashMap<>();
            args.put("text", "Größe “µ” \\ \" ' \n \t 技術 🔌 \u2028 \u0001");
            args.put("ключ", true);
            args.put("nothing", null);
            args.put("count", 12);
            args.put("ratio", 0.1);
            args.put("list", Arrays.asList("a", null, false, List.of(), Map.of()));
            args.put("map", Map.of("inner", Map.of("deep", List.of(1, 2, 3))));
            args.put("", "empty name");
            Session session = insert(sessions.created(
                    new RunInput(RunInput.ofFiles("b.md", "a.md", "docs/Ω.md").files(), args)));

            assertThat(store.find(session.id())).contains(session);
        }

        @Test
        void keepsNumbersByValue() {
            Map<String, @Nullable Object> args = new LinkedHashMap<>();
            args.put("long", Long.MAX_VALUE);
            args.put("decimal", new BigDecimal("3.300"));
            args.put("exponent", new BigDecimal("4.7E-6"));
            args.put("negative", -0.25);
            Session session = insert(sessions.created(new RunInput(List.of(), args)));

            Session found = store.find(session.id()).orElseThrow();
            assertThat(found.input().fingerprint()).isEqualTo(session.input().fingerprint());
        }

        @Test
        void keepsTheNulCharacterThatJsonAllows() {
            RunInput input = new RunInput(List.of(), Map.of("text", "before\u0000after"));
            Session created = insert(sessions.created(input));
            Session pending = sessions.pendingApproval();
            Session rejected = insert(pending.reject(sessions.rejection(pending, "nul: \u0000"), sessions.tick())
                    .session());

            assertThat(store.find(created.id())).contains(created);
            assertThat(store.find(rejected.id())).contains(rejected);
        }

        @Test
        void keepsAPartialApprovalAndLongComments() {
            Session pending = sessions.pendingApproval();
            Decision decision = sessions.approval(pending, "x".repeat(10_000));
            Decision partial = new Decision(
                    decision.verdict(),
                    decision.actor(),
                    decision.comment(),
                    decision.digest(),
                    decision.approved().subList(0, 1),
                    decision.at());
            Session session = insert(pending.approve(partial, sessions.tick()).session());

            assertThat(store.find(session.id())).contains(session);
        }

        @Test
        void refusesAnIdThatIsTaken() {
            Session session = insert(sessions.created());
            Session same = session.run(RunOptions.DEFAULT, sessions.tick()).session();

            assertThatThrownBy(() -> store.insert(same)).isInstanceOf(RuntimeException.class);
            assertThat(store.find(session.id())).contains(session);
        }

        @Test
        void leavesNothingBehindWhenRolledBack() {
            Session session = sessions.created();
            inVain(() -> store.insert(session));

            assertThat(store.find(session.id())).isEmpty();
            assertThat(store.list(Set.of(), 10, 0)).isEmpty();
            assertThat(count(SessionStatus.CREATED)).isZero();
        }
    }

    @Nested
    class Finding {

        @Test
        void findsNothingForAnUnknownId() {
            SessionId unknown = sessions.unknownId();

            assertThat(store.find(unknown)).isEmpty();
            assertThat(store.findForUpdate(unknown)).isEmpty();
        }

        @Test
        void findsWhatTheSameUnitHasWritten() {
            Session session = sessions.created();

            stores.unitOfWork().run(() -> {
                store.insert(session);
                assertThat(store.find(session.id())).contains(session);
                Session running =
                        session.run(RunOptions.DEFAULT, sessions.tick()).session();
                store.update(running, 0);
                assertThat(store.find(session.id())).contains(running);
                assertThat(store.list(EnumSet.of(SessionStatus.RUNNING), 10, 0)).hasSize(1);
            });
        }
    }

    @Nested
    class Updating {

        @Test
        void savesTheNewState() {
            Session created = insert(sessions.created());
            Session running =
                    created.run(new RunOptions(1.5, true), sessions.tick()).session();

            store.update(running, created.version());

            assertThat(store.find(created.id())).contains(running);
        }

        @Test
        void savesSeveralVerbsAtOnce() {
            Session created = insert(sessions.created());
            Session started = created.run(RunOptions.DEFAULT, sessions.tick())
                    .session()
                    .start(sessions.tick())
                    .session();

            store.update(started, created.version());

            assertThat(store.find(created.id())).contains(started);
        }

        @Test
        void goesThroughAWholeLife() {
            Session session = insert(sessions.created());
            List<Session> life = new ArrayList<>();
            life.add(session.run(RunOptions.DEFAULT, sessions.tick()).session());
            life.add(last(life).start(sessions.tick()).session());
            life.add(last(life).propose(Sessions.proposal(), sessions.tick()).session());
            life.add(last(life)
                    .approve(sessions.approval(last(life), null), sessions.tick())
                    .session());
            life.add(last(life).conflict(sessions.tick()).session());
            life.add(last(life)
                    .approve(sessions.approval(last(life), "again"), sessions.tick())
                    .session());
            life.add(last(life).applied(sessions.tick()).session());

            for (Session next : life) {
                store.update(next, next.version() - 1);
                assertThat(store.find(session.id())).contains(next);
            }
            assertThat(store.counts().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(1);
        }

        @Test
        void keepsWhatASessionAsksForThatWaitsForABudget() {
            BudgetRequest request = new BudgetRequest(
                    new ModelUsage(3, 4_000, 50, new BigDecimal("0.0123456789")),
                    new ModelBudget(5_000, new BigDecimal("0.1")),
                    new ModelBudget(Long.MAX_VALUE, null));
            Session created = insert(sessions.created());
            Session waiting = created.run(RunOptions.DEFAULT, sessions.tick())
                    .session()
                    .pauseForBudget(request, sessions.tick())
                    .session();
            store.update(waiting, created.version());
            assertThat(store.find(created.id())).contains(waiting);
            assertThat(store.inStatus(SessionStatus.PENDING_APPROVAL, 10, 0)).containsExactly(waiting);

            Decision no = new Decision(
                    Verdict.REJECTED, Sessions.ACTOR, "Too dear", request.digest(), List.of(), sessions.tick());
            Session refused = waiting.reject(no, sessions.tick()).session();
            store.update(refused, waiting.version());
            assertThat(store.find(created.id())).contains(refused);
            assertThat(count(SessionStatus.REJECTED)).isEqualTo(1);
        }

        @Test
        void refusesWhenSomebodyElseChangedTheSession() {
            Session created = insert(sessions.created());
            Session running = created.run(RunOptions.DEFAULT, sessions.tick()).session();
            store.update(running, created.version());
            Session cancelled = created.cancel(Sessions.ACTOR, sessions.tick()).session();

            assertConflict(() -> store.update(cancelled, created.version()));
            assertThat(store.find(created.id())).contains(running);
        }

        @Test
        void refusesWhenTheSessionIsGone() {
            Session created = sessions.created();
            Session running = created.run(RunOptions.DEFAULT, sessions.tick()).session();

            assertConflict(() -> store.update(running, created.version()));
            assertThat(store.find(created.id())).isEmpty();
        }

        @Test
        void leavesTheOldStateBehindWhenRolledBack() {
            Session created = insert(sessions.created());
            inVain(() -> store.update(
                    created.run(RunOptions.DEFAULT, sessions.tick()).session(), 0));

            assertThat(store.find(created.id())).contains(created);
            assertThat(count(SessionStatus.CREATED)).isEqualTo(1);
            assertThat(count(SessionStatus.RUNNING)).isZero();
        }

        @Test
        void letsOneOfManyConcurrentChangesThrough() throws Exception {
            Session created = insert(sessions.created());

            List<Boolean> saved = Threads.together(8, number -> {
                Session changed = created.cancel(new Actor("caller " + number), sessions.tick())
                        .session();
                try {
                    stores.unitOfWork().run(() -> store.update(changed, created.version()));
                    return true;
                } catch (MetaForgeException e) {
                    assertThat(e.failure().kind()).isEqualTo(FailureKind.CONFLICT);
                    return false;
                }
            });

            assertThat(saved).containsOnlyOnce(true);
            assertThat(store.find(created.id()).orElseThrow().state())
                    .isEqualTo(new SessionState.Cancelled(new Actor("caller " + saved.indexOf(true))));
        }
    }

    @Nested
    class FindingForUpdate {

        @Test
        void findsTheSession() {
            Session session = insert(sessions.pendingApproval());

            assertThat(store.findForUpdate(session.id())).contains(session);
        }

        @Test
        void waitsForTheUnitThatHoldsTheSessionAndSeesWhatItDid() throws Exception {
            Session running = insert(sessions.running());
            CompletableFuture<Optional<Session>> second = secondWhileHeld(running, () -> {});

            assertThat(Threads.result(second).orElseThrow().version()).isEqualTo(running.version() + 1);
        }

        @Test
        void seesTheOldStateAfterTheUnitThatHeldItRolledBack() throws Exception {
            Session running = insert(sessions.running());
            CompletableFuture<Optional<Session>> second = secondWhileHeld(running, () -> {
                throw new RollBack();
            });

            assertThat(Threads.result(second)).contains(running);
        }

        /** Holds and changes the session, lets a second caller ask for it, and ends the unit. */
        private CompletableFuture<Optional<Session>> secondWhileHeld(Session running, Runnable end) throws Exception {
            CompletableFuture<CompletableFuture<Optional<Session>>> asked = new CompletableFuture<>();
            try {
                stores.unitOfWork().run(() -> {
                    Session held = store.findForUpdate(running.id()).orElseThrow();
                    store.update(held.start(sessions.tick()).session(), held.version());
                    CompletableFuture<Optional<Session>> second =
                            Threads.start(() -> stores.unitOfWork().execute(() -> store.findForUpdate(running.id())));
                    asked.complete(second);
                    assertWaits(second);
                    end.run();
                });
            } catch (RollBack expected) {
                assertThat(asked).isDone();
            }
            return Threads.result(asked);
        }

        private void assertWaits(CompletableFuture<?> caller) {
            assertThat(caller).as("a second caller").satisfies(waiting -> assertThat(Threads.endsWithinAMoment(waiting))
                    .isFalse());
        }

        @Test
        void losesNoChangeOfManyConcurrentCallers() throws Exception {
            Session running = insert(sessions.queued());

            Threads.together(8, number -> {
                for (int i = 0; i < 10; i++) {
                    stores.unitOfWork().run(() -> {
                        Session held = store.findForUpdate(running.id()).orElseThrow();
                        store.update(held.start(sessions.tick()).session(), held.version());
                    });
                }
                return true;
            });

            assertThat(store.find(running.id()).orElseThrow().state()).isEqualTo(new SessionState.Running(80));
        }
    }

    @Nested
    class FindingTheOldestCreated {

        private final RunInput input = RunInput.ofFiles("PRD.md");

        private Optional<Session> find() {
            return store.findOldestCreated(Sessions.SKILL, input, Sessions.ACTOR);
        }

        @Test
        void picksTheOldestThatWaitsWithTheSameSkillCreatorAndInput() {
            Session oldest = sessions.created(input);
            Session newer = sessions.created(input);
            insert(newer);
            insert(oldest);

            assertThat(find()).contains(oldest);
        }

        @Test
        void passesOverAllOthers() {
            insert(sessions.created(new SkillName("architecture"), input, Sessions.ACTOR));
            insert(sessions.created(Sessions.SKILL, RunInput.ofFiles("OTHER.md"), Sessions.ACTOR));
            insert(sessions.created(Sessions.SKILL, RunInput.EMPTY, Sessions.ACTOR));
            insert(sessions.created(Sessions.SKILL, new RunInput(input.files(), Map.of("deep", true)), Sessions.ACTOR));
            insert(sessions.created(Sessions.SKILL, input, Actor.LOCAL));
            for (SessionStatus status : EnumSet.complementOf(EnumSet.of(SessionStatus.CREATED))) {
                insert(sessions.in(status));
            }

            assertThat(find()).isEmpty();
        }

        @Test
        void comparesInputsAsJson() {
            Map<String, @Nullable Object> args = new LinkedHashMap<>();
            args.put("a", 1);
            args.put("b", "µ");
            Map<String, @Nullable Object> sameArgs = new LinkedHashMap<>();
            sameArgs.put("b", "µ");
            sameArgs.put("a", new BigDecimal("1.0"));
            Session session = insert(sessions.created(new RunInput(List.of(), args)));

            assertThat(store.findOldestCreated(Sessions.SKILL, new RunInput(List.of(), sameArgs), Sessions.ACTOR)
                            .map(Session::id))
                    .contains(session.id());
        }

        @Test
        void doesNotFindASessionThatHasLeftCreated() {
            Session session = insert(sessions.created(input));
            store.update(session.run(RunOptions.DEFAULT, sessions.tick()).session(), 0);

            assertThat(find()).isEmpty();
        }

        @Test
        void findsItAgainAfterTheFinderRolledBack() {
            Session session = insert(sessions.created(input));
            inVain(() -> store.update(
                    find().orElseThrow()
                            .run(RunOptions.DEFAULT, sessions.tick())
                            .session(),
                    0));

            assertThat(find()).contains(session);
        }

        @Test
        void neverGivesTheSameOneToTwoConcurrentCallers() throws Exception {
            List<SessionId> inserted = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                inserted.add(insert(sessions.created(input)).id());
            }
            List<SessionId> taken = Collections.synchronizedList(new ArrayList<>());

            Threads.together(8, number -> {
                while (takeOne(taken)) {
                    Thread.yield();
                }
                return true;
            });

            assertThat(taken).containsExactlyInAnyOrderElementsOf(inserted);
            assertThat(count(SessionStatus.RUNNING)).isEqualTo(20);
        }

        private boolean takeOne(List<SessionId> taken) {
            Optional<SessionId> mine = stores.unitOfWork().execute(() -> find().map(found -> {
                store.update(found.run(RunOptions.DEFAULT, sessions.tick()).session(), found.version());
                return found.id();
            }));
            mine.ifPresent(taken::add);
            return mine.isPresent();
        }
    }

    @Nested
    class Listing {

        @Test
        void isEmptyAtFirst() {
            assertThat(store.list(Set.of(), 10, 0)).isEmpty();
            assertThat(store.inStatus(SessionStatus.PENDING_APPROVAL, 10, 0)).isEmpty();
            assertThat(store.counts().values()).allMatch(count -> count == 0);
        }

        @Test
        void showsNewestFirst() {
            List<Session> all = insertAll(sessions.inEveryStatus());
            Collections.reverse(all);

            assertThat(store.list(Set.of(), 100, 0)).isEqualTo(summaries(all));
        }

        @Test
        void ordersByIdWhatWasCreatedAtTheSameTime() {
            List<Session> all = new ArrayList<>();
            Session first = sessions.created();
            for (int i = 0; i < 5; i++) {
                all.add(insert(Session.create(
                        sessions.created().id(),
                        first.skill(),
                        first.agent(),
                        first.input(),
                        first.createdBy(),
                        first.created())));
            }
            all.sort(Comparator.comparing(Session::id).reversed());

            assertThat(store.list(Set.of(), 100, 0)).isEqualTo(summaries(all));
        }

        @Test
        void keepsTheOrderOfCreationWhenOlderSessionsChange() {
            Session older = insert(sessions.created());
            Session newer = insert(sessions.created());
            Session changed = older.run(RunOptions.DEFAULT, sessions.tick()).session();
            store.update(changed, 0);

            assertThat(store.list(Set.of(), 10, 0)).isEqualTo(summaries(List.of(newer, changed)));
        }

        @Test
        void picksStatuses() {
            List<Session> all = insertAll(sessions.inEveryStatus());
            all.addAll(insertAll(sessions.inEveryStatus()));
            Collections.reverse(all);

            for (Set<SessionStatus> picked : List.of(
                    EnumSet.of(SessionStatus.CREATED),
                    EnumSet.of(SessionStatus.PENDING_APPROVAL, SessionStatus.APPLYING),
                    EnumSet.of(SessionStatus.FAILED, SessionStatus.CANCELLED, SessionStatus.COMPLETED),
                    EnumSet.allOf(SessionStatus.class))) {
                assertThat(store.list(picked, 100, 0))
                        .isEqualTo(summaries(all.stream()
                                .filter(session -> picked.contains(session.status()))
                                .toList()));
            }
        }

        @Test
        void pagesHoldEverySessionOnce() {
            List<Session> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                all.addAll(insertAll(sessions.inEveryStatus()));
            }
            Collections.reverse(all);
            List<SessionSummary> expected = summaries(all);

            List<SessionSummary> paged = new ArrayList<>();
            for (int offset = 0; offset < all.size(); offset += 4) {
                paged.addAll(store.list(Set.of(), 4, offset));
            }
            assertThat(paged).isEqualTo(expected);
            assertThat(store.list(EnumSet.of(SessionStatus.FAILED), 1, 1))
                    .isEqualTo(expected.stream()
                            .filter(summary -> summary.status() == SessionStatus.FAILED)
                            .skip(1)
                            .limit(1)
                            .toList());
        }

        @Test
        void isEmptyBeyondTheEnd() {
            insert(sessions.created());

            assertThat(store.list(Set.of(), 10, 1)).isEmpty();
            assertThat(store.list(Set.of(), 200, Long.MAX_VALUE)).isEmpty();
            assertThat(store.inStatus(SessionStatus.CREATED, 10, 1)).isEmpty();
        }

        @Test
        void showsWholeSessionsOfAStatusThoseUnchangedLongestFirst() {
            Session first = sessions.running();
            Session second = sessions.running();
            Session secondPending =
                    second.propose(Sessions.proposal(), sessions.tick()).session();
            Session firstPending =
                    first.propose(Sessions.proposal(), sessions.tick()).session();
            Session third = sessions.pendingApproval();
            insertAll(List.of(firstPending, third, secondPending, sessions.running()));

            assertThat(store.inStatus(SessionStatus.PENDING_APPROVAL, 10, 0))
                    .containsExactly(secondPending, firstPending, third);
            assertThat(store.inStatus(SessionStatus.PENDING_APPROVAL, 2, 0))
                    .containsExactly(secondPending, firstPending);
            assertThat(store.inStatus(SessionStatus.PENDING_APPROVAL, 2, 2)).containsExactly(third);
        }
    }

    @Nested
    class Counting {

        @Test
        void tellsHowManyOfOneCreatorAreRunning() {
            Actor other = new Actor("somebody else");
            insertAll(sessions.inEveryStatus());
            Session queued = insert(sessions.queued());
            insert(sessions.created(Sessions.SKILL, RunInput.EMPTY, other)
                    .run(RunOptions.DEFAULT, sessions.tick())
                    .session());

            assertThat(store.countRunning(Sessions.ACTOR)).isEqualTo(2);
            assertThat(store.countRunning(other)).isEqualTo(1);
            assertThat(store.countRunning(new Actor("nobody"))).isZero();

            store.update(queued.cancel(Sessions.ACTOR, sessions.tick()).session(), queued.version());
            assertThat(store.countRunning(Sessions.ACTOR)).isEqualTo(1);
        }

        @Test
        void followsEveryChange() {
            insertAll(sessions.inEveryStatus());
            Session created = insert(sessions.created());
            for (SessionStatus status : SessionStatus.values()) {
                assertThat(count(status)).isEqualTo(status == SessionStatus.CREATED ? 2 : 1);
            }

            Session running = created.run(RunOptions.DEFAULT, sessions.tick()).session();
            store.update(running, 0);
            assertThat(count(SessionStatus.CREATED)).isEqualTo(1);
            assertThat(count(SessionStatus.RUNNING)).isEqualTo(2);

            store.update(running.start(sessions.tick()).session(), running.version());
            assertThat(count(SessionStatus.RUNNING)).isEqualTo(2);

            store.delete(created.id());
            assertThat(count(SessionStatus.RUNNING)).isEqualTo(1);
        }

        @Test
        void staysExactUnderConcurrentUnitsOfWhichSomeRollBack() throws Exception {
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            CompletableFuture<Boolean> alwaysPairs = Threads.start(() -> {
                boolean pairs = true;
                while (!done.isDone()) {
                    pairs &= store.counts().values().stream()
                                            .mapToLong(Long::longValue)
                                            .sum()
                                    % 2
                            == 0;
                    Thread.yield();
                }
                return pairs;
            });

            List<List<Session>> kept = Threads.together(4, number -> {
                List<Session> mine = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    Session one = sessions.created();
                    Session two = sessions.failed();
                    if (i % 4 == 3) {
                        inVain(() -> insertAll(List.of(one, two)));
                        continue;
                    }
                    stores.unitOfWork().run(() -> insertAll(List.of(one, two)));
                    Session cancelled =
                            one.cancel(Sessions.ACTOR, sessions.tick()).session();
                    store.update(cancelled, 0);
                    if (i % 2 == 0) {
                        stores.unitOfWork().run(() -> {
                            store.delete(one.id());
                            store.delete(two.id());
                        });
                    } else {
                        mine.addAll(List.of(cancelled, two));
                    }
                }
                return mine;
            });
            done.complete(true);

            assertThat(Threads.result(alwaysPairs))
                    .as("pairs written in one unit are counted together")
                    .isTrue();
            Map<SessionStatus, Long> expected = new EnumMap<>(SessionStatus.class);
            kept.forEach(mine -> mine.forEach(session -> expected.merge(session.status(), 1L, Long::sum)));
            for (SessionStatus status : SessionStatus.values()) {
                assertThat(count(status)).as(status.name()).isEqualTo(expected.getOrDefault(status, 0L));
            }
        }
    }

    @Nested
    class Deleting {

        @Test
        void removesASessionOnce() {
            Session gone = insert(sessions.approved());
            Session stays = insert(sessions.approved());

            assertThat(store.delete(gone.id())).isTrue();
            assertThat(store.delete(gone.id())).isFalse();
            assertThat(store.find(gone.id())).isEmpty();
            assertThat(store.list(Set.of(), 10, 0)).isEqualTo(summaries(List.of(stays)));
        }

        @Test
        void findsNothingToRemoveForAnUnknownId() {
            assertThat(store.delete(sessions.unknownId())).isFalse();
        }

        @Test
        void takesNothingAwayWhenRolledBack() {
            Session session = insert(sessions.pendingApproval());
            inVain(() -> store.delete(session.id()));

            assertThat(store.find(session.id())).contains(session);
            assertThat(store.inStatus(SessionStatus.PENDING_APPROVAL, 10, 0)).containsExactly(session);
            assertThat(count(SessionStatus.PENDING_APPROVAL)).isEqualTo(1);
        }

        @Test
        void lastsForAllWaysToFindASession() {
            Session session = insert(sessions.created());
            store.delete(session.id());

            assertThat(store.findForUpdate(session.id())).isEmpty();
            assertThat(store.findOldestCreated(session.skill(), session.input(), session.createdBy()))
                    .isEmpty();
        }
    }

    private Session insert(Session session) {
        store.insert(session);
        return session;
    }

    @Nested
    class Revisions {

        @Test
        void keepsWhatASessionRevisesAndWhatItWarnsAbout() {
            Session rejected = insert(sessions.rejected());
            Session first = insert(sessions.rejectedAgain(rejected, "nul \u0000, Größe “µ” 技術 🔌"));
            Session second = insert(sessions.revising(first));

            assertThat(store.find(first.id())).contains(first);
            assertThat(store.find(second.id())).contains(second);
            assertThat(second.predecessor()).isNotNull().satisfies(predecessor -> assertThat(predecessor.earlier())
                    .containsExactly("Need to revise power requirements"));
        }

        @Test
        void keepsWarningsThatComeWithAChange() {
            Session running = insert(sessions.running());
            Session warned = running.warn(
                            sessions.rejectedAgain(sessions.rejected(), "again").warnings())
                    .finish(sessions.tick())
                    .session();
            store.update(warned, running.version());

            assertThat(store.find(running.id())).contains(warned);
            assertThat(warned.warnings()).hasSize(2);
        }

        @Test
        void listsWhatRevisesASessionOldestFirst() {
            Session rejected = insert(sessions.rejected());
            Session first = insert(sessions.revising(rejected));
            Session second = insert(sessions.revising(rejected));
            insert(sessions.revising(insert(sessions.rejected())));

            assertThat(store.revisionsOf(rejected.id(), 10)).containsExactly(first.id(), second.id());
            assertThat(store.revisionsOf(rejected.id(), 1)).containsExactly(first.id());
            assertThat(store.revisionsOf(first.id(), 10)).isEmpty();
        }

        @Test
        void forgetsRevisionsThatAreDeletedAndKeepsThoseOfDeletedSessions() {
            Session rejected = insert(sessions.rejected());
            Session first = insert(sessions.revising(rejected));
            Session second = insert(sessions.revising(rejected));
            store.delete(first.id());
            store.delete(rejected.id());

            assertThat(store.revisionsOf(rejected.id(), 10)).containsExactly(second.id());
            assertThat(store.find(second.id())).contains(second);
        }
    }

    private List<Session> insertAll(List<Session> all) {
        all.forEach(store::insert);
        return new ArrayList<>(all);
    }

    private long count(SessionStatus status) {
        return store.counts().getOrDefault(status, 0L);
    }

    private static Session last(List<Session> life) {
        return life.get(life.size() - 1);
    }

    private static List<SessionSummary> summaries(List<Session> of) {
        return of.stream()
                .map(s -> new SessionSummary(s.id(), s.skill(), s.status(), s.created()))
                .toList();
    }

    private static void assertConflict(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(MetaForgeException.class, e -> assertThat(
                        e.failure().kind())
                .isEqualTo(FailureKind.CONFLICT));
    }
}
