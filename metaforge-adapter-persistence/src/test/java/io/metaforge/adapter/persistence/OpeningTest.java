package io.metaforge.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.testkit.Sessions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Opening a database: migrating it, and refusing one that is not ours. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpeningTest {

    private final TestDatabase database = TestDatabase.createBare();

    @AfterEach
    void drop() {
        database.close();
    }

    @Nested
    class Migrating {

        @Test
        void makesTheTablesOnceAndKeepsWhatIsInThem() {
            var session = new Sessions().created();
            try (PostgresStores stores = database.open()) {
                stores.stores().sessions().insert(session);
            }
            try (PostgresStores stores = database.open()) {
                assertThat(stores.stores().sessions().find(session.id())).contains(session);
            }
        }

        @Test
        void leavesTablesOfOthersAlone() throws Exception {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table public.session (theirs int)");
                statement.execute("insert into public.session values (1)");
            }
            try (PostgresStores stores = database.open()) {
                assertThat(stores.stores().sessions().list(Set.of(), 10, 0)).isEmpty();
            }
            assertThat(database.number("select theirs from public.session")).isEqualTo(1);
        }

        @Test
        void isDoneByOneOfSeveralGatewaysThatStartAtOnce() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(3);
            try {
                Callable<PostgresStores> open = database::open;
                for (Future<PostgresStores> opened : threads.invokeAll(java.util.List.of(open, open, open))) {
                    opened.get().close();
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(database.number("select count(*) from workspace")).isEqualTo(1);
        }

        @Test
        void bringsTheTablesOfAnEarlierReleaseUpToDate() throws Exception {
            Flyway.configure()
                    .dataSource(
                            database.settings().jdbcUrl(),
                            database.settings().user(),
                            database.settings().password())
                    .schemas("metaforge")
                    .table("schema_history")
                    .locations("classpath:io/metaforge/adapter/persistence/migration")
                    .target("1")
                    .load()
                    .migrate();
            assertThat(database.number("select max(version::int) from schema_history"))
                    .isEqualTo(1);

            try (PostgresStores stores = database.open()) {
                assertThat(stores.stores().apiKeys().list()).isEmpty();
            }
            assertThat(database.number("select max(version::int) from schema_history"))
                    .isEqualTo(Schema.NEWEST);
        }

        @Test
        void knowsItsNewestVersion() throws Exception {
            database.open().close();

            assertThat(database.number("select max(version::int) from schema_history"))
                    .isEqualTo(Schema.NEWEST);
        }
    }

    @Nested
    class Refusing {

        @Test
        void anotherWorkspacesDatabase() {
            database.open().close();
            PostgresSettings ours = database.settings();
            PostgresSettings others =
                    new PostgresSettings(ours.jdbcUrl(), ours.user(), ours.password(), 2, "another-workspace");

            assertRefused(others, FailureKind.CONFLICT, "belongs to another workspace");
        }

        @Test
        void aDatabaseOfANewerRelease() throws Exception {
            database.open().close();
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "insert into schema_history select installed_rank + 10, '9999', 'later', type, 'V9999__later.sql',"
                                + " checksum, installed_by, installed_on, execution_time, success from schema_history"
                                + " where version = '1'");
            }
            assertRefused(database.settings(), FailureKind.CONFLICT, "newer release");
        }

        @Test
        void aWrongPasswordWithoutRepeatingIt() {
            PostgresSettings ours = database.settings();
            assertRefused(
                    new PostgresSettings(ours.jdbcUrl(), ours.user(), "hunter2", 2, "w"),
                    FailureKind.FORBIDDEN,
                    "refuses the user");
        }

        @Test
        void aServerThatIsNotThere() {
            assertRefused(
                    new PostgresSettings("jdbc:postgresql://127.0.0.1:1/x", "u", "p", 2, "w"),
                    FailureKind.UNAVAILABLE,
                    "cannot be reached");
        }

        @Test
        void aUrlOfAnotherKind() {
            assertThatThrownBy(() -> new PostgresSettings("jdbc:mysql://localhost/x", null, null, 2, "w"))
                    .isInstanceOfSatisfying(
                            MetaForgeException.class,
                            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.VALIDATION));
        }

        private void assertRefused(PostgresSettings settings, FailureKind kind, String words) {
            assertThatThrownBy(() ->
                            PostgresStores.open(settings, Clock.systemUTC()).close())
                    .isInstanceOfSatisfying(MetaForgeException.class, e -> {
                        assertThat(e.failure().kind()).isEqualTo(kind);
                        assertThat(e.failure().message())
                                .contains(words)
                                .doesNotContain("127.0.0.1", "hunter2", "select", "jdbc:");
                    });
        }
    }
}
