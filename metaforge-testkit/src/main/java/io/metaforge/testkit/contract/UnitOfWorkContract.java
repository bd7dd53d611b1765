package io.metaforge.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.application.port.out.IdempotencyKeys.Use;
import io.metaforge.application.port.out.UnitOfWork;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.testkit.Sessions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every {@link UnitOfWork} must do, together with the stores that take part in it. */
public abstract class UnitOfWorkContract extends StoresContract {

    @SuppressWarnings("NullAway.Init")
    private UnitOfWork unit;

    private final byte[] content = "content".getBytes(StandardCharsets.UTF_8);
    private final List<SessionId> handled = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    final void findUnit() {
        unit = stores.unitOfWork();
        stores.runs().start(1, handled::add);
    }

    @AfterEach
    final void stopQueue() {
        stores.runs().stop(1_000);
    }

    @Nested
    class Committing {

        @Test
        void returnsWhatTheWorkReturned() {
            assertThat(unit.execute(() -> "result")).isEqualTo("result");
        }

        @Test
        void makesTheWorkOfAllStoresVisibleToOthers() throws Exception {
            Session session = sessions.rejected();
            unit.run(() -> writeEverything(session));

            Threads.result(Threads.start(() -> {
                assertEverythingIsThere(session);
                return true;
            }));
        }

        @Test
        void worksOutsideOfAnyUnitToo() {
            Session session = sessions.rejected();
            writeEverything(session);

            assertEverythingIsThere(session);
        }

        @Test
        void showsPartsOfAUnitToNobody() throws Exception {
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            CompletableFuture<Boolean> alwaysPairs = Threads.start(() -> {
                boolean pairs = true;
                while (!done.isDone()) {
                    pairs &= stores.sessions().list(Set.of(), 1_000, 0).size() % 2 == 0;
                    Thread.yield();
                }
                return pairs;
            });

            Threads.together(4, number -> {
                for (int i = 0; i < 20; i++) {
                    Runnable pair = () -> {
                        stores.sessions().insert(sessions.created());
                        Thread.yield();
                        stores.sessions().insert(sessions.running());
                    };
                    if (i % 2 == 0) {
                        unit.run(pair);
                    } else {
                        inVain(pair);
                    }
                }
                return true;
            });
            done.complete(true);

            assertThat(Threads.result(alwaysPairs)).isTrue();
            assertThat(stores.sessions().list(Set.of(), 1_000, 0)).hasSize(80);
        }
    }

    @Nested
    class RollingBack {

        @Test
        void takesBackTheWorkOfAllStores() {
            Session session = sessions.rejected();
            inVain(() -> writeEverything(session));

            assertNothingIsThere(session);
        }

        @Test
        void takesBackSeveralChangesOfTheSameThings() {
            Session session = sessions.queued();
            stores.sessions().insert(session);
            inVain(() -> {
                Session started = session.start(sessions.tick()).session();
                stores.sessions().update(started, session.version());
                Session failed =
                        started.fail(Sessions.failure(), sessions.tick()).session();
                stores.sessions().update(failed, started.version());
                stores.sessions().delete(session.id());
            });

            assertThat(stores.sessions().find(session.id())).contains(session);
            assertThat(stores.sessions().inStatus(SessionStatus.RUNNING, 10, 0)).containsExactly(session);
        }

        @Test
        void letsThroughWhatTheWorkThrew() {
            RuntimeException exception = new IllegalStateException("because");
            Error error = new AssertionError("because");

            assertThatThrownBy(() -> unit.run(() -> {
                        throw exception;
                    }))
                    .isSameAs(exception);
            assertThatThrownBy(() -> unit.run(() -> {
                        throw error;
                    }))
                    .isSameAs(error);
        }

        @Test
        void alsoFollowsAnError() {
            Session session = sessions.created();

            assertThatThrownBy(() -> unit.run(() -> {
                        stores.sessions().insert(session);
                        throw new StackOverflowError();
                    }))
                    .isInstanceOf(StackOverflowError.class);
            assertThat(stores.sessions().find(session.id())).isEmpty();
        }

        @Test
        void doesNotHinderTheNextUnitOfTheThread() {
            inVain(() -> stores.sessions().insert(sessions.created()));
            Session session = sessions.created();
            unit.run(() -> stores.sessions().insert(session));

            assertThat(stores.sessions().list(Set.of(), 10, 0)).hasSize(1);
        }
    }

    @Nested
    class Joining {

        @Test
        void makesInnerWorkPartOfTheOuterUnit() {
            Session session = sessions.rejected();
            inVain(() -> {
                unit.run(() -> writeEverything(session));
                assertThat(unit.execute(() -> stores.sessions().find(session.id())))
                        .contains(session);
            });

            assertNothingIsThere(session);
        }

        @Test
        void rollsBackEverythingWhenInnerWorkThrows() {
            Session outer = sessions.created();
            Session inner = sessions.created();

            assertThatThrownBy(() -> unit.run(() -> {
                        stores.sessions().insert(outer);
                        unit.run(() -> {
                            stores.sessions().insert(inner);
                            throw new RollBack();
                        });
                    }))
                    .isInstanceOf(RollBack.class);
            assertThat(stores.sessions().list(Set.of(), 10, 0)).isEmpty();
        }

        @Test
        void showsInnerWorkToOthersOnlyWhenTheOuterUnitHasCommitted() {
            Session session = sessions.created();
            inVain(() -> {
                unit.run(() -> stores.sessions().insert(session));
                CompletableFuture<Boolean> seen =
                        Threads.start(() -> stores.sessions().find(session.id()).isPresent());
                assertThat(endsUnseen(seen)).isTrue();
            });
        }

        @Test
        void goesByThread() throws Exception {
            Session mine = sessions.created();
            Session theirs = sessions.created();
            CompletableFuture<CompletableFuture<Boolean>> other = new CompletableFuture<>();
            inVain(() -> {
                stores.sessions().insert(mine);
                other.complete(Threads.start(() -> {
                    unit.run(() -> stores.sessions().insert(theirs));
                    return true;
                }));
            });
            Threads.result(Threads.result(other));

            assertThat(stores.sessions().find(mine.id())).isEmpty();
            assertThat(stores.sessions().find(theirs.id())).contains(theirs);
        }

        /** A store may let the other thread wait for the end of the unit, or answer at once; it must not answer yes. */
        private boolean endsUnseen(CompletableFuture<Boolean> seen) {
            try {
                return !Threads.endsWithinAMoment(seen) || !seen.join();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Nested
    class Availability {

        @Test
        void isAnsweredWithinASecond() {
            CompletableFuture<Boolean> available = Threads.start(() -> unit.available());

            assertThat(available).succeedsWithin(1, TimeUnit.SECONDS).isEqualTo(true);
        }

        @Test
        void isAnsweredAlsoWhileAUnitIsAtWork() {
            unit.run(() -> {
                CompletableFuture<Boolean> available = Threads.start(() -> unit.available());
                assertThat(available).succeedsWithin(1, TimeUnit.SECONDS).isEqualTo(true);
            });
        }
    }

    private void writeEverything(Session rejected) {
        stores.sessions().insert(rejected);
        stores.events().append(List.of(rejected.delete(Sessions.ACTOR)), rejected.updated());
        stores.contents().put(rejected.id(), List.of(content));
        stores.decisions().record(rejected, rejected.decision().orElseThrow());
        stores.idempotencyKeys().claim(Sessions.ACTOR, "key", use(rejected), rejected.updated());
        stores.runs().enqueue(rejected.id());
    }

    private static Use use(Session session) {
        return new Use("create", Digest.of("request"), session.id());
    }

    private void assertEverythingIsThere(Session session) {
        assertThat(stores.sessions().find(session.id())).contains(session);
        assertThat(stores.contents().get(Digest.of(content))).hasValue(content);
        assertThat(stores.decisions().list(10, 0)).hasSize(1);
        assertThat(stores.idempotencyKeys().claim(Sessions.ACTOR, "key", use(session), session.updated()))
                .contains(use(session));
        eventually().until(() -> stores.events().read(0, session.id(), 10).size() == 1);
        eventually().until(() -> handled.contains(session.id()));
    }

    private void assertNothingIsThere(Session session) {
        assertThat(stores.sessions().find(session.id())).isEmpty();
        assertThat(stores.contents().get(Digest.of(content))).isEmpty();
        assertThat(stores.decisions().list(10, 0)).isEmpty();
        assertThat(stores.idempotencyKeys().claim(Sessions.ACTOR, "key", use(session), session.updated()))
                .isEmpty();

        Session later = sessions.running();
        unit.run(() -> {
            stores.events().append(List.of(later.progress(0, "later")), later.updated());
            stores.runs().enqueue(later.id());
        });
        eventually().until(() -> stores.events().read(0, later.id(), 10).size() == 1);
        eventually().until(() -> handled.contains(later.id()));
        assertThat(stores.events().read(0, session.id(), 10)).isEmpty();
        assertThat(handled).doesNotContain(session.id());
    }
}
