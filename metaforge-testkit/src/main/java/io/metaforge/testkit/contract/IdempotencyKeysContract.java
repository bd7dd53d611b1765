package io.metaforge.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.port.out.IdempotencyKeys;
import io.metaforge.application.port.out.IdempotencyKeys.Use;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.testkit.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What all {@link IdempotencyKeys} must do. */
public abstract class IdempotencyKeysContract extends StoresContract {

    @SuppressWarnings("NullAway.Init")
    private IdempotencyKeys keys;

    private final Instant now = sessions.tick();
    private final Use first = use("create");
    private final Use second = use("run");

    @BeforeEach
    final void findKeys() {
        keys = stores.idempotencyKeys();
    }

    @Nested
    class Claiming {

        @Test
        void takesAFreeKey() {
            assertThat(claim("key", first)).isEmpty();
        }

        @Test
        void tellsWhatAKeyWasTakenFor() {
            claim("key", first);

            assertThat(claim("key", first)).contains(first);
            assertThat(claim("key", second)).contains(first);
            assertThat(claim("key", second)).contains(first);
        }

        @Test
        void keepsKeysApart() {
            claim("key", first);

            assertThat(claim("KEY", second)).isEmpty();
            assertThat(claim("key ", second)).isEmpty();
            assertThat(claim("~!*'();:@&=+$,/?#[]%\"\\" + "x".repeat(200), second))
                    .isEmpty();
        }

        @Test
        void keepsActorsApart() {
            claim("key", first);

            assertThat(keys.claim(new Actor("somebody else"), "key", second, now))
                    .isEmpty();
            assertThat(claim("key", second)).contains(first);
        }

        @Test
        void freesTheKeyWhenRolledBack() {
            inVain(() -> claim("key", first));

            assertThat(claim("key", second)).isEmpty();
        }

        @Test
        void findsWhatAKeyWasTakenForWithoutTakingIt() {
            assertThat(keys.find(Sessions.ACTOR, "key")).isEmpty();
            assertThat(claim("key", first)).isEmpty();

            assertThat(keys.find(Sessions.ACTOR, "key")).contains(first);
            assertThat(keys.find(Sessions.ACTOR, "KEY")).isEmpty();
            assertThat(keys.find(new Actor("somebody else"), "key")).isEmpty();
        }

        @Test
        void tellsTheSameUnitWhatItTook() {
            stores.unitOfWork().run(() -> {
                assertThat(claim("key", first)).isEmpty();
                assertThat(claim("key", second)).contains(first);
            });
        }

        @Test
        void letsASecondCallerWaitAndTellsItWhatTheFirstOneDid() throws Exception {
            CompletableFuture<CompletableFuture<Optional<Use>>> asked = new CompletableFuture<>();
            stores.unitOfWork().run(() -> {
                claim("key", first);
                asked.complete(startSecond());
                assertWaits(asked.join());
            });

            assertThat(Threads.result(asked.join())).contains(first);
        }

        @Test
        void letsASecondCallerWaitAndHaveTheKeyWhenTheFirstOneRollsBack() throws Exception {
            CompletableFuture<CompletableFuture<Optional<Use>>> asked = new CompletableFuture<>();
            inVain(() -> {
                claim("key", first);
                asked.complete(startSecond());
                assertWaits(asked.join());
            });

            assertThat(Threads.result(asked.join())).isEmpty();
            assertThat(claim("key", first)).contains(second);
        }

        private CompletableFuture<Optional<Use>> startSecond() {
            return Threads.start(() -> stores.unitOfWork().execute(() -> claim("key", second)));
        }

        private void assertWaits(CompletableFuture<?> caller) {
            assertThat(caller).as("a second caller").satisfies(waiting -> assertThat(Threads.endsWithinAMoment(waiting))
                    .isFalse());
        }

        @Test
        void givesTheKeyToOneOfManyAtOnce() throws Exception {
            List<Use> uses = List.of(use("a"), use("b"), use("c"), use("d"), use("e"), use("f"), use("g"), use("h"));

            List<Optional<Use>> answers = Threads.together(
                    uses.size(), number -> stores.unitOfWork().execute(() -> claim("key", uses.get(number))));

            assertThat(answers).containsOnlyOnce(Optional.empty());
            Use winner = uses.get(answers.indexOf(Optional.<Use>empty()));
            assertThat(answers)
                    .allMatch(answer -> answer.isEmpty() || answer.get().equals(winner));
        }
    }

    @Nested
    class Expiring {

        @Test
        void freesKeysThatWereTakenBefore() {
            keys.claim(Sessions.ACTOR, "old", first, now.minus(Duration.ofHours(25)));
            keys.claim(Sessions.ACTOR, "older", first, now.minus(Duration.ofHours(26)));
            keys.claim(Sessions.ACTOR, "young", first, now.minus(Duration.ofHours(23)));
            keys.claim(Sessions.ACTOR, "edge", first, now.minus(Duration.ofHours(24)));

            assertThat(keys.expire(now.minus(Duration.ofHours(24)))).isEqualTo(2);

            assertThat(claim("old", second)).isEmpty();
            assertThat(claim("older", second)).isEmpty();
            assertThat(claim("young", second)).contains(first);
            assertThat(claim("edge", second)).contains(first);
        }

        @Test
        void countsFromTheTimeTheKeyWasTakenNotFromItsLastUse() {
            keys.claim(Sessions.ACTOR, "key", first, now);
            keys.claim(Sessions.ACTOR, "key", first, now.plus(Duration.ofHours(20)));

            assertThat(keys.expire(now.plus(Duration.ofHours(10)))).isEqualTo(1);
        }

        @Test
        void findsNothingToFreeAtFirst() {
            assertThat(keys.expire(now)).isZero();
        }

        @Test
        void freesNothingWhenRolledBack() {
            claim("key", first);
            inVain(() -> keys.expire(now.plus(Duration.ofDays(2))));

            assertThat(claim("key", second)).contains(first);
        }
    }

    private Optional<Use> claim(String key, Use use) {
        return keys.claim(Sessions.ACTOR, key, use, now);
    }

    private Use use(String operation) {
        return new Use(operation, Digest.of(operation), sessions.unknownId());
    }
}
