package io.metaforge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** Workspaces with requirement documents of 3 KB (that of the example with a line that changes), and the run-and-approve cycle over them. */
final class Projects {

    private Projects() {}

    static Path workspace(Path folder, int projects) throws IOException {
        for (int i = 0; i < projects; i++) {
            Files.createDirectories(folder.resolve("p" + i));
            write(folder, i, 0);
        }
        return folder;
    }

    /** Writes the document of a project; another {@code revision} gives other constraints. */
    static void write(Path workspace, int project, int revision) throws IOException {
        Files.writeString(workspace.resolve("p" + project + "/PRD.md"), prd(project, revision));
    }

    private static String prd(int project, int revision) throws IOException {
        return Files.readString(Path.of("examples/sensor-node/PRD.md")) + "\n## Power of channel " + project
                + "\n\n- Standby current: at most " + (10 + revision % 9_000) + " µA\n";
    }

    /** Runs {@code spec} over a project and waits for the proposal. */
    static HttpConnection.Response run(HttpConnection connection, int project) throws IOException {
        return connection
                .post(
                        "/api/v1/agent/run?wait=30",
                        "{\"skill\":\"spec\",\"input\":{\"files\":[\"p" + project + "/PRD.md\"]}}")
                .expect(200);
    }

    /** One caller for each project that changes its document, runs and approves, again and again. */
    static List<Callable<Load.Step>> cycles(int port, Path workspace, int callers, Times times) {
        List<Callable<Load.Step>> cycles = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            int project = i;
            cycles.add(() -> {
                HttpConnection connection = new HttpConnection(port);
                int[] revision = {(int) (System.nanoTime() >>> 8 & 0xffffff)};
                return () -> {
                    write(workspace, project, revision[0]++);
                    long start = System.nanoTime();
                    String id = run(connection, project).member("session_id");
                    long pending = System.nanoTime();
                    connection.post("/api/v1/approve/" + id, "").expect(200);
                    times.add(pending - start, System.nanoTime() - pending);
                };
            });
        }
        return cycles;
    }

    /** Collects how long the two halves of each cycle took. Thread-safe. */
    static final class Times {

        private final List<long[]> pairs = new ArrayList<>();

        synchronized void add(long run, long approve) {
            pairs.add(new long[] {run, approve});
        }

        synchronized Load.Result run() {
            return result(0);
        }

        synchronized Load.Result approve() {
            return result(1);
        }

        private Load.Result result(int half) {
            long[] nanos = pairs.stream().mapToLong(pair -> pair[half]).toArray();
            Arrays.sort(nanos);
            return new Load.Result(0, nanos);
        }
    }
}
