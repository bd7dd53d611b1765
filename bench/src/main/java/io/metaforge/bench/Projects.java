package io.metaforge.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** Workspaces with requirement documents of about 3 KB, and the run-and-approve cycle over them. */
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

    private static String prd(int project, int revision) {
        StringBuilder text = new StringBuilder("""
                # Data logger %d

                ## Electrical

                - Supply voltage: 3.0 V to 4.2 V from one Li-ion cell
                - Average current: at most %d µA
                - Sample rate: ≥ %d Hz

                ## Interfaces

                - I2C to the sensors, SPI to the flash, USB-C for charging
                - UART at 115200 baud for service

                ## Environment

                - Operating temperature: −20 to +60 °C
                - Humidity: up to 95 %%, not condensing

                ## Mechanical

                - Board size: 40 mm × 25 mm
                - Weight: at most 12 g

                ## Cost

                - Unit cost: below €12.50 at 500 pcs

                ## Details

                """.formatted(project, 10 + revision % 9000, 1 + revision % 700));
        for (int i = 1; text.length() < 3000; i++) {
            text.append("- Channel ")
                    .append(i)
                    .append(" SHALL measure 0 to ")
                    .append(i * 5)
                    .append(" V with ±")
                    .append(i)
                    .append(" mV; its input withstands ")
                    .append(20 + i)
                    .append(" V for 1 minute.\n");
        }
        return text.toString();
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

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
