package io.metaforge.bench;

import io.metaforge.adapter.persistence.embedded.LocalDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Starts the packaged server and prints what it does, each figure beside a baseline of the same run.
 *
 * <p>Arguments name the benchmarks to run: {@code start}, {@code create}, {@code get}, {@code cycle}, {@code events}, {@code commands},
 * {@code growth}; none means all but {@code growth}, which loads a million sessions. Run it at the root of the project.
 */
public final class Benchmarks {

    private static final Set<String> DEFAULT = Set.of("start", "create", "get", "cycle", "events", "commands");
    private static final int CONNECTIONS = 8;
    private static final double SECONDS = Double.parseDouble(System.getProperty("bench.seconds", "15"));
    private static final double WARM_UP = Double.parseDouble(System.getProperty("bench.warmup", "30"));

    private final Path root = Path.of("").toAbsolutePath();
    private final Path temp;
    private final Report report = new Report(System.out);

    private Benchmarks(Path temp) {
        this.temp = temp;
    }

    public static void main(String[] arguments) throws Exception {
        Set<String> wanted = arguments.length == 0 ? DEFAULT : Set.of(arguments);
        Path temp = Files.createTempDirectory("metaforge-bench");
        try {
            Benchmarks benchmarks = new Benchmarks(temp);
            if (wanted.contains("start")) {
                benchmarks.startAndMemory();
            }
            if (wanted.contains("create")) {
                benchmarks.create();
            }
            if (wanted.contains("get")) {
                benchmarks.get();
            }
            if (wanted.contains("cycle")) {
                benchmarks.cycle();
            }
            if (wanted.contains("events")) {
                benchmarks.events();
            }
            if (wanted.contains("commands")) {
                new CommandStart(benchmarks.root, temp, benchmarks.report).run();
            }
            if (wanted.contains("growth")) {
                new Growth(benchmarks.root, temp, benchmarks.report).run();
            }
        } finally {
            delete(temp);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void startAndMemory() throws Exception {
        Path workspace = Projects.workspace(temp.resolve("start"), 1);
        try (ServerProcess first = ServerProcess.gateway(root, workspace)) {
            report.figure("first start to first healthy answer", first.startNanos() / 1e9, " s");
        }
        List<Double> later = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            try (ServerProcess again = ServerProcess.gateway(root, workspace)) {
                later.add(again.startNanos() / 1e9);
                if (i == 4) {
                    Thread.sleep(10_000);
                    report.atMost("idle: JVM, resident", again.residentMib(), " MiB", 200);
                    report.figure("idle: PostgreSQL, proportional", again.childrenMib(), " MiB");
                }
            }
        }
        later.sort(null);
        report.atMost("later start to first healthy answer, median of 5", later.get(2), " s", 2.0);
    }

    private void create() throws Exception {
        try (LocalDatabase database = LocalDatabase.start(Files.createDirectories(temp.resolve("create-database")))) {
            Path workspace = Projects.workspace(temp.resolve("create"), 1);
            try (ServerProcess server =
                    ServerProcess.gateway(root, workspace, "--database-url", PlainJdbc.url(database))) {
                List<Callable<Load.Step>> creators = new ArrayList<>();
                for (int i = 0; i < CONNECTIONS; i++) {
                    creators.add(() -> {
                        HttpConnection connection = new HttpConnection(server.port());
                        byte[] request = connection.request(
                                "POST",
                                "/api/v1/session/create",
                                "{\"skill\":\"spec\",\"input\":{\"files\":[\"PRD.md\"],\"args\":{}}}");
                        return () -> connection.send(request).expect(201);
                    });
                }
                Load.run(WARM_UP, creators);
                double measured = Load.run(SECONDS, creators).perSecond();
                double baseline = PlainJdbc.inserts(database, CONNECTIONS, SECONDS);
                report.share("POST /session/create, 8 connections", measured, baseline, " /s", 0.30);
            }
        }
    }

    private void get() throws Exception {
        Path workspace = Projects.workspace(temp.resolve("get"), 1);
        try (ServerProcess server = ServerProcess.gateway(root, workspace)) {
            String id;
            byte[] body;
            try (HttpConnection connection = new HttpConnection(server.port())) {
                id = Projects.run(connection, 0).member("session_id");
                body = connection.get("/api/v1/session/" + id).expect(200).body();
            }
            double measured = gets(server.port(), "/api/v1/session/" + id);
            try (ServerProcess bare = ServerProcess.baseline(
                    BareJersey.class,
                    temp.resolve("jersey.log"),
                    Base64.getEncoder().encodeToString(body))) {
                double baseline = gets(bare.port(), "/");
                report.share("GET /session/:id, 8 connections", measured, baseline, " /s", 0.25);
            }
        }
    }

    private static double gets(int port, String path) throws Exception {
        List<Callable<Load.Step>> readers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            readers.add(() -> {
                HttpConnection connection = new HttpConnection(port);
                byte[] request = connection.request("GET", path, "");
                return () -> connection.send(request).expect(200);
            });
        }
        Load.run(WARM_UP, readers);
        return Load.run(SECONDS, readers).perSecond();
    }

    private void cycle() throws Exception {
        Path workspace = Projects.workspace(temp.resolve("cycle"), 16);
        try (ServerProcess server = ServerProcess.gateway(root, workspace)) {
            Load.run(WARM_UP, Projects.cycles(server.port(), workspace, 16, new Projects.Times()));
            Projects.Times alone = new Projects.Times();
            Load.run(SECONDS, Projects.cycles(server.port(), workspace, 1, alone));
            report.atMost("run → pending, one at a time, p50", alone.run().millis(0.5), " ms", 8);
            report.figure("run → pending, one at a time, p99", alone.run().millis(0.99), " ms");
            report.atMost(
                    "approve → applied, one at a time, p50", alone.approve().millis(0.5), " ms", 6);
            report.figure(
                    "approve → applied, one at a time, p99", alone.approve().millis(0.99), " ms");
            Projects.Times crowd = new Projects.Times();
            Load.Result together = Load.run(SECONDS, Projects.cycles(server.port(), workspace, 16, crowd));
            report.atLeast("run + approve cycles, 16 callers", together.perSecond(), " /s", 300);
            report.figure("run → pending, 16 callers, p50", crowd.run().millis(0.5), " ms");
            report.figure("run → pending, 16 callers, p99", crowd.run().millis(0.99), " ms");
            report.figure("after load: JVM, resident", server.residentMib(), " MiB");
            report.figure("after load: PostgreSQL, proportional", server.childrenMib(), " MiB");
        }
    }

    private void events() throws Exception {
        int sockets = 1000;
        int runs = 60;
        Path workspace = Projects.workspace(temp.resolve("events"), 1);
        double measured = 0;
        int size = 0;
        try (ServerProcess server = ServerProcess.gateway(root, workspace);
                SocketCrowd crowd = new SocketCrowd(server.port(), "/ws", sockets);
                HttpConnection connection = new HttpConnection(server.port())) {
            for (int round = 0; round < 4; round++) {
                long before = crowd.received();
                long start = System.nanoTime();
                long expected = 0;
                for (int i = 0; i < runs; i++) {
                    Projects.write(workspace, 0, round * runs + i);
                    String id = Projects.run(connection, 0).member("session_id");
                    connection
                            .post("/api/v1/reject/" + id, "{\"reason\":\"benchmark\"}")
                            .expect(200);
                    String events = connection
                            .get("/api/v1/session/" + id + "/events")
                            .expect(200)
                            .text();
                    int count = events.split("\"event\":", -1).length - 1;
                    expected += (long) count * sockets;
                    size = events.length() / count;
                }
                long nanos = crowd.awaitReceived(before + expected, start, 120);
                measured = expected / (nanos / 1e9);
            }
        }
        try (ServerProcess bare = ServerProcess.baseline(BareTyrus.class, temp.resolve("tyrus.log"));
                SocketCrowd crowd = new SocketCrowd(bare.port(), "/ws", sockets)) {
            double baseline = 0;
            for (int round = 0; round < 4; round++) {
                long before = crowd.received();
                long start = System.nanoTime();
                crowd.say(runs * 5 + " " + size);
                long nanos = crowd.awaitReceived(before + (long) runs * 5 * sockets, start, 120);
                baseline = (long) runs * 5 * sockets / (nanos / 1e9);
            }
            report.share("events to 1,000 sockets", measured, baseline, " /s", 0.70);
        }
    }
}
