package io.metaforge.bench;

import io.metaforge.adapter.persistence.embedded.LocalDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares what requests cost with a thousand sessions and with a million. */
final class Growth {

    private static final int SMALL = 1_000;
    private static final int LARGE = Integer.getInteger("bench.sessions", 1_000_000);
    private static final double SECONDS = Math.min(4, Double.parseDouble(System.getProperty("bench.seconds", "4")));

    private final Path root;
    private final Path temp;
    private final Report report;

    Growth(Path root, Path temp, Report report) {
        this.root = root;
        this.temp = temp;
        this.report = report;
    }

    void run() throws Exception {
        try (LocalDatabase database = LocalDatabase.start(Files.createDirectories(temp.resolve("growth-database")))) {
            Path workspace = Projects.workspace(temp.resolve("growth"), 1);
            try (ServerProcess server =
                    ServerProcess.gateway(root, workspace, "--database-url", PlainJdbc.url(database))) {
                makeSamples(server.port(), workspace);
                load(database, 0, SMALL);
                measure(server.port(), workspace); // warms up
                measure(server.port(), workspace);
                Map<String, Double> small = measure(server.port(), workspace);
                load(database, SMALL, LARGE);
                measure(server.port(), workspace);
                Map<String, Double> large = measure(server.port(), workspace);
                large.forEach((request, millis) -> report.growth(
                        request + ", " + LARGE + " against " + SMALL + " sessions, p50",
                        millis,
                        small.get(request),
                        " ms",
                        1.5));
            }
        }
    }

    /** Leaves one session in each of the states that the bulk load copies. */
    private static void makeSamples(int port, Path workspace) throws Exception {
        try (HttpConnection connection = new HttpConnection(port)) {
            String approved = Projects.run(connection, 0).member("session_id");
            connection.post("/api/v1/approve/" + approved, "").expect(200);
            Projects.write(workspace, 0, 1);
            String rejected = Projects.run(connection, 0).member("session_id");
            connection
                    .post("/api/v1/reject/" + rejected, "{\"reason\":\"benchmark\"}")
                    .expect(200);
            Projects.run(connection, 0);
            String cancelled = connection
                    .post("/api/v1/session/create", "{\"skill\":\"spec\"}")
                    .expect(201)
                    .member("id");
            connection.post("/api/v1/session/" + cancelled + "/cancel", "").expect(200);
        }
    }

    /** Adds copies of the samples: one in ten waits for approval, the rest has ended one way or the other. */
    private static void load(LocalDatabase database, int from, int to) throws Exception {
        try (Connection connection = PlainJdbc.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    create temporary table sample as
                    select distinct on (status) status, agent, input, state
                    from session where state::text <> '{}' or status = 'cancelled'""");
            statement.execute("""
                    insert into session (id, skill, agent, status, input, fingerprint, is_verbose, created_by,
                                         created_at, updated_at, version, state)
                    select lpad(to_hex(n), 32, '0')::uuid, 'spec', sample.agent, sample.status, sample.input,
                           decode(md5(n::text), 'hex') || decode(md5(n::text), 'hex'), false, 'local',
                           now() - make_interval(secs => %d - n), now() - make_interval(secs => %d - n), 2, sample.state
                    from generate_series(%d, %d) as n
                         join sample on sample.status =
                             (array['pending_approval', 'approved', 'rejected', 'cancelled', 'approved', 'rejected',
                                    'approved', 'cancelled', 'approved', 'rejected'])[1 + n %% 10]
                    """.formatted(LARGE, LARGE, from, to - 1));
            statement.execute("analyze");
        }
    }

    private static Map<String, Double> measure(int port, Path workspace) throws Exception {
        Map<String, Double> millis = new LinkedHashMap<>();
        try (HttpConnection connection = new HttpConnection(port)) {
            for (String path : List.of(
                    "/api/v1/sessions",
                    "/api/v1/sessions?limit=200",
                    "/api/v1/sessions?status=approved",
                    "/api/v1/sessions?status=pending_approval",
                    "/api/v1/sessions?status=cancelled&offset=50",
                    "/api/v1/pending?limit=50",
                    "/api/v1/status")) {
                byte[] request = connection.request("GET", path, "");
                millis.put(
                        "GET " + path,
                        Load.run(
                                        SECONDS,
                                        List.of(() ->
                                                () -> connection.send(request).expect(200)))
                                .millis(0.5));
            }
        }
        millis.put(
                "run + approve cycle",
                Load.run(SECONDS, Projects.cycles(port, workspace, 1, new Projects.Times()))
                        .millis(0.5));
        return millis;
    }
}
