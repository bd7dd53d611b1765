package io.metaforge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How long a client command takes as a whole process, with and without its class archive, beside a bare Java program. */
final class CommandStart {

    private static final int ROUNDS = 15;

    private final Path root;
    private final Path temp;
    private final Report report;

    CommandStart(Path root, Path temp, Report report) {
        this.root = root;
        this.temp = temp;
        this.report = report;
    }

    void run() throws Exception {
        Path workspace = Projects.workspace(temp.resolve("commands"), 1);
        Path unarchived = copyWithoutArchives();
        try (ServerProcess server = ServerProcess.gateway(root, workspace);
                HttpConnection connection = new HttpConnection(server.port())) {
            Projects.run(connection, 0);
            String launcher = root.resolve("metaforge").toString();
            List<String> pending = List.of(launcher, "pending", "--gateway", "http://localhost:" + server.port());
            List<String> bare = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    BareStart.class.getName());
            Map<String, String> without = Map.of("METAFORGE_APP", unarchived.toString(), "METAFORGE_NO_ARCHIVE", "1");
            awaitArchive(pending);
            List<Double> archived = new ArrayList<>();
            List<Double> plain = new ArrayList<>();
            List<Double> baseline = new ArrayList<>();
            // In turn, so that a change of the machine's speed meets all three.
            for (int round = 0; round < ROUNDS; round++) {
                archived.add(millis(pending, Map.of()));
                plain.add(millis(pending, without));
                baseline.add(millis(bare, Map.of()));
            }
            report.figure("bare Java program, start to end, median", median(baseline), " ms");
            report.figure("metaforge pending, times a bare Java program", median(archived) / median(baseline), "");
            report.atMost("metaforge pending, start to end, median", median(archived), " ms", 500);
            report.figure("metaforge pending, start to end, best", archived.get(0), " ms");
            report.figure("the same without a class archive, median", median(plain), " ms");
        }
    }

    /** The first command makes the archive in the background. */
    private void awaitArchive(List<String> command) throws Exception {
        millis(command, Map.of());
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!hasArchive() && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
        if (!hasArchive()) {
            throw new IllegalStateException("no class archive was made");
        }
        millis(command, Map.of());
    }

    private boolean hasArchive() throws IOException {
        try (Stream<Path> files = Files.list(app())) {
            return files.anyMatch(file -> file.getFileName().toString().matches("client-.*\\.jsa"));
        }
    }

    private Path app() {
        return root.resolve("metaforge-boot/target/metaforge");
    }

    private Path copyWithoutArchives() throws IOException {
        Path copy = temp.resolve("app");
        try (Stream<Path> files = Files.walk(app())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = copy.resolve(app().relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.toString().endsWith(".jsa")) {
                    Files.copy(file, target);
                }
            }
        }
        return copy;
    }

    private static double millis(List<String> command, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        int exit = builder.start().waitFor();
        double millis = (System.nanoTime() - start) / 1e6;
        if (exit != 0) {
            throw new IllegalStateException(command + " ended with " + exit);
        }
        return millis;
    }

    /** Sorts the values, too. */
    private static double median(List<Double> values) {
        Double[] sorted = values.toArray(new Double[0]);
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            values.set(i, sorted[i]);
        }
        return sorted[sorted.length / 2];
    }
}
