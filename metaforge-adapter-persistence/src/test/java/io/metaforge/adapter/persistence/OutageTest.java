package io.metaforge.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.adapter.persistence.embedded.LocalDatabase;
import io.metaforge.application.port.out.Stores;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.testkit.Sessions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the stores do when the server, another gateway or a lock gets in the way. */
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutageTest {

    private final Sessions sessions = new Sessions();

    @Nested
    class OfTheServer {

        @Test
        void isReportedAsSuchAndOverWhenTheServerIsBack() throws Exception {
            Path forge = Files.createTempDirectory("metaforge-outage-");
            try (LocalDatabase server = LocalDatabase.start(forge);
                    PostgresStores opened = open(server)) {
                Stores stores = opened.stores();
                List<SessionId> handled = new CopyOnWriteArrayList<>();
                stores.runs().start(1, handled::add);
                Session before = sessions.running();
                stores.unitOfWork().run(() -> {
                    stores.sessions().insert(before);
                    stores.events().append(List.of(before.progress(0, "before")), before.updated());
                });

                // Held still, the server neither answers nor refuses.
                signal("-STOP", server.pid());
                stopBackends(server, "-STOP");
                long asked = System.nanoTime();
                assertThat(stores.unitOfWork().available()).isFalse();
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofMillis(1_100));
                stopBackends(server, "-CONT");
                signal("-CONT", server.pid());
                eventuallyAvailable(stores);

                ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
                eventuallyAvailable(stores);

                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .ignoreExceptionsInstanceOf(MetaForgeException.class)
                        .until(() -> stores.sessions().find(before.id()).isPresent());
                Session after = sessions.running();
                stores.unitOfWork().run(() -> {
                    stores.events().append(List.of(after.progress(0, "after")), after.updated());
                    stores.runs().enqueue(after.id());
                });
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> stores.events().read(0, null, 10).size() == 2 && handled.contains(after.id()));
            } finally {
                TestDatabase.delete(forge);
            }
        }

        private void eventuallyAvailable(Stores stores) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> stores.unitOfWork()
                    .available());
        }

        private void stopBackends(LocalDatabase server, String signal) throws Exception {
            for (ProcessHandle child :
                    ProcessHandle.of(server.pid()).orElseThrow().children().toList()) {
                signal(signal, child.pid());
            }
        }

        private void signal(String signal, long pid) throws Exception {
            new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor();
        }
    }

    @Nested
    class OfConnections {

        @Test
        void isAFailureThatSaysNothingOfTheServer() throws Exception {
            TestDatabase database = TestDatabase.create();
            try (PostgresStores stores = database.open()) {
                database.close();
                assertThatThrownBy(() -> stores.stores().sessions().find(sessions.unknownId()))
                        .isInstanceOfSatisfying(MetaForgeException.class, e -> {
                            assertThat(e.failure().kind()).isEqualTo(FailureKind.UNAVAILABLE);
                            assertThat(e.failure().message()).doesNotContain("127.0.0.1", "test_", "select");
                        });
                assertThat(stores.stores().unitOfWork().available()).isFalse();
            }
        }
    }

    @Nested
    class OfLocks {

        @Test
        void aDeadlockIsResolvedByExecutingAUnitAgain() throws Exception {
            try (TestDatabase database = TestDatabase.create();
                    PostgresStores opened = database.open()) {
                Stores stores = opened.stores();
                Session one = sessions.created();
                Session two = sessions.created();
                stores.sessions().insert(one);
                stores.sessions().insert(two);
                CyclicBarrier both = new CyclicBarrier(2);
                AtomicInteger executions = new AtomicInteger();

                CompletableFuture<Void> forth =
                        CompletableFuture.runAsync(() -> lock(stores, one, two, both, executions));
                CompletableFuture<Void> back =
                        CompletableFuture.runAsync(() -> lock(stores, two, one, both, executions));

                assertThat(forth).succeedsWithin(20, TimeUnit.SECONDS);
                assertThat(back).succeedsWithin(20, TimeUnit.SECONDS);
                assertThat(executions).hasValue(3);
            }
        }

        private void lock(Stores stores, Session first, Session then, CyclicBarrier both, AtomicInteger executions) {
            AtomicInteger mine = new AtomicInteger();
            stores.unitOfWork().run(() -> {
                executions.incrementAndGet();
                stores.sessions().findForUpdate(first.id());
                if (mine.incrementAndGet() == 1) {
                    try {
                        both.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
                stores.sessions().findForUpdate(then.id());
            });
        }

        @Test
        void aContentThatIsGivenUpWhileAnotherSessionTakesItIsKept() throws Exception {
            try (TestDatabase database = TestDatabase.create();
                    PostgresStores opened = database.open()) {
                Stores stores = opened.stores();
                byte[] content = "shared".getBytes(StandardCharsets.UTF_8);
                for (int round = 0; round < 50; round++) {
                    SessionId giver = sessions.unknownId();
                    SessionId taker = sessions.unknownId();
                    stores.contents().put(giver, List.of(content));
                    CompletableFuture<Void> giving =
                            CompletableFuture.runAsync(() -> stores.contents().release(giver));
                    CompletableFuture<Void> taking =
                            CompletableFuture.runAsync(() -> stores.contents().put(taker, List.of(content)));
                    giving.get();
                    taking.get();

                    assertThat(stores.contents().get(Digest.of(content))).hasValue(content);
                    stores.contents().release(taker);
                    assertThat(stores.contents().get(Digest.of(content))).isEmpty();
                }
            }
        }
    }

    static PostgresStores open(LocalDatabase server) {
        return PostgresStores.open(
                new PostgresSettings(server.jdbcUrl(), server.user(), server.password(), 4, "w"), Clock.systemUTC());
    }
}
