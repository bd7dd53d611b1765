package io.metaforge.boot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.metaforge.adapter.persistence.embedded.LocalDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two server processes on one database, many transactions at once, one server killed and restarted in the middle: every
 * follower of {@code /ws?after=…}, wherever and however often it reconnects, sees the same events once and in order.
 */
class EventOrderIT {

    private static final int FOLLOWERS = 6;
    private static final int WRITERS = 6;

    @TempDir
    Path temp;

    private volatile boolean writing = true;
    private volatile boolean following = true;
    private volatile PackagedGateway first;
    private volatile PackagedGateway second;

    @Test
    void followers_lose_nothing_see_nothing_twice_and_agree_on_the_order() throws Exception {
        long seed = Long.getLong("metaforge.seed", System.nanoTime());
        Path workspace = Files.createDirectories(temp.resolve("workspace"));
        ExecutorService threads = Executors.newCachedThreadPool();
        try (LocalDatabase database = LocalDatabase.start(Files.createDirectories(temp.resolve("database")))) {
            String[] options = {"--database-url", url(database)};
            first = PackagedGateway.start(workspace, options);
            second = PackagedGateway.start(workspace, options);
            List<Future<?>> writers = new ArrayList<>();
            List<Follower> followers = new ArrayList<>();
            List<Future<?>> follow = new ArrayList<>();
            for (int i = 0; i < FOLLOWERS; i++) {
                Follower follower = new Follower(new Random(seed + i));
                followers.add(follower);
                follow.add(threads.submit(() -> {
                    follower.follow();
                    return null;
                }));
            }
            for (int i = 0; i < WRITERS; i++) {
                int number = i;
                writers.add(threads.submit(() -> {
                    write(workspace, number);
                    return null;
                }));
            }
            Thread.sleep(4_000);
            first.kill();
            Thread.sleep(500);
            first = PackagedGateway.startOn(first.port(), workspace, options);
            Thread.sleep(3_000);
            writing = false;
            for (Future<?> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
            List<Long> truth = replay(second);
            assertThat(truth).as("seed %s: the load made events", seed).hasSizeGreaterThan(200);
            for (Follower follower : followers) {
                follower.awaitPosition(truth.get(truth.size() - 1));
            }
            following = false;
            for (Future<?> each : follow) {
                each.get(60, TimeUnit.SECONDS);
            }
            List<Long> settled = replay(first);
            assertThat(settled).as("seed %s: positions ascend", seed).isSorted().doesNotHaveDuplicates();
            for (Follower follower : followers) {
                assertThat(follower.reconnects).isPositive();
                List<Long> seen = follower.positions();
                assertThat(seen)
                        .as("seed %s", seed)
                        .isEqualTo(settled.subList(0, seen.size()))
                        .hasSizeGreaterThanOrEqualTo(truth.size());
            }
        } finally {
            writing = false;
            following = false;
            threads.shutdownNow();
            for (PackagedGateway gateway : new PackagedGateway[] {first, second}) {
                if (gateway != null) {
                    gateway.close();
                }
            }
        }
    }

    static String url(LocalDatabase database) {
        return database.jdbcUrl() + (database.jdbcUrl().contains("?") ? "&" : "?") + "user=" + database.user()
                + "&password=" + database.password();
    }

    private void write(Path workspace, int number) throws Exception {
        Path folder = Files.createDirectories(workspace.resolve("w" + number));
        Random random = new Random(number);
        for (int round = 0; writing; round++) {
            Files.writeString(folder.resolve("PRD.md"), Workspaces.prd(number * 10_000 + round));
            try {
                Http http = (random.nextBoolean() ? first : second).http();
                Http.Answer run = http.post(
                        "/api/v1/agent/run?wait=5",
                        "{\"skill\":\"spec\",\"input\":{\"files\":[\"w" + number + "/PRD.md\"]}}");
                if (run.status() == 200) {
                    http.post("/api/v1/reject/" + run.json().path("session_id").asText(), "{\"reason\":\"next one\"}");
                }
            } catch (IOException down) {
                Thread.sleep(20);
            }
        }
    }

    /** Reads the log from its beginning over a fresh socket, until no more comes for a while. */
    private static List<Long> replay(PackagedGateway gateway) throws Exception {
        EventSink sink = new EventSink();
        WebSocket socket = connect(gateway, 0, sink);
        int before = -1;
        while (sink.events().size() != before) {
            before = sink.events().size();
            Thread.sleep(1_500);
        }
        socket.abort();
        List<Long> positions = new ArrayList<>();
        sink.events().forEach(event -> positions.add(event.path("id").asLong()));
        return positions;
    }

    private static WebSocket connect(PackagedGateway gateway, long after, EventSink sink) throws Exception {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + gateway.port() + "/ws?after=" + after), sink)
                .get(10, TimeUnit.SECONDS);
    }

    /** Follows the log from its beginning, dropping the connection now and then. */
    private final class Follower {

        private final Random random;
        private final List<Long> positions = new ArrayList<>();
        private volatile int reconnects;

        Follower(Random random) {
            this.random = random;
        }

        void follow() throws Exception {
            while (following) {
                PackagedGateway gateway = random.nextBoolean() ? first : second;
                EventSink sink = new EventSink();
                try {
                    WebSocket socket = connect(gateway, last(), sink);
                    long end = System.nanoTime() + (50 + random.nextInt(700)) * 1_000_000L;
                    while (System.nanoTime() < end && sink.closeCode() == 0) {
                        Thread.sleep(5);
                    }
                    socket.abort();
                } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException down) {
                    Thread.sleep(20);
                }
                synchronized (positions) {
                    for (JsonNode event : sink.events()) {
                        positions.add(event.path("id").asLong());
                    }
                }
                reconnects++;
            }
        }

        private long last() {
            synchronized (positions) {
                return positions.isEmpty() ? 0 : positions.get(positions.size() - 1);
            }
        }

        List<Long> positions() {
            synchronized (positions) {
                return new ArrayList<>(positions);
            }
        }

        void awaitPosition(long position) throws InterruptedException {
            long deadline = System.nanoTime() + 30_000_000_000L;
            while (last() < position) {
                assertThat(System.nanoTime())
                        .as("a follower stopped at %s of %s", last(), position)
                        .isLessThan(deadline);
                Thread.sleep(20);
            }
        }
    }
}
