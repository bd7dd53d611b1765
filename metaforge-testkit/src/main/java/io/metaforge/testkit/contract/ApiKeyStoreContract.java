package io.metaforge.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.application.port.out.ApiKeyStore;
import io.metaforge.application.port.out.ApiKeyStore.Grant;
import io.metaforge.application.port.out.ApiKeyStore.Held;
import io.metaforge.domain.access.ApiKey;
import io.metaforge.domain.access.KeyId;
import io.metaforge.domain.access.RequestWindow;
import io.metaforge.domain.access.Scope;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What all {@link ApiKeyStore}s must do. */
public abstract class ApiKeyStoreContract extends StoresContract {

    @SuppressWarnings("NullAway.Init")
    private ApiKeyStore keys;

    private final Instant now = sessions.tick();
    private final ApiKey ana = key("000000000001", "ana", now);
    private final ApiKey ben = key("000000000002", "Ben Ångström-Müller", now.plusSeconds(1));

    @BeforeEach
    final void findKeys() {
        keys = stores.apiKeys();
    }

    private static ApiKey key(String id, String name, Instant created) {
        return new ApiKey(new KeyId(id), name, Set.of(Scope.READ, Scope.APPROVE), created, null, null, null);
    }

    private static Digest digest(ApiKey key) {
        return Digest.of(key.id().value());
    }

    private void insert(ApiKey... added) {
        for (ApiKey key : added) {
            keys.insert(key, digest(key));
        }
    }

    @Nested
    class Keeping {

        @Test
        void givesBackWhatWasKept() {
            ApiKey limited = new ApiKey(
                    new KeyId("zzzzzzzzzzzz"),
                    "ci",
                    Set.of(Scope.values()),
                    now,
                    now.plus(Duration.ofDays(90)),
                    null,
                    null);
            insert(limited);

            assertThat(keys.list()).containsExactly(limited);
            assertThat(keys.held()).containsExactly(new Held(limited, digest(limited)));
        }

        @Test
        void listsTheOldestFirst() {
            ApiKey sameTime = key("000000000000", "another", now.plusSeconds(1));
            insert(ben, ana, sameTime);

            assertThat(keys.list()).containsExactly(ana, sameTime, ben);
        }

        @Test
        void refusesASecondKeyOfTheSameName() {
            insert(ana);

            assertThatThrownBy(() -> insert(key("000000000003", "ana", now)))
                    .isInstanceOfSatisfying(MetaForgeException.class, e -> {
                        assertThat(e.failure().kind()).isEqualTo(FailureKind.CONFLICT);
                        assertThat(e.failure().message()).contains("ana");
                    });
            insert(key("000000000004", "Ana", now));
            assertThat(keys.list()).hasSize(2);
        }

        @Test
        void forgetsWhatIsRolledBack() {
            inVain(() -> insert(ana));

            assertThat(keys.list()).isEmpty();
            assertThat(keys.held()).isEmpty();
        }
    }

    @Nested
    class Revoking {

        @Test
        void takesAKeyBackButKeepsItInTheList() {
            insert(ana, ben);

            assertThat(keys.revoke(ana.id(), now.plusSeconds(5))).isTrue();

            assertThat(keys.list()).containsExactly(ana.revokedAt(now.plusSeconds(5)), ben);
            assertThat(keys.held()).extracting(Held::key).containsExactly(ben);
        }

        @Test
        void happensOnce() {
            insert(ana);
            keys.revoke(ana.id(), now.plusSeconds(5));

            assertThat(keys.revoke(ana.id(), now.plusSeconds(9))).isFalse();
            assertThat(keys.revoke(new KeyId("999999999999"), now)).isFalse();
            assertThat(keys.list()).containsExactly(ana.revokedAt(now.plusSeconds(5)));
        }

        @Test
        void freesTheName() {
            insert(ana);
            keys.revoke(ana.id(), now);
            ApiKey next = key("000000000003", "ana", now.plusSeconds(9));
            insert(next);

            assertThat(keys.held()).extracting(Held::key).containsExactly(next);
        }

        @Test
        void isUndoneByARollback() {
            insert(ana);
            inVain(() -> keys.revoke(ana.id(), now));

            assertThat(keys.held()).extracting(Held::key).containsExactly(ana);
        }
    }

    @Nested
    class Locking {

        @Test
        void tellsWhetherThereIsSuchAKey() {
            insert(ana, ben);
            keys.revoke(ben.id(), now);

            assertThat(keys.lock("ana")).isTrue();
            assertThat(keys.lock(ben.name())).isFalse();
            assertThat(keys.lock("nobody")).isFalse();
        }

        @Test
        void makesOthersWaitForTheEndOfTheUnit() throws Exception {
            insert(ana);
            CountDownLatch locked = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            CompletableFuture<@Nullable Void> first =
                    CompletableFuture.runAsync(() -> stores.unitOfWork().run(() -> {
                        keys.lock("ana");
                        locked.countDown();
                        await(goOn);
                    }));
            locked.await();
            CompletableFuture<Boolean> second =
                    CompletableFuture.supplyAsync(() -> stores.unitOfWork().execute(() -> keys.lock("ana")));

            assertThat(second).isNotDone();
            Thread.sleep(50);
            assertThat(second).as("the first unit holds the lock").isNotDone();
            goOn.countDown();
            first.join();
            assertThat(second.join()).isTrue();
        }

        private void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Nested
    class CountingRequests {

        private final Instant end = now.plus(RequestWindow.LENGTH);

        @Test
        void grantsWhatIsLeftOfAWindow() {
            insert(ana);

            assertThat(keys.take(ana.id(), 4, 10, now)).isEqualTo(new Grant(4, 4, end));
            assertThat(keys.take(ana.id(), 4, 10, now.plusSeconds(1))).isEqualTo(new Grant(4, 8, end));
            assertThat(keys.take(ana.id(), 4, 10, now.plusSeconds(2))).isEqualTo(new Grant(2, 10, end));
            assertThat(keys.take(ana.id(), 4, 10, now.plusSeconds(59))).isEqualTo(new Grant(0, 10, end));
        }

        @Test
        void beginsANewWindowWithTheFirstRequestAfterTheLast() {
            insert(ana);
            keys.take(ana.id(), 10, 10, now);

            assertThat(keys.take(ana.id(), 4, 10, end.plusSeconds(7)))
                    .isEqualTo(new Grant(4, 4, end.plusSeconds(7).plus(RequestWindow.LENGTH)));
        }

        @Test
        void grantsNothingWhereTheLimitWasLowered() {
            insert(ana);
            keys.take(ana.id(), 10, 10, now);

            assertThat(keys.take(ana.id(), 1, 5, now)).isEqualTo(new Grant(0, 10, end));
        }

        @Test
        void countsEachKeyByItself() {
            insert(ana, ben);
            keys.take(ana.id(), 10, 10, now);

            assertThat(keys.take(ben.id(), 1, 10, now).granted()).isEqualTo(1);
        }

        @Test
        void neverGrantsMoreThanTheLimitToManyAtOnce() {
            insert(ana);

            List<CompletableFuture<Grant>> takers = IntStream.range(0, 12)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> keys.take(ana.id(), 3, 20, now)))
                    .toList();

            assertThat(takers.stream().mapToInt(taker -> taker.join().granted()).sum())
                    .isEqualTo(20);
        }

        @Test
        void notesWhenTheKeyWasLastUsed() {
            insert(ana, ben);
            keys.take(ana.id(), 1, 1, now);
            keys.take(ana.id(), 1, 1, now.plusSeconds(2));

            assertThat(keys.list()).containsExactly(ana.usedAt(now), ben);
        }

        @Test
        void givesBackWhatIsRolledBack() {
            insert(ana);
            inVain(() -> keys.take(ana.id(), 10, 10, now));

            assertThat(keys.take(ana.id(), 10, 10, now).granted()).isEqualTo(10);
        }
    }
}
