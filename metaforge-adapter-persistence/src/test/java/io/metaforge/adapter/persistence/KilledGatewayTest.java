package io.metaforge.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.port.out.Stores;
import io.metaforge.domain.session.SessionId;
import io.metaforge.testkit.Sessions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs outlive the gateway that executes them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledGatewayTest {

    @Test
    void itsRunsAreHandedOutAgainWithinSeconds() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                PostgresStores opened = database.open()) {
            Stores stores = opened.stores();
            SessionId session = new Sessions().unknownId();
            stores.unitOfWork().run(() -> stores.runs().enqueue(session));
            PostgresSettings settings = database.settings();
            Process gateway = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Worker.class.getName(),
                            settings.jdbcUrl(),
                            settings.user(),
                            settings.password(),
                            settings.workspaceId())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var out = gateway.inputReader()) {
                assertThat(out.readLine()).isEqualTo(session.value());
            } finally {
                gateway.destroyForcibly().waitFor();
            }

            List<SessionId> handled = new CopyOnWriteArrayList<>();
            stores.runs().start(2, handled::add);
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> handled.equals(List.of(session)));
            Awaitility.await().until(() -> database.number("select count(*) from scheduled_tasks") == 0);
            stores.runs().stop(1_000);
        }
    }

    @Test
    void anotherGatewayIsWokenByACommitElsewhere() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                PostgresStores idle = database.open();
                PostgresStores busy = database.open()) {
            List<SessionId> handled = new CopyOnWriteArrayList<>();
            idle.stores().runs().start(1, handled::add);
            SessionId session = new Sessions().unknownId();
            busy.stores().unitOfWork().run(() -> busy.stores().runs().enqueue(session));

            Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> handled.contains(session));
            idle.stores().runs().stop(1_000);
        }
    }

    /** Says on standard output which run it has in hand, and keeps it until it is killed. */
    static final class Worker {

        public static void main(String[] arguments) throws Exception {
            PostgresStores opened = PostgresStores.open(
                    new PostgresSettings(arguments[0], arguments[1], arguments[2], 4, arguments[3]), Clock.systemUTC());
            opened.stores().runs().start(1, session -> {
                System.out.println(session.value());
                new CountDownLatch(1).await();
            });
            new CountDownLatch(1).await();
        }
    }
}
