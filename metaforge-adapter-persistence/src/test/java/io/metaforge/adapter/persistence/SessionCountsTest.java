package io.metaforge.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.session.SessionSummary;
import io.metaforge.testkit.Sessions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Counts are kept, not counted, and exact all the same; lists of many sessions are read from the nearer end. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SessionCountsTest {

    private final TestDatabase database = TestDatabase.create();
    private final PostgresStores stores = database.open();
    private final Sessions sessions = new Sessions();

    @AfterEach
    void close() {
        stores.close();
        database.close();
    }

    @Test
    void areExactAfterConcurrentUnitsOfTwoGatewaysOfWhichSomeRollBack() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try (PostgresStores second = database.open()) {
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int number = i;
                work.add(threads.submit(() -> change(number % 2 == 0 ? stores : second, new Random(number))));
            }
            for (Future<?> part : work) {
                part.get();
            }
            assertThat(stores.stores().sessions().counts()).isEqualTo(counted());
            assertThat(second.stores().sessions().counts()).isEqualTo(counted());
        } finally {
            threads.shutdownNow();
        }
    }

    private void change(PostgresStores gateway, Random random) {
        for (int i = 0; i < 40; i++) {
            try {
                gateway.stores().unitOfWork().run(() -> {
                    Session created = sessions.created();
                    Session other = sessions.rejected();
                    gateway.stores().sessions().insert(created);
                    gateway.stores().sessions().insert(other);
                    if (random.nextBoolean()) {
                        Session running =
                                created.run(RunOptions.DEFAULT, sessions.tick()).session();
                        gateway.stores().sessions().update(running, created.version());
                    }
                    if (random.nextBoolean()) {
                        gateway.stores().sessions().delete(other.id());
                    }
                    if (random.nextInt(3) == 0) {
                        throw new IllegalStateException("in vain");
                    }
                });
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("in vain");
            }
        }
    }

    @Test
    void followSqlThatChangesManyRows() throws Exception {
        load(1_000);
        assertThat(stores.stores().sessions().counts()).isEqualTo(counted());
        assertThat(stores.stores().sessions().counts().values().stream()
                        .mapToLong(n -> n)
                        .sum())
                .isEqualTo(1_000);

        execute("update session set status = 'failed', state = '{}' where status = 'completed'");
        execute("delete from session where status = 'created'");
        assertThat(stores.stores().sessions().counts()).isEqualTo(counted());

        execute("truncate session");
        assertThat(stores.stores().sessions().counts()).isEmpty();
    }

    @Test
    void listsThePagesOfManySessionsAlikeFromBothEnds() throws Exception {
        load(2_001);
        for (Set<SessionStatus> statuses : List.of(
                Set.<SessionStatus>of(),
                Set.of(SessionStatus.COMPLETED),
                Set.of(SessionStatus.COMPLETED, SessionStatus.CREATED))) {
            List<SessionSummary> all = stores.stores().sessions().list(statuses, 5_000, 0);
            assertThat(all).isNotEmpty();
            List<SessionSummary> paged = new ArrayList<>();
            for (int offset = 0; offset < all.size() + 100; offset += 100) {
                paged.addAll(stores.stores().sessions().list(statuses, 100, offset));
            }
            assertThat(paged).isEqualTo(all);
            assertThat(stores.stores().sessions().list(statuses, 3, all.size() - 2))
                    .isEqualTo(all.subList(all.size() - 2, all.size()));
        }
    }

    private void load(int rows) throws Exception {
        execute("""
                insert into session (id, skill, agent, status, input, fingerprint, is_verbose, created_by, created_at,
                                     updated_at, version, state)
                select gen_random_uuid(), 'spec', 'requirements',
                       case i %% 3 when 0 then 'created' when 1 then 'completed' else 'cancelled' end,
                       '{}', 'a', false, 'local', now() - (i / 4) * interval '1 second', now(), 0, '{"by": "local"}'
                from generate_series(1, %d) i""".formatted(rows));
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Map<SessionStatus, Long> counted() throws Exception {
        Map<SessionStatus, Long> counts = new EnumMap<>(SessionStatus.class);
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select status, count(*) from session group by status")) {
            while (rows.next()) {
                counts.put(SessionStatus.valueOf(rows.getString(1).toUpperCase(Locale.ROOT)), rows.getLong(2));
            }
        }
        return counts;
    }
}
