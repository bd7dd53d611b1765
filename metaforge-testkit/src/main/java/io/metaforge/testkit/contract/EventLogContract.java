package io.metaforge.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.port.out.EventLog;
import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionEvent;
import io.metaforge.domain.session.SessionId;
import io.metaforge.testkit.Sessions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every {@link EventLog} must do. */
@SuppressWarnings("try") // subscriptions are resources that nobody refers to
public abstract class EventLogContract extends StoresContract {

    @SuppressWarnings("NullAway.Init")
    private EventLog log;

    private final Session session = sessions.running();
    private final Session other = sessions.running();
    private final Instant time = sessions.tick();

    @BeforeEach
    final void findLog() {
        log = stores.events();
    }

    @Nested
    class Appending {

        @Test
        void anEmptyLogHasNoHeadAndNothingTrimmed() {
            assertThat(log.head()).isZero();
            assertThat(log.oldest()).isEqualTo(1);
            assertThat(log.read(0, null, 10)).isEmpty();
        }

        @Test
        void keepsSessionNameTimeAndMembersOfEveryKindOfEvent() {
            List<SessionEvent> kinds = everyKind();
            append(kinds);

            List<RecordedEvent> read = awaitEvents(kinds.size());
            for (int i = 0; i < kinds.size(); i++) {
                SessionEvent event = kinds.get(i);
                assertThat(read.get(i).session()).isEqualTo(event.session());
                assertThat(read.get(i).name()).isEqualTo(event.name());
                assertThat(read.get(i).time()).isEqualTo(time);
                assertThat(read.get(i).data()).isEqualTo(event.data());
                assertThat(new ArrayList<>(read.get(i).data().keySet()))
                        .as("members stay in the documented order")
                        .isEqualTo(new ArrayList<>(event.data().keySet()));
            }
        }

        @Test
        void keepsTextThatIsNotAscii() {
            String message = "Größe ≤ 5 µA “quoted” \\ \n\t 技術 🔌 \u2028 \u0001";
            append(List.of(session.progress(0.5, message)));

            assertThat(awaitEvents(1).get(0).data()).containsEntry("message", message);
        }

        @Test
        void keepsTheOrderOfSeveralCallsInOneUnit() {
            stores.unitOfWork().run(() -> {
                log.append(progress(session, "1", "2"), time);
                log.append(progress(other, "3"), time);
                log.append(progress(session, "4", "5"), time);
            });

            assertThat(messages(awaitEvents(5))).containsExactly("1", "2", "3", "4", "5");
        }

        @Test
        void givesAscendingPositionsAcrossUnits() {
            for (int i = 0; i < 10; i++) {
                append(progress(session, "a" + i, "b" + i));
            }

            assertThat(awaitEvents(20)).isSortedAccordingTo((a, b) -> Long.compare(a.position(), b.position()));
            assertThat(positions(awaitEvents(20))).doesNotHaveDuplicates().allMatch(p -> p > 0);
            assertThat(log.head())
                    .isGreaterThanOrEqualTo(awaitEvents(20).get(19).position());
        }

        @Test
        void acceptsNoEventsAtAll() {
            append(List.of());
            append(progress(session, "first"));

            assertThat(messages(awaitEvents(1))).containsExactly("first");
        }

        @Test
        void forgetsTheEventsOfAUnitThatRollsBack() {
            append(progress(session, "before"));
            inVain(() -> log.append(progress(session, "in vain"), time));
            append(progress(session, "after"));

            assertThat(messages(awaitEvents(2))).containsExactly("before", "after");
        }

        @Test
        void showsNothingBeforeTheUnitCommits() {
            inVain(() -> {
                log.append(progress(session, "too early"), time);
                CompletableFuture<List<RecordedEvent>> seen = Threads.start(() -> log.read(0, null, 10));
                assertThat(seen).succeedsWithin(10, TimeUnit.SECONDS);
                assertThat(seen.join()).isEmpty();
                assertThat(log.head()).isZero();
            });
        }
    }

    @Nested
    class Reading {

        @Test
        void goesOnAfterAPositionInPagesThatHoldEverythingOnce() {
            for (int i = 0; i < 23; i++) {
                append(progress(session, "m" + i));
            }
            List<RecordedEvent> all = awaitEvents(23);

            List<RecordedEvent> paged = new ArrayList<>();
            List<RecordedEvent> page = log.read(0, null, 5);
            while (!page.isEmpty()) {
                assertThat(page).hasSizeLessThanOrEqualTo(5);
                paged.addAll(page);
                page = log.read(paged.get(paged.size() - 1).position(), null, 5);
            }
            assertThat(paged).isEqualTo(all);
        }

        @Test
        void picksTheEventsOfOneSession() {
            append(List.of(session.progress(0.1, "1"), other.progress(0.1, "2"), session.progress(0.2, "3")));
            List<RecordedEvent> all = awaitEvents(3);

            assertThat(messages(log.read(0, session.id(), 10))).containsExactly("1", "3");
            assertThat(messages(log.read(0, session.id(), 1))).containsExactly("1");
            assertThat(messages(log.read(all.get(0).position(), session.id(), 10)))
                    .containsExactly("3");
            assertThat(log.read(0, sessions.unknownId(), 10)).isEmpty();
        }

        @Test
        void findsNothingAfterTheHead() {
            append(progress(session, "1"));
            awaitEvents(1);

            assertThat(log.read(log.head(), null, 10)).isEmpty();
            assertThat(log.read(Long.MAX_VALUE, null, 10)).isEmpty();
        }
    }

    @Nested
    class Trimming {

        @Test
        void removesWhatIsBelowAPosition() {
            append(progress(session, "1", "2", "3", "4"));
            List<RecordedEvent> all = awaitEvents(4);
            long third = all.get(2).position();

            log.trimBefore(third);

            assertThat(log.oldest()).isEqualTo(third);
            assertThat(log.read(0, null, 10)).isEqualTo(all.subList(2, 4));
            assertThat(log.read(0, session.id(), 10)).isEqualTo(all.subList(2, 4));
        }

        @Test
        void leavesTheHeadWhereItIsWhenEverythingGoes() {
            append(progress(session, "1", "2"));
            awaitEvents(2);
            long head = log.head();

            log.trimBefore(head + 1);

            assertThat(log.read(0, null, 10)).isEmpty();
            assertThat(log.head()).isEqualTo(head);
            assertThat(log.oldest()).isEqualTo(head + 1);

            append(progress(session, "3"));
            assertThat(messages(awaitEvents(1))).containsExactly("3");
            assertThat(awaitEvents(1).get(0).position()).isGreaterThan(head);
        }
    }

    @Nested
    class Listening {

        @Test
        void tellsOfEverythingThatIsAppendedLaterAndOfNothingEarlier() throws Exception {
            append(progress(session, "earlier"));
            awaitEvents(1);
            long head = log.head();
            Recorder recorder = new Recorder();

            try (AutoCloseable ignored = log.onAppended(recorder)) {
                append(progress(session, "1", "2"));
                append(progress(other, "3"));
                recorder.await(3);
            }

            assertThat(messages(recorder.events())).containsExactly("1", "2", "3");
            assertThat(recorder.calls.get(0).after()).isEqualTo(head);
            recorder.assertWithoutHoles();
        }

        @Test
        void saysNothingOfUnitsThatRollBack() throws Exception {
            Recorder recorder = new Recorder();

            try (AutoCloseable ignored = log.onAppended(recorder)) {
                inVain(() -> log.append(progress(session, "in vain"), time));
                append(progress(session, "1"));
                recorder.await(1);
            }

            assertThat(messages(recorder.events())).containsExactly("1");
        }

        @Test
        void tellsEveryListener() throws Exception {
            Recorder first = new Recorder();
            Recorder second = new Recorder();

            try (AutoCloseable one = log.onAppended(first);
                    AutoCloseable two = log.onAppended(second)) {
                assertThat(one).isNotSameAs(two);
                append(progress(session, "1"));
                first.await(1);
                second.await(1);
            }
        }

        @Test
        void endsWhenTheSubscriptionIsClosed() throws Exception {
            Recorder closed = new Recorder();
            Recorder open = new Recorder();
            AutoCloseable subscription = log.onAppended(closed);
            subscription.close();
            subscription.close();

            try (AutoCloseable ignored = log.onAppended(open)) {
                append(progress(session, "1"));
                open.await(1);
            }

            assertThat(closed.events()).isEmpty();
        }

        @Test
        void canReadTheLogFromTheListenersPointOfView() throws Exception {
            List<Boolean> consistent = Collections.synchronizedList(new ArrayList<>());

            try (AutoCloseable ignored = log.onAppended((after, events, head) ->
                    consistent.add(log.read(after, null, events.size()).equals(events) && log.head() >= head))) {
                append(progress(session, "1", "2"));
                append(progress(session, "3"));
                eventually().until(() -> log.read(0, null, 10).size() == 3 && !consistent.isEmpty());
            }

            assertThat(consistent).containsOnly(true);
        }
    }

    @Nested
    class ManyUnitsAtOnce {

        private static final int WRITERS = 8;
        private static final int UNITS = 24;

        @Test
        void loseNothingRepeatNothingAndReorderNothingForReadersAndListeners() throws Exception {
            int expected = committedEvents();
            Recorder listener = new Recorder();
            CompletableFuture<List<RecordedEvent>> reader = Threads.start(() -> follow(null, expected));
            CompletableFuture<List<RecordedEvent>> pickyReader = Threads.start(() -> follow(other.id(), expected / 2));

            try (AutoCloseable ignored = log.onAppended(listener)) {
                Threads.together(WRITERS, writer -> {
                    for (int unit = 0; unit < UNITS; unit++) {
                        write(writer, unit);
                    }
                    return true;
                });
                listener.await(expected);
            }

            List<RecordedEvent> all = log.read(0, null, 10_000);
            assertThat(all).hasSize(expected);
            assertThat(positions(all)).isSorted().doesNotHaveDuplicates();
            assertThat(messages(all)).noneMatch(message -> message.endsWith("in vain"));
            assertThat(Threads.result(reader)).isEqualTo(all);
            assertThat(Threads.result(pickyReader))
                    .isEqualTo(all.stream()
                            .filter(event -> event.session().equals(other.id()))
                            .toList());
            assertThat(listener.events()).isEqualTo(all);
            listener.assertWithoutHoles();
            listener.assertOneAtATime();
            for (int writer = 0; writer < WRITERS; writer++) {
                String prefix = writer + "/";
                assertThat(messages(all).stream().filter(m -> m.startsWith(prefix)))
                        .as("one writer's units keep their order")
                        .isSorted();
            }
        }

        private void write(int writer, int unit) {
            String name = "%d/%03d".formatted(writer, unit);
            if (unit % 3 == 2) {
                inVain(() -> log.append(progress(session, name + " in vain"), time));
                return;
            }
            stores.unitOfWork().run(() -> {
                log.append(progress(session, name + " a"), time);
                Thread.yield();
                log.append(progress(other, name + " b"), time);
            });
        }

        private int committedEvents() {
            return WRITERS * (UNITS - UNITS / 3) * 2;
        }

        private List<RecordedEvent> follow(@Nullable SessionId of, int expected) {
            List<RecordedEvent> seen = new ArrayList<>();
            long after = 0;
            while (seen.size() < expected) {
                List<RecordedEvent> page = log.read(after, of, 7);
                if (!page.isEmpty()) {
                    seen.addAll(page);
                    after = page.get(page.size() - 1).position();
                }
                Thread.yield();
            }
            return seen;
        }

        @Test
        void doNotPassOverAUnitThatCommitsLate() throws Exception {
            Recorder listener = new Recorder();
            CountDownLatch appended = new CountDownLatch(1);
            CountDownLatch othersCommitted = new CountDownLatch(1);
            CompletableFuture<List<RecordedEvent>> reader = Threads.start(() -> follow(null, 6));

            try (AutoCloseable ignored = log.onAppended(listener)) {
                CompletableFuture<Boolean> late =
                        Threads.start(() -> stores.unitOfWork().execute(() -> {
                            log.append(progress(session, "late"), time);
                            appended.countDown();
                            return awaitAtMostAMoment(othersCommitted);
                        }));
                assertThat(appended.await(10, TimeUnit.SECONDS)).isTrue();
                for (int i = 0; i < 5; i++) {
                    append(progress(other, "quick " + i));
                }
                othersCommitted.countDown();
                Threads.result(late);
                listener.await(6);
            }

            List<RecordedEvent> all = awaitEvents(6);
            assertThat(messages(all))
                    .containsExactlyInAnyOrder("late", "quick 0", "quick 1", "quick 2", "quick 3", "quick 4");
            assertThat(Threads.result(reader)).isEqualTo(all);
            assertThat(listener.events()).isEqualTo(all);
            listener.assertWithoutHoles();
        }

        /** A store may keep the others waiting, so the late unit waits a moment only. */
        private boolean awaitAtMostAMoment(CountDownLatch latch) {
            try {
                return latch.await(Threads.A_MOMENT, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void append(List<? extends SessionEvent> events) {
        stores.unitOfWork().run(() -> log.append(events, time));
    }

    /** Committed events become visible soon, though perhaps not at once. */
    private List<RecordedEvent> awaitEvents(int count) {
        eventually().until(() -> log.read(0, null, 10_000).size() >= count);
        List<RecordedEvent> events = log.read(0, null, 10_000);
        assertThat(events).hasSize(count);
        eventually().until(() -> log.head() >= events.get(count - 1).position());
        return events;
    }

    private static List<SessionEvent> progress(Session of, String... messages) {
        List<SessionEvent> events = new ArrayList<>();
        for (String message : messages) {
            events.add(of.progress(0.5, message));
        }
        return events;
    }

    private List<SessionEvent> everyKind() {
        List<SessionEvent> events = new ArrayList<>();
        events.addAll(sessions.queued().start(time).events());
        events.add(session.progress(0.25, "Parsing constraints..."));
        events.add(session.progress(1, "Done"));
        Session pending = sessions.pendingApproval();
        events.addAll(session.propose(pending.proposal().orElseThrow(), time).events());
        events.addAll(session.finish(time).events());
        events.addAll(session.fail(Sessions.failure(), time).events());
        events.addAll(session.cancel(Sessions.ACTOR, time).events());
        events.addAll(sessions.applying().applied(time).events());
        events.addAll(pending.reject(sessions.rejection(pending, "no"), time).events());
        events.add(pending.delete(Sessions.ACTOR));
        return events;
    }

    private static List<String> messages(List<RecordedEvent> events) {
        return events.stream()
                .map(event -> (String) event.data().get("message"))
                .toList();
    }

    private static List<Long> positions(List<RecordedEvent> events) {
        return events.stream().map(RecordedEvent::position).toList();
    }

    private record Call(long after, List<RecordedEvent> events, long head, Thread thread) {}

    /** Remembers what it was told. */
    private static final class Recorder implements EventLog.Listener {

        private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger overlaps = new AtomicInteger();

        @Override
        public void appended(long after, List<RecordedEvent> events, long head) {
            if (inside.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
            }
            calls.add(new Call(after, List.copyOf(events), head, Thread.currentThread()));
            inside.decrementAndGet();
        }

        List<RecordedEvent> events() {
            return List.copyOf(calls).stream()
                    .flatMap(call -> call.events().stream())
                    .toList();
        }

        void await(int count) {
            eventually().until(() -> events().size() >= count);
        }

        void assertWithoutHoles() {
            for (int i = 0; i < calls.size(); i++) {
                Call call = calls.get(i);
                assertThat(call.events()).isNotEmpty();
                assertThat(call.events().get(0).position()).isGreaterThan(call.after());
                assertThat(call.head())
                        .isGreaterThanOrEqualTo(
                                call.events().get(call.events().size() - 1).position());
                if (i > 0) {
                    assertThat(call.after()).isEqualTo(calls.get(i - 1).head());
                }
            }
        }

        void assertOneAtATime() {
            assertThat(overlaps).hasValue(0);
            Set<Thread> threads = new HashSet<>();
            calls.forEach(call -> threads.add(call.thread()));
            assertThat(threads).hasSize(1);
        }
    }
}
