package io.metaforge.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.port.out.RunQueue;
import io.metaforge.domain.session.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RunQueue} must do within one process. That runs outlive the death of a process is for the tests of
 * those adapters that can.
 */
public abstract class RunQueueContract extends StoresContract {

    /** How soon a free worker must have a run in hand, generously. */
    private static final Duration PROMPT = Duration.ofSeconds(5);

    private static final long GRACE = 5_000;

    @SuppressWarnings("NullAway.Init")
    private RunQueue queue;

    /** Every call of the handler, in order. */
    private final List<SessionId> handled = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    final void findQueue() {
        queue = stores.runs();
    }

    @AfterEach
    final void stopQueue() {
        queue.stop(0);
    }

    @Nested
    class HandingOut {

        @Test
        void handsOutWhatACommittedUnitEnqueued() {
            queue.start(2, handled::add);
            SessionId session = enqueue();

            eventually().atMost(PROMPT).until(() -> handled.contains(session));
        }

        @Test
        void handsOutPromptlyAlsoAfterAPause() {
            queue.start(1, handled::add);
            for (int i = 1; i <= 5; i++) {
                SessionId session = enqueue();
                eventually().atMost(PROMPT).until(() -> handled.contains(session));
            }
        }

        @Test
        void handsOutWhatWasEnqueuedBeforeTheStart() {
            SessionId session = enqueue();
            queue.start(1, handled::add);

            eventually().atMost(PROMPT).until(() -> handled.contains(session));
        }

        @Test
        void handsOutNothingBeforeTheUnitCommits() {
            queue.start(1, handled::add);
            SessionId session = sessions.unknownId();

            boolean early = stores.unitOfWork().execute(() -> {
                queue.enqueue(session);
                return happensWithinAMoment(() -> handled.contains(session));
            });

            assertThat(early).isFalse();
            eventually().until(() -> handled.contains(session));
        }

        @Test
        void handsOutNothingOfAUnitThatRollsBack() {
            queue.start(1, handled::add);
            SessionId inVain = sessions.unknownId();
            inVain(() -> queue.enqueue(inVain));
            awaitAnother();

            assertThat(handled).doesNotContain(inVain);
        }

        @Test
        void handsOutEachRunOnceWhenItsHandlerReturns() throws Exception {
            queue.start(4, handled::add);
            Set<SessionId> committed = ConcurrentHashMap.newKeySet();

            Threads.together(4, number -> {
                for (int i = 0; i < 25; i++) {
                    SessionId session = sessions.unknownId();
                    if (i % 5 == 4) {
                        inVain(() -> queue.enqueue(session));
                    } else {
                        stores.unitOfWork().run(() -> queue.enqueue(session));
                        committed.add(session);
                    }
                }
                return true;
            });

            eventually().until(() -> handled.size() >= committed.size());
            awaitAnother();
            List<SessionId> all = new ArrayList<>(handled);
            all.remove(all.size() - 1);
            assertThat(all).containsExactlyInAnyOrderElementsOf(committed);
        }

        @Test
        void usesAllWorkersAndNoMore() {
            AtomicInteger atWork = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            Semaphore permits = new Semaphore(0);
            queue.start(3, session -> {
                most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                threads.add(Thread.currentThread());
                permits.acquire();
                atWork.decrementAndGet();
                handled.add(session);
            });
            for (int i = 0; i < 9; i++) {
                enqueue();
            }

            eventually().until(() -> atWork.get() == 3);
            assertThat(threads).hasSize(3);
            assertThat(happensWithinAMoment(() -> atWork.get() > 3)).isFalse();
            permits.release(9);
            eventually().until(() -> handled.size() == 9);
            assertThat(most).hasValue(3);
        }

        @Test
        void neverHasTwoHandlersOnOneSession() throws Exception {
            Map<SessionId, AtomicInteger> atWork = new ConcurrentHashMap<>();
            AtomicBoolean overlapped = new AtomicBoolean();
            queue.start(6, session -> {
                AtomicInteger mine = atWork.computeIfAbsent(session, id -> new AtomicInteger());
                if (mine.incrementAndGet() > 1) {
                    overlapped.set(true);
                }
                Thread.yield();
                mine.decrementAndGet();
                handled.add(session);
            });
            List<SessionId> few = List.of(sessions.unknownId(), sessions.unknownId(), sessions.unknownId());

            Threads.together(4, number -> {
                for (int i = 0; i < 30; i++) {
                    SessionId session = few.get(i % few.size());
                    stores.unitOfWork().run(() -> queue.enqueue(session));
                }
                return true;
            });

            eventually().until(() -> handled.containsAll(few));
            awaitAnother();
            assertThat(overlapped).isFalse();
        }
    }

    @Nested
    class Failing {

        @Test
        void handsARunOutAgainWhenItsHandlerThrew() {
            AtomicInteger calls = new AtomicInteger();
            queue.start(1, session -> {
                handled.add(session);
                if (calls.incrementAndGet() < 3) {
                    throw new IllegalStateException("attempt " + calls.get());
                }
            });
            SessionId session = enqueue();

            eventually().atMost(Duration.ofSeconds(45)).until(() -> calls.get() == 3);
            assertThat(handled).containsExactly(session, session, session);
        }

        @Test
        void doesNotHoldUpTheOthers() {
            SessionId poison = sessions.unknownId();
            queue.start(1, session -> {
                if (session.equals(poison)) {
                    throw new IllegalStateException("poison");
                }
                handled.add(session);
            });
            stores.unitOfWork().run(() -> queue.enqueue(poison));
            for (int i = 0; i < 20; i++) {
                enqueue();
            }

            eventually().until(() -> handled.size() == 20);
        }
    }

    @Nested
    class Removing {

        @Test
        void takesAWaitingRunOutOfTheQueue() {
            CountDownLatch release = new CountDownLatch(1);
            SessionId removed = sessions.unknownId();
            SessionId blocking = enqueue();
            queue.start(1, session -> {
                handled.add(session);
                if (session.equals(blocking)) {
                    release.await();
                }
            });
            eventually().until(() -> handled.contains(blocking));
            stores.unitOfWork().run(() -> queue.enqueue(removed));
            stores.unitOfWork().run(() -> queue.remove(removed));
            release.countDown();
            awaitAnother();

            assertThat(handled).doesNotContain(removed);
        }

        @Test
        void keepsTheRunWhenRolledBack() {
            SessionId session = enqueue();
            inVain(() -> queue.remove(session));
            queue.start(1, handled::add);

            eventually().until(() -> handled.contains(session));
        }

        @Test
        void letsTheHandlerEndItsRunInItsOwnUnit() {
            queue.start(1, session -> {
                stores.unitOfWork().run(() -> queue.remove(session));
                handled.add(session);
            });
            SessionId session = enqueue();
            eventually().until(() -> handled.contains(session));
            awaitAnother();

            assertThat(Collections.frequency(handled, session)).isEqualTo(1);
        }

        @Test
        void keepsARunFromBeingHandedOutAgainWhenItsHandlerThrowsLater() {
            CountDownLatch removed = new CountDownLatch(1);
            SessionId failing = sessions.unknownId();
            queue.start(1, session -> {
                handled.add(session);
                if (session.equals(failing)) {
                    removed.await();
                    throw new IllegalStateException("called off");
                }
            });
            stores.unitOfWork().run(() -> queue.enqueue(failing));
            eventually().until(() -> handled.contains(failing));
            stores.unitOfWork().run(() -> queue.remove(failing));
            removed.countDown();
            awaitAnother();
            queue.stop(GRACE);
            queue.start(1, handled::add);
            awaitAnother();

            assertThat(Collections.frequency(handled, failing)).isEqualTo(1);
        }

        @Test
        void doesNothingForASessionThatIsNotInTheQueue() {
            stores.unitOfWork().run(() -> queue.remove(sessions.unknownId()));
            queue.start(1, handled::add);
            SessionId session = enqueue();
            eventually().until(() -> handled.contains(session));
            stores.unitOfWork().run(() -> queue.remove(session));
            awaitAnother();
        }

        @Test
        void allowsToEnqueueAgain() {
            SessionId session = enqueue();
            stores.unitOfWork().run(() -> queue.remove(session));
            stores.unitOfWork().run(() -> queue.enqueue(session));
            queue.start(1, handled::add);

            eventually().until(() -> handled.contains(session));
        }
    }

    @Nested
    class Stopping {

        @Test
        void waitsForTheRunInHand() throws Exception {
            CountDownLatch release = new CountDownLatch(1);
            AtomicBoolean interrupted = new AtomicBoolean();
            CountDownLatch inHand = new CountDownLatch(1);
            queue.start(1, session -> {
                inHand.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    interrupted.set(true);
                    throw e;
                }
                handled.add(session);
            });
            SessionId session = enqueue();
            assertThat(inHand.await(10, TimeUnit.SECONDS)).isTrue();

            CompletableFuture<Boolean> stopped = Threads.start(() -> {
                queue.stop(20_000);
                return handled.contains(session);
            });
            assertThat(Threads.endsWithinAMoment(stopped)).isFalse();
            release.countDown();

            assertThat(Threads.result(stopped))
                    .as("the run is done when the queue has stopped")
                    .isTrue();
            assertThat(interrupted).isFalse();
        }

        @Test
        void interruptsAfterTheGraceAndHandsTheRunOutAfterALaterStart() throws Exception {
            CountDownLatch inHand = new CountDownLatch(1);
            CountDownLatch interrupted = new CountDownLatch(1);
            queue.start(1, session -> {
                inHand.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
            });
            SessionId session = enqueue();
            assertThat(inHand.await(10, TimeUnit.SECONDS)).isTrue();

            queue.stop(50);
            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(handled).isEmpty();
            queue.start(1, handled::add);

            eventually().atMost(Duration.ofSeconds(45)).until(() -> handled.contains(session));
        }

        @Test
        void handsOutNothingUntilStartedAgain() {
            queue.start(2, handled::add);
            awaitAnother();
            queue.stop(GRACE);
            int before = handled.size();
            SessionId session = enqueue();

            assertThat(happensWithinAMoment(() -> handled.size() > before)).isFalse();
            queue.start(2, handled::add);
            eventually().until(() -> handled.contains(session));
        }

        @Test
        void losesNothingWhenStoppedAndStartedInTheMiddleOfWork() {
            Set<SessionId> done = ConcurrentHashMap.newKeySet();
            RunQueue.Handler handler = session -> {
                TimeUnit.MICROSECONDS.sleep(500);
                done.add(session);
            };
            Set<SessionId> enqueued = new HashSet<>();
            queue.start(3, handler);
            for (int round = 0; round < 4; round++) {
                for (int i = 0; i < 15; i++) {
                    enqueued.add(enqueue());
                }
                queue.stop(round % 2 == 0 ? 0 : GRACE);
                queue.start(3, handler);
            }

            eventually().atMost(Duration.ofSeconds(45)).until(() -> done.size() == enqueued.size());
            assertThat(done).isEqualTo(enqueued);
        }

        @Test
        void isHarmlessWhenNothingWasStarted() {
            queue.stop(0);
            queue.stop(GRACE);
            queue.start(1, handled::add);
            awaitAnother();
            queue.stop(GRACE);
            queue.stop(GRACE);
        }
    }

    private SessionId enqueue() {
        SessionId session = sessions.unknownId();
        stores.unitOfWork().run(() -> queue.enqueue(session));
        return session;
    }

    /** Enqueues another run and waits until it is handled: whatever came before it had its chance. */
    private void awaitAnother() {
        SessionId another = enqueue();
        eventually().until(() -> handled.contains(another));
    }

    private static boolean happensWithinAMoment(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Threads.A_MOMENT);
        while (System.nanoTime() < end) {
            if (condition.getAsBoolean()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return condition.getAsBoolean();
    }
}
