package io.metaforge.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.port.out.EventLog;
import io.metaforge.application.port.out.Stores;
import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.Session;
import io.metaforge.testkit.Sessions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readers of the event log lose nothing, whoever commits in whatever order, in two gateways on one database. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventVisibilityTest {

    private final TestDatabase database = TestDatabase.create();
    private final Sessions sessions = new Sessions();
    private final Session session = sessions.running();
    private PostgresStores first;
    private PostgresStores second;

    @BeforeEach
    void openTwoGateways() {
        first = database.open();
        second = database.open();
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
        database.close();
    }

    @Nested
    class ManyWriters {

        private static final int WRITERS = 6;
        private static final int UNITS = 60;

        private final Set<String> committed = ConcurrentHashMap.newKeySet();

        @Test
        void everyReaderSeesEveryCommittedEventOnceInTheSameOrder() throws Exception {
            List<Told> listeners = List.of(new Told(first), new Told(second));
            AtomicBoolean done = new AtomicBoolean();
            ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 2);
            try {
                List<Future<List<RecordedEvent>>> followers = List.of(
                        threads.submit(() -> follow(first.stores().events(), done)),
                        threads.submit(() -> follow(second.stores().events(), done)));
                List<Future<?>> writers = new ArrayList<>();
                for (int i = 0; i < WRITERS; i++) {
                    int writer = i;
                    writers.add(threads.submit(() -> write(writer)));
                }
                for (Future<?> writer : writers) {
                    writer.get();
                }
                int all = committed.size();
                eventually(() -> listeners.get(0).events.size() == all
                        && listeners.get(1).events.size() == all);
                done.set(true);

                List<RecordedEvent> expected = first.stores().events().read(0, null, 100_000);
                assertThat(expected).hasSize(all);
                assertThat(expected.stream().map(EventVisibilityTest::message))
                        .containsExactlyInAnyOrderElementsOf(committed);
                assertThat(expected)
                        .extracting(RecordedEvent::position)
                        .isSorted()
                        .doesNotHaveDuplicates();
                for (Future<List<RecordedEvent>> follower : followers) {
                    assertThat(follower.get()).isEqualTo(expected);
                }
                for (Told told : listeners) {
                    assertThat(told.events).isEqualTo(expected);
                    assertThat(told.seams)
                            .as("calls without holes between them")
                            .isEqualTo(told.heads.subList(0, told.heads.size() - 1));
                }
            } finally {
                threads.shutdownNow();
            }
        }

        /** Some units are slow between drawing a position and their commit, some roll back, some append a lot. */
        private Void write(int writer) {
            Random random = new Random(writer);
            Stores stores = (writer % 2 == 0 ? first : second).stores();
            for (int unit = 0; unit < UNITS; unit++) {
                List<String> messages = new ArrayList<>();
                int events = 1 + random.nextInt(4);
                boolean fails = random.nextInt(4) == 0;
                int pause = random.nextInt(8) == 0 ? random.nextInt(30) : 0;
                for (int event = 0; event < events; event++) {
                    messages.add(writer + "-" + unit + "-" + event);
                }
                try {
                    stores.unitOfWork().run(() -> {
                        messages.forEach(message ->
                                stores.events().append(List.of(session.progress(0, message)), session.updated()));
                        hold(pause);
                        if (fails) {
                            throw new IllegalStateException("in vain");
                        }
                    });
                    committed.addAll(messages);
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessage("in vain");
                }
            }
            return null;
        }

        private List<RecordedEvent> follow(EventLog log, AtomicBoolean done) {
            List<RecordedEvent> seen = new ArrayList<>();
            long after = 0;
            while (true) {
                boolean last = done.get();
                List<RecordedEvent> events = log.read(after, null, 50);
                if (events.isEmpty() && last) {
                    return seen;
                }
                seen.addAll(events);
                after = events.isEmpty() ? after : events.get(events.size() - 1).position();
                Thread.yield();
            }
        }
    }

    @Nested
    class Gaps {

        @Test
        void aSlowUnitHoldsBackWhatOthersCommittedAfterIt() throws Exception {
            try (Connection slow = database.connect()) {
                slow.setAutoCommit(false);
                insert(slow, "slow");
                append(first, "fast");

                // The fast one is committed: a reader past the log sees it.
                assertThat(database.number("select count(*) from event")).isEqualTo(1);
                Awaitility.await()
                        .during(Duration.ofMillis(300))
                        .atMost(Duration.ofSeconds(5))
                        .until(() -> first.stores().events().read(0, null, 10).isEmpty()
                                && second.stores().events().head() == 0);
                slow.commit();
            }
            eventually(() -> messages(first).equals(List.of("slow", "fast")));
            eventually(() -> messages(second).equals(List.of("slow", "fast")));
        }

        @Test
        void aUnitThatRolledBackHoldsNobodyBackForLong() throws Exception {
            try (Connection failing = database.connect()) {
                failing.setAutoCommit(false);
                insert(failing, "never");
                append(first, "fast");
                failing.rollback();
            }
            Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> messages(second)
                    .equals(List.of("fast")));
        }

        @Test
        void writersOfOtherTablesHoldNobodyBack() throws Exception {
            try (Connection busy = database.connect();
                    Connection failing = database.connect();
                    Statement statement = busy.createStatement()) {
                busy.setAutoCommit(false);
                statement.execute("insert into content (digest, bytes) values ('a', 'b')");
                failing.setAutoCommit(false);
                insert(failing, "never");
                failing.rollback();
                append(first, "fast");

                Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> messages(second)
                        .equals(List.of("fast")));
                busy.rollback();
            }
        }

        @Test
        void aConnectionThatDiesHoldsNobodyBackForLong() throws Exception {
            try (Connection dying = database.connect()) {
                dying.setAutoCommit(false);
                insert(dying, "never");
                append(first, "fast");
                dying.abort(Runnable::run);
            }
            eventually(() -> messages(first).equals(List.of("fast")));
        }
    }

    @Nested
    class Opening {

        @Test
        void continuesAtTheHeadWithPositionsThatWereRolledBackAboveIt() throws Exception {
            append(first, "kept");
            try (Connection failing = database.connect()) {
                failing.setAutoCommit(false);
                insert(failing, "never");
                failing.rollback();
            }
            try (PostgresStores third = database.open()) {
                assertThat(third.stores().events().head()).isEqualTo(1);
                append(third, "later");
                eventually(() -> messages(third).equals(List.of("kept", "later")));
                eventually(() -> messages(first).equals(List.of("kept", "later")));
            }
        }

        @Test
        void waitsForUnitsThatAreAppending() throws Exception {
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try (Connection slow = database.connect()) {
                slow.setAutoCommit(false);
                insert(slow, "slow");
                append(first, "fast");
                Future<PostgresStores> opening = thread.submit((Callable<PostgresStores>) database::open);
                Awaitility.await().during(Duration.ofMillis(400)).until(() -> !opening.isDone());
                slow.commit();
                try (PostgresStores third = opening.get(10, TimeUnit.SECONDS)) {
                    assertThat(messages(third)).containsExactly("slow", "fast");
                }
            } finally {
                thread.shutdownNow();
            }
        }

        @Test
        void keepsTheHeadOfALogThatWasTrimmedToNothing() {
            append(first, "1");
            append(first, "2");
            eventually(() -> first.stores().events().head() == 2);
            first.stores().events().trimBefore(3);
            try (PostgresStores third = database.open()) {
                assertThat(third.stores().events().head()).isEqualTo(2);
                assertThat(third.stores().events().oldest()).isEqualTo(3);
            }
        }
    }

    /** What a listener was told. */
    private static final class Told {

        private final List<RecordedEvent> events = new CopyOnWriteArrayList<>();
        private final List<Long> seams = new CopyOnWriteArrayList<>();
        private final List<Long> heads = new CopyOnWriteArrayList<>(List.of(0L));

        Told(PostgresStores stores) {
            stores.stores().events().onAppended((after, appended, head) -> {
                seams.add(after);
                heads.add(head);
                events.addAll(appended);
            });
        }
    }

    private void append(PostgresStores stores, String message) {
        stores.stores().events().append(List.of(session.progress(0, message)), session.updated());
    }

    private void insert(Connection connection, String message) throws Exception {
        try (var insert = connection.prepareStatement(
                "insert into event (time, session, name, data) values (now(), ?, 'agent.progress', ?::json)")) {
            insert.setObject(1, session.id().uuid());
            insert.setString(2, "{\"message\": \"" + message + "\"}");
            insert.executeUpdate();
        }
    }

    private static List<String> messages(PostgresStores stores) {
        return stores.stores().events().read(0, null, 1_000).stream()
                .map(EventVisibilityTest::message)
                .toList();
    }

    private static String message(RecordedEvent event) {
        return (String) event.data().get("message");
    }

    private static void hold(int millis) {
        if (millis > 0) {
            try {
                TimeUnit.MILLISECONDS.sleep(millis);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void eventually(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }
}
