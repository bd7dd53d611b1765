package io.metaforge.adapter.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metaforge.adapter.persistence.TestDatabase;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The embedded server keeps what was committed, whoever is killed, and is nobody else's. */
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LocalDatabaseTest {

    private Path forge;

    @BeforeEach
    void makeFolder() throws IOException {
        forge = Files.createTempDirectory("metaforge-forge-");
    }

    @AfterEach
    void deleteFolder() {
        TestDatabase.delete(forge);
    }

    @Nested
    class Starting {

        @Test
        void isDurablePrivateAndOnTheLoopbackAddressOnly() throws Exception {
            try (LocalDatabase database = LocalDatabase.start(forge)) {
                for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                    assertThat(query(database, "show " + setting)).isEqualTo("on");
                }
                assertThat(query(database, "show listen_addresses")).isEqualTo("127.0.0.1");
                assertThat(query(database, "show unix_socket_directories")).isEmpty();
                assertThat(query(database, "select rolpassword from pg_authid where rolname = current_user"))
                        .startsWith("SCRAM-SHA-256$");
                Path folder = forge.resolve("postgres");
                assertThat(permissions(folder)).isEqualTo("rwx------");
                assertThat(permissions(folder.resolve("password"))).isEqualTo("rw-------");
                assertThat(permissions(folder.resolve("data"))).isEqualTo("rwx------");
                assertThat(permissions(folder.resolve("server.log"))).isEqualTo("rw-------");
            }
        }

        @Test
        void refusesWhoDoesNotKnowThePassword() {
            try (LocalDatabase database = LocalDatabase.start(forge)) {
                assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), database.user(), "guess")
                                .close())
                        .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState())
                                .isEqualTo("28P01"));
            }
        }

        @Test
        void keepsDataAndPasswordBetweenRuns() throws Exception {
            String password;
            try (LocalDatabase database = LocalDatabase.start(forge)) {
                execute(database, "create table kept as select 42 as answer");
                password = database.password();
            }
            try (LocalDatabase database = LocalDatabase.start(forge)) {
                assertThat(query(database, "select answer from kept")).isEqualTo("42");
                assertThat(database.password()).isEqualTo(password);
            }
        }

        @Test
        void refusesASecondGatewayAndNamesTheFirst() {
            try (LocalDatabase database = LocalDatabase.start(forge)) {
                assertThatThrownBy(() -> LocalDatabase.start(forge))
                        .isInstanceOfSatisfying(MetaForgeException.class, e -> {
                            assertThat(e.failure().kind()).isEqualTo(FailureKind.CONFLICT);
                            assertThat(e.failure().message())
                                    .contains("already running")
                                    .contains(Long.toString(
                                            ProcessHandle.current().pid()));
                        });
                assertThat(ProcessHandle.of(database.pid())).isPresent();
            }
        }

        /** A terminal sends Ctrl-C to every process of its foreground group: the gateway's, not the database's. */
        @Test
        void isNotReachedByCtrlC() throws Exception {
            Path self = Path.of("/proc/self/stat");
            assumeTrue(Files.exists(self) && Files.exists(Path.of("/usr/bin/setsid")), "needs Linux with setsid");
            try (LocalDatabase database = LocalDatabase.start(forge)) {
                assertThat(processGroup(database.pid()))
                        .isNotEqualTo(processGroup(ProcessHandle.current().pid()));
            }
        }

        private static String processGroup(long pid) throws IOException {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[2];
        }

        @Test
        void leavesNoProcessBehind() {
            LocalDatabase database = LocalDatabase.start(forge);
            long pid = database.pid();
            database.close();
            database.close();

            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        }
    }

    @Nested
    class Recovering {

        @Test
        void stopsTheServerThatAKilledGatewayLeftRunning() throws Exception {
            long orphan = gatewayThatIsKilled();
            assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isPresent();

            try (LocalDatabase database = LocalDatabase.start(forge)) {
                assertThat(query(database, "select answer from kept")).isEqualTo("42");
                assertThat(database.pid()).isNotEqualTo(orphan);
                assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive))
                        .isEmpty();
            }
        }

        @Test
        void startsAfterServerAndGatewayWereKilledTogether() throws Exception {
            long orphan = gatewayThatIsKilled();
            ProcessHandle.of(orphan).orElseThrow().destroyForcibly();

            try (LocalDatabase database = LocalDatabase.start(forge)) {
                assertThat(query(database, "select answer from kept")).isEqualTo("42");
            }
        }

        @Test
        void startsAgainOnTheSamePortWhenTheServerIsKilled() throws Exception {
            try (LocalDatabase database = LocalDatabase.start(forge)) {
                execute(database, "create table kept as select 42 as answer");
                String url = database.jdbcUrl();
                ProcessHandle.of(database.pid()).orElseThrow().destroyForcibly();

                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .ignoreExceptionsInstanceOf(SQLException.class)
                        .until(() -> "42".equals(query(database, "select answer from kept")));
                assertThat(database.jdbcUrl()).isEqualTo(url);
            }
        }

        @Test
        void takesNoOtherProgramForItsServer() throws Exception {
            try (LocalDatabase database = LocalDatabase.start(forge)) {
                execute(database, "create table kept as select 42 as answer");
            }
            // As after a crash and a restart of the machine: the number now belongs to somebody else, here to this
            // test.
            Files.writeString(
                    forge.resolve("postgres/data/postmaster.pid"),
                    ProcessHandle.current().pid() + "\n" + forge.resolve("postgres/data") + "\n1\n5432\n\n\n\nready\n");

            try (LocalDatabase database = LocalDatabase.start(forge)) {
                assertThat(query(database, "select answer from kept")).isEqualTo("42");
            }
        }

        @Test
        void redoesAnInterruptedInitialization() throws Exception {
            Path half = Files.createDirectories(forge.resolve("postgres/data.new/base/1"));
            Files.writeString(half.getParent().getParent().resolve("PG_VERSION"), "18\n");

            try (LocalDatabase database = LocalDatabase.start(forge)) {
                assertThat(query(database, "select 1")).isEqualTo("1");
            }
            assertThat(forge.resolve("postgres/data.new")).doesNotExist();
        }

        @Test
        void unpacksProgramsAgainThatAreNotComplete() throws Exception {
            Path cache = forge.resolve("cache");
            Path programs = Binaries.unpacked(cache);
            Files.writeString(programs.resolve("bin/postgres"), "cut off");
            assertThat(Binaries.unpacked(cache)).isEqualTo(programs);
            assertThat(Files.size(programs.resolve("bin/postgres"))).isGreaterThan(1_000_000);

            Files.delete(programs.resolve("complete"));
            Binaries.unpacked(cache);
            assertThat(programs.resolve("complete")).exists();
            try (var left = Files.list(cache)) {
                assertThat(left).containsExactly(programs);
            }
        }

        /** Runs another process that starts the server, commits something and is killed. Returns the server's process id. */
        private long gatewayThatIsKilled() throws Exception {
            Process gateway = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledGateway.class.getName(),
                            forge.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var out = gateway.inputReader()) {
                long pid = Long.parseLong(out.readLine());
                gateway.destroyForcibly().waitFor();
                return pid;
            }
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    static String query(LocalDatabase database, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    static void execute(LocalDatabase database, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
