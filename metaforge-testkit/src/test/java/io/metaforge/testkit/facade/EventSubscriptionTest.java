package io.metaforge.testkit.facade;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.MetaForge;
import io.metaforge.application.memory.MemoryStores;
import io.metaforge.application.memory.MemoryWorkspace;
import io.metaforge.application.port.in.EventStreams;
import io.metaforge.application.port.in.EventStreams.End;
import io.metaforge.application.port.in.EventStreams.Subscription;
import io.metaforge.application.port.out.EventLog;
import io.metaforge.application.port.out.Stores;
import io.metaforge.application.settings.Settings;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionEvent;
import io.metaforge.domain.session.SessionId;
import io.metaforge.testkit.Sessions;
import io.metaforge.testkit.TestGateway;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Replaying and following the event log. */
@Timeout(60)
class EventSubscriptionTest {

    private final Sessions sessions = new Sessions();
    private final Session one = sessions.running();
    private final Session two = sessions.running();

    @RegisterExtension
    final TestGateway gateway = TestGateway.describedBy(
            builder -> builder.settings(Settings.DEFAULT.withSubscriberPatience(Duration.ofMillis(200))));

    /** Remembers what it was told, and whether it was told so in turn. */
    private static final class Recorder implements EventStreams.Subscriber {

        private final List<RecordedEvent> events = Collections.synchronizedList(new ArrayList<>());
        private final List<String> gaps = Collections.synchronizedList(new ArrayList<>());
        private final List<End> ends = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicBoolean disorder = new AtomicBoolean();
        private final Function<List<RecordedEvent>, CompletionStage<?>> answer;

        Recorder() {
            this(events -> CompletableFuture.completedFuture(null));
        }

        Recorder(Function<List<RecordedEvent>, CompletionStage<?>> answer) {
            this.answer = answer;
        }

        @Override
        public CompletionStage<?> onEvents(List<RecordedEvent> batch) {
            enter();
            events.addAll(batch);
            CompletionStage<?> stage = answer.apply(batch);
            inside.decrementAndGet();
            return stage;
        }

        @Override
        public CompletionStage<?> onGap(long from, long to) {
            enter();
            gaps.add(from + "-" + to);
            inside.decrementAndGet();
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onEnd(End reason) {
            enter();
            ends.add(reason);
            inside.decrementAndGet();
        }

        private void enter() {
            if (inside.incrementAndGet() > 1 || !ends.isEmpty()) {
                disorder.set(true);
            }
        }

        Recorder awaitEvents(int count) {
            await().until(() -> events.size() >= count);
            return this;
        }

        List<String> messages() {
            return List.copyOf(events).stream()
                    .map(event -> (String) event.data().get("message"))
                    .toList();
        }
    }

    @Nested
    class Replaying {

        @Test
        void deliversEverythingFromTheBeginning() {
            append(one, "1", "2");
            append(two, "3");

            Recorder recorder = new Recorder();
            subscribe(0, null, recorder);

            assertThat(recorder.awaitEvents(3).messages()).containsExactly("1", "2", "3");
        }

        @Test
        void deliversOnlyWhatIsLaterThanAPosition() {
            append(one, "1", "2", "3");
            long second = history().get(1).position();

            Recorder recorder = new Recorder();
            subscribe(second, null, recorder);

            assertThat(recorder.awaitEvents(1).messages()).containsExactly("3");
        }

        @Test
        void deliversMoreThanFitsInMemory() {
            for (int i = 0; i < 400; i++) {
                append(one, "a" + i, "b" + i, "c" + i);
            }

            Recorder recorder = new Recorder();
            subscribe(0, null, recorder);

            assertThat(recorder.awaitEvents(1_200).events).isEqualTo(history());
        }

        @Test
        void picksTheEventsOfASession() {
            append(one, "1");
            append(two, "2");
            append(one, "3");

            Recorder recorder = new Recorder();
            subscribe(0, one.id(), recorder);
            append(two, "4");
            append(one, "5");

            assertThat(recorder.awaitEvents(3).messages()).containsExactly("1", "3", "5");
        }

        @Test
        void refusesPositionsThatCannotBe() {
            assertThat(Failures.of(() -> subscribe(-1, null, new Recorder())).kind())
                    .isEqualTo(FailureKind.VALIDATION);
        }
    }

    @Nested
    class Following {

        @Test
        void asksTheStoreForNothingAsLongAsItKeepsUp() throws Exception {
            Stores kept = MemoryStores.create();
            AtomicInteger asked = new AtomicInteger();
            EventLog counted = (EventLog) Proxy.newProxyInstance(
                    EventLog.class.getClassLoader(), new Class<?>[] {EventLog.class}, (proxy, method, arguments) -> {
                        if (List.of("read", "oldest").contains(method.getName())) {
                            asked.incrementAndGet();
                        }
                        return method.invoke(kept.events(), arguments);
                    });
            Stores counting = new Stores(
                    kept.unitOfWork(),
                    kept.sessions(),
                    counted,
                    kept.contents(),
                    kept.decisions(),
                    kept.idempotencyKeys(),
                    kept.runs(),
                    kept.apiKeys(),
                    kept.artifacts(),
                    kept.ledger());
            try (MetaForge metaForge = MetaForge.builder()
                    .workspace(new MemoryWorkspace())
                    .stores(counting)
                    .build()) {
                Recorder recorder = new Recorder();
                metaForge.events().subscribe(0, null, recorder);
                for (int i = 1; i <= 20; i++) {
                    kept.events().append(List.of(one.progress(0.5, "step " + i)), one.updated());
                    recorder.awaitEvents(i);
                }
            }

            assertThat(asked).hasValue(0);
        }

        @Test
        void deliversWhatIsToCome() {
            append(one, "earlier");
            await().until(() -> gateway.metaForge().events().head() > 0);
            Recorder recorder = new Recorder();
            subscribe(gateway.metaForge().events().head(), null, recorder);

            append(one, "1");
            recorder.awaitEvents(1);
            append(two, "2");

            assertThat(recorder.awaitEvents(2).messages()).containsExactly("1", "2");
        }

        @Test
        void losesNothingWhereReplayingEndsAndFollowingBegins() throws Exception {
            int writers = 4;
            int units = 50;
            List<Recorder> recorders = Collections.synchronizedList(new ArrayList<>());

            Callers.together(writers + 4, number -> {
                if (number < writers) {
                    for (int i = 0; i < units; i++) {
                        append(number % 2 == 0 ? one : two, number + "/" + i, number + "/" + i + "b");
                    }
                } else {
                    for (int i = 0; i < 10; i++) {
                        Recorder recorder = new Recorder();
                        recorders.add(recorder);
                        subscribe(0, null, recorder);
                        Thread.yield();
                    }
                }
                return true;
            });

            List<RecordedEvent> all = history();
            assertThat(all).hasSize(writers * units * 2);
            for (Recorder recorder : recorders) {
                assertThat(recorder.awaitEvents(all.size()).events).isEqualTo(all);
                assertThat(recorder.disorder).isFalse();
            }
        }

        @Test
        void waitsUntilTheSubscriberIsReadyForMore() {
            CompletableFuture<Object> ready = new CompletableFuture<>();
            Recorder recorder = new Recorder(events -> ready);
            subscribe(0, null, recorder);
            append(one, "1");
            recorder.awaitEvents(1);
            append(one, "2");
            append(one, "3");

            assertThat(recorder.messages()).containsExactly("1");
            ready.complete("ready");
            assertThat(recorder.awaitEvents(3).messages()).containsExactly("1", "2", "3");
        }

        @Test
        void keepsSubscribersApart() {
            Recorder stuck = new Recorder(events -> new CompletableFuture<>());
            Recorder failing = new Recorder(events -> {
                throw new IllegalStateException("a bug of the subscriber");
            });
            Recorder well = new Recorder();
            subscribe(0, null, stuck);
            subscribe(0, null, failing);
            subscribe(0, null, well);
            for (int i = 0; i < 20; i++) {
                append(one, "m" + i);
            }

            well.awaitEvents(20);
            await().untilAsserted(() -> assertThat(failing.ends).containsExactly(End.CLOSED));
        }
    }

    @Nested
    class Ending {

        @Test
        void endsASubscriberThatIsTooSlowAndLetsItGoOnLater() {
            Recorder slow = new Recorder(events -> new CompletableFuture<>());
            subscribe(0, null, slow);
            append(one, "1");
            slow.awaitEvents(1);
            append(one, "2");

            await().untilAsserted(() -> assertThat(slow.ends).containsExactly(End.TOO_SLOW));
            assertThat(slow.messages()).containsExactly("1");

            Recorder again = new Recorder();
            subscribe(slow.events.get(0).position(), null, again);
            assertThat(again.awaitEvents(1).messages()).containsExactly("2");
        }

        @Test
        void isPatientWithASubscriberForWhichNothingElseCame() {
            CompletableFuture<Object> ready = new CompletableFuture<>();
            Recorder slow = new Recorder(events -> ready);
            subscribe(0, null, slow);
            append(one, "1");
            slow.awaitEvents(1);

            await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(5)).until(slow.ends::isEmpty);
            ready.complete("ready");
            append(one, "2");
            assertThat(slow.awaitEvents(2).ends).isEmpty();
        }

        @Test
        void endsOnceWhenClosed() throws Exception {
            Recorder recorder = new Recorder();
            Subscription subscription = subscribe(0, null, recorder);
            append(one, "1");
            recorder.awaitEvents(1);

            subscription.close();
            subscription.close();
            append(one, "2");
            Recorder later = new Recorder();
            subscribe(0, null, later);
            later.awaitEvents(2);

            assertThat(recorder.messages()).containsExactly("1");
            assertThat(recorder.ends).containsExactly(End.CLOSED);
        }

        @Test
        void tellsTheEndOnlyWhenADeliveryUnderWayIsDone() throws Exception {
            CountDownLatch delivering = new CountDownLatch(1);
            CountDownLatch closed = new CountDownLatch(1);
            Recorder recorder = new Recorder(events -> {
                delivering.countDown();
                awaitQuietly(closed);
                return CompletableFuture.completedFuture(null);
            });
            Subscription subscription = subscribe(gateway.metaForge().events().head(), null, recorder);
            append(one, "1");
            assertThat(delivering.await(10, TimeUnit.SECONDS)).isTrue();
            append(one, "2");

            subscription.close();
            assertThat(recorder.ends).isEmpty();
            closed.countDown();

            await().untilAsserted(() -> assertThat(recorder.ends).containsExactly(End.CLOSED));
            assertThat(recorder.messages()).containsExactly("1");
            assertThat(recorder.disorder).isFalse();
        }

        @Test
        void canBeClosedByTheSubscriberItself() {
            CompletableFuture<Subscription> subscription = new CompletableFuture<>();
            Recorder recorder = new Recorder(events -> {
                subscription.join().close();
                return CompletableFuture.completedFuture(null);
            });
            subscription.complete(subscribe(gateway.metaForge().events().head(), null, recorder));
            append(one, "1");
            append(one, "2");

            await().untilAsserted(() -> assertThat(recorder.ends).containsExactly(End.CLOSED));
            assertThat(recorder.messages().get(0)).isEqualTo("1");
        }

        @Test
        void endsWhenTheSubscriberFails() {
            Recorder recorder = new Recorder(
                    events -> CompletableFuture.failedFuture(new IllegalStateException("the connection is gone")));
            subscribe(0, null, recorder);
            append(one, "1");

            await().untilAsserted(() -> assertThat(recorder.ends).containsExactly(End.CLOSED));
        }

        @Test
        void endsWhenTheGatewayStops() {
            Recorder recorder = new Recorder();
            subscribe(0, null, recorder);
            append(one, "1");
            recorder.awaitEvents(1);

            gateway.close();

            assertThat(recorder.ends).containsExactly(End.STOPPING);
            Recorder late = new Recorder();
            subscribe(0, null, late);
            assertThat(late.ends).containsExactly(End.STOPPING);
        }
    }

    @Nested
    class Trimmed {

        @Test
        void tellsWhatIsMissingAndGoesOnWithTheRest() {
            append(one, "1", "2", "3", "4");
            List<RecordedEvent> all = history();
            gateway.stores().events().trimBefore(all.get(2).position());

            Recorder recorder = new Recorder();
            subscribe(0, null, recorder);

            assertThat(recorder.awaitEvents(2).messages()).containsExactly("3", "4");
            assertThat(recorder.gaps).containsExactly("1-" + (all.get(2).position() - 1));
            assertThat(recorder.disorder).isFalse();
        }

        @Test
        void saysNothingOfAGapToThoseWhoHaveSeenEverythingBeforeIt() {
            append(one, "1", "2", "3");
            List<RecordedEvent> all = history();
            gateway.stores().events().trimBefore(all.get(2).position());

            Recorder recorder = new Recorder();
            subscribe(all.get(1).position(), null, recorder);

            assertThat(recorder.awaitEvents(1).messages()).containsExactly("3");
            assertThat(recorder.gaps).isEmpty();
        }

        @Test
        void tellsOfAGapAlsoWhereNothingIsLeft() {
            append(one, "1", "2");
            long head = history().get(1).position();
            gateway.stores().events().trimBefore(head + 1);

            Recorder recorder = new Recorder();
            subscribe(0, null, recorder);
            await().untilAsserted(() -> assertThat(recorder.gaps).containsExactly("1-" + head));
            append(one, "3");

            assertThat(recorder.awaitEvents(1).messages()).containsExactly("3");
        }
    }

    @Nested
    class History {

        @Test
        void pagesThroughTheEventsOfASession() {
            append(one, "1");
            append(two, "2");
            append(one, "3");

            List<RecordedEvent> first = gateway.metaForge().events().history(one.id(), 0, 1);
            List<RecordedEvent> rest =
                    gateway.metaForge().events().history(one.id(), first.get(0).position(), 10);
            assertThat(first).extracting(event -> event.data().get("message")).containsExactly("1");
            assertThat(rest).extracting(event -> event.data().get("message")).containsExactly("3");
        }

        @Test
        void refusesLimitsAndPositionsOutOfBounds() {
            EventStreams events = gateway.metaForge().events();

            assertThat(Failures.of(() -> events.history(null, 0, 0)).kind()).isEqualTo(FailureKind.VALIDATION);
            assertThat(Failures.of(() -> events.history(null, 0, 1_001)).kind()).isEqualTo(FailureKind.VALIDATION);
            assertThat(Failures.of(() -> events.history(null, -1, 10)).kind()).isEqualTo(FailureKind.VALIDATION);
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Subscription subscribe(long after, @Nullable SessionId session, Recorder recorder) {
        return gateway.metaForge().events().subscribe(after, session, recorder);
    }

    private void append(Session session, String... messages) {
        List<SessionEvent> events = new ArrayList<>();
        for (String message : messages) {
            events.add(session.progress(0.5, message));
        }
        gateway.stores().events().append(events, session.updated());
    }

    private List<RecordedEvent> history() {
        return gateway.stores().events().read(0, null, 100_000);
    }
}
