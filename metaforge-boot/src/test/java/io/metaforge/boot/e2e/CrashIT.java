package io.metaforge.boot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills servers at random moments under load and looks for anything that was lost, torn or left behind. */
class CrashIT {

    /** So many are promised; CI takes fewer in its second run, on the newer JDK. */
    static final int KILLS = Integer.getInteger("metaforge.kills", 30);

    private static final int WORKERS = 4;

    @TempDir
    Path temp;

    @Test
    void nothing_is_lost_when_the_server_is_killed_again_and_again() throws Exception {
        long seed = Long.getLong("metaforge.seed", System.nanoTime());
        Path workspace = Files.createDirectories(temp.resolve("workspace"));
        AtomicReference<PackagedGateway> gateway = new AtomicReference<>(PackagedGateway.start(workspace));
        int port = gateway.get().port();
        Users users = new Users(workspace, List.of(() -> gateway.get().http()), seed);
        Random random = new Random(seed);
        try {
            users.start(WORKERS);
            for (int kill = 0; kill < KILLS; kill++) {
                Thread.sleep(random.nextInt(1000));
                gateway.get().kill();
                gateway.set(PackagedGateway.startOn(port, workspace));
            }
            users.stop();
            verify(users, gateway.get().http(), workspace, "seed " + seed);
        } finally {
            users.abort();
            gateway.get().close();
        }
        assertThat(postgresProcessesOf(workspace))
                .as("no database process outlives a graceful stop")
                .isEmpty();
    }

    static void verify(Users users, Http http, Path workspace, String hint) throws Exception {
        awaitNothingRuns(http);
        assertThat(users.acknowledged).as("%s: the load did something", hint).hasSizeGreaterThan(KILLS);
        for (String id : users.acknowledged) {
            assertThat(http.get("/api/v1/session/" + id).status())
                    .as("%s: %s was answered with 2xx, so it exists", hint, id)
                    .isEqualTo(200);
        }
        for (String id : users.approved) {
            assertThat(status(http, id)).as("%s: approval of %s", hint, id).isEqualTo("approved");
        }
        for (String id : users.rejected) {
            assertThat(status(http, id)).as("%s: rejection of %s", hint, id).isEqualTo("rejected");
        }
        assertThat(text(Workspaces.files(workspace)))
                .as("%s: the files are those of the decisions, whole, and no others", hint)
                .isEqualTo(text(expectedFiles(users, http)));
        // Sessions in `applying` show as pending but cannot be rejected: this is how one that is stuck shows up.
        for (JsonNode pending : http.get("/api/v1/pending").json().path("pending")) {
            String id = pending.path("session_id").asText();
            assertThat(http.post("/api/v1/reject/" + id, "{\"reason\":\"end of the test\"}")
                            .status())
                    .as("%s: %s is really pending", hint, id)
                    .isEqualTo(200);
        }
    }

    private static void awaitNothingRuns(Http http) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (http.get("/api/v1/sessions?status=running&limit=1")
                        .json()
                        .path("total")
                        .asLong()
                > 0) {
            assertThat(System.nanoTime())
                    .as(
                            "a session hangs in running: %s",
                            http.get("/api/v1/sessions?status=running").text())
                    .isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private static String status(Http http, String id) throws Exception {
        return http.get("/api/v1/session/" + id).json().path("status").asText();
    }

    /** Replays the audit log: what the users wrote themselves, then every approved artifact in the order of approval. */
    private static Map<String, byte[]> expectedFiles(Users users, Http http) throws Exception {
        Map<String, byte[]> files = new TreeMap<>(users.ownFiles);
        List<JsonNode> decisions = new ArrayList<>();
        for (int offset = 0; ; offset += 200) {
            JsonNode page = http.get("/api/v1/audit?limit=200&offset=" + offset).json();
            JsonNode entries = page.path("entries");
            assertThat(entries.isArray()).as("the audit log is a list").isTrue();
            entries.forEach(decisions::add);
            if (entries.size() < 200) {
                break;
            }
        }
        Collections.reverse(decisions);
        for (JsonNode decision : decisions) {
            String id = decision.path("session_id").asText();
            if (status(http, id).equals("approved")) {
                JsonNode artifacts =
                        http.get("/api/v1/session/" + id).json().path("output").path("artifacts");
                for (JsonNode artifact : artifacts) {
                    String path = artifact.path("path").asText();
                    files.put(
                            path,
                            http.get("/api/v1/session/" + id + "/artifacts/" + path)
                                    .body());
                }
            }
        }
        return files;
    }

    private static Map<String, String> text(Map<String, byte[]> files) {
        Map<String, String> text = new TreeMap<>();
        files.forEach((path, bytes) -> text.put(path, new String(bytes, StandardCharsets.UTF_8)));
        return text;
    }

    static List<String> postgresProcessesOf(Path workspace) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(process -> process.info().commandLine().orElse(""))
                    .filter(command -> command.contains("postgres") && command.contains(workspace.toString()))
                    .toList();
        }
    }

    /** Engineers who create, run, approve and reject, and remember what the server promised them. */
    static final class Users {

        final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        final Set<String> approved = ConcurrentHashMap.newKeySet();
        final Set<String> rejected = ConcurrentHashMap.newKeySet();
        final Map<String, byte[]> ownFiles = new ConcurrentHashMap<>();
        private final Path workspace;
        private final List<java.util.function.Supplier<Http>> gateways;
        private final long seed;
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final List<Future<?>> working = new ArrayList<>();
        private volatile boolean stopping;

        Users(Path workspace, List<java.util.function.Supplier<Http>> gateways, long seed) {
            this.workspace = workspace;
            this.gateways = gateways;
            this.seed = seed;
        }

        void start(int workers) {
            for (int worker = 0; worker < workers; worker++) {
                int number = worker;
                working.add(threads.submit(() -> {
                    work(number);
                    return null;
                }));
            }
        }

        /** Lets everybody finish what they are at; fails with what any of them found wrong. */
        void stop() throws Exception {
            stopping = true;
            for (Future<?> worker : working) {
                worker.get(60, TimeUnit.SECONDS);
            }
        }

        void abort() {
            threads.shutdownNow();
        }

        private void work(int number) throws Exception {
            Random random = new Random(seed + number);
            Path folder = Files.createDirectories(workspace.resolve("project-" + number));
            String prd = "project-" + number + "/PRD.md";
            String input = "{\"skill\":\"spec\",\"input\":{\"files\":[" + Http.quoted(prd) + "]}}";
            for (int round = 0; !stopping; round++) {
                byte[] text = Workspaces.prd(number * 100_000 + round).getBytes(StandardCharsets.UTF_8);
                ownFiles.put(prd, text);
                Files.write(folder.resolve("PRD.md"), text);
                try {
                    Http http = gateways.get(random.nextInt(gateways.size())).get();
                    if (random.nextInt(4) == 0) {
                        Http.Answer created = http.post("/api/v1/session/create", input);
                        assertThat(created.status()).as(created.text()).isIn(201, 503);
                        if (created.status() == 201) {
                            acknowledged.add(created.json().path("id").asText());
                        }
                    }
                    Http.Answer run = http.post("/api/v1/agent/run?wait=5", input);
                    assertThat(run.status()).as(run.text()).isIn(200, 202, 503);
                    String id = run.json().path("session_id").asText();
                    if (run.status() == 503) {
                        continue;
                    }
                    acknowledged.add(id);
                    if (status(http, id).equals("pending_approval")) {
                        decide(http, id, random);
                    }
                } catch (IOException serverIsDown) {
                    Thread.sleep(20);
                }
            }
        }

        private void decide(Http http, String id, Random random) throws Exception {
            boolean approve = random.nextInt(3) > 0;
            Http.Answer answer = approve
                    ? http.post("/api/v1/approve/" + id, "{\"comment\":\"looks right\"}")
                    : http.post("/api/v1/reject/" + id, "{\"reason\":\"not this way\"}");
            if (answer.status() == 200) {
                (approve ? approved : rejected).add(id);
            } else {
                // A proposal of before the last crash may have been applied meanwhile, which makes this one stale.
                assertThat(answer.status()).as(answer.text()).isIn(409, 503);
            }
        }
    }
}
