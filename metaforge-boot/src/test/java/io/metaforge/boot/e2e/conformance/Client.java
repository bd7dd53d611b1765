package io.metaforge.boot.e2e.conformance;

import io.metaforge.boot.e2e.PackagedGateway;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A client library whose runner can be started.
 *
 * @param id names folders and processes
 * @param title a column of the table of results
 * @param command starts the runner, but for its last argument, the gateway's address
 * @param missing what is not there to start it; empty where all is
 */
record Client(String id, String title, List<String> command, String missing) {

    /** Returns the clients that belong to the project, also those that cannot be started here. */
    static List<Client> all() throws IOException {
        return List.of(java(), typeScript(), python("python", "Python"), python("python-asyncio", "Python asyncio"));
    }

    private static Client java() throws IOException {
        Path tests = PackagedGateway.root().resolve("metaforge-client/target/test-classes");
        Path runner = tests.resolve("io/metaforge/client/conformance/Runner.class");
        StringBuilder classPath = new StringBuilder(tests.toString());
        try (Stream<Path> libraries = Files.list(PackagedGateway.application().resolve("lib"))) {
            libraries
                    .filter(jar -> jar.getFileName()
                            .toString()
                            .matches("(metaforge-client|metaforge-api|jackson-|jspecify).*\\.jar"))
                    .forEach(jar -> classPath.append(File.pathSeparator).append(jar));
        }
        return new Client(
                "java",
                "Java",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-Dfile.encoding=UTF-8",
                        "-cp",
                        classPath.toString(),
                        "io.metaforge.client.conformance.Runner"),
                Files.exists(runner) ? "" : "its tests are not compiled");
    }

    private static Client typeScript() {
        Path client = PackagedGateway.root().resolve("clients/typescript");
        String missing = "";
        if (!runs("node", "--version")) {
            missing = "node is not installed";
        } else if (!Files.exists(client.resolve("dist"))) {
            missing = "clients/typescript is not built (npm ci && npm run build)";
        }
        return new Client(
                "typescript",
                "TypeScript",
                List.of("node", client.resolve("conformance/runner.mjs").toString()),
                missing);
    }

    private static Client python(String id, String title) {
        Path runner = PackagedGateway.root().resolve("clients/python/conformance/runner.py");
        String missing = "";
        if (!runs("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 9))")) {
            missing = "python3 of version 3.9 or newer is not installed";
        } else if (!Files.exists(runner)) {
            missing = "clients/python is not there";
        }
        return new Client(
                id,
                title,
                id.endsWith("asyncio")
                        ? List.of("python3", runner.toString(), "--async")
                        : List.of("python3", runner.toString()),
                missing);
    }

    boolean isAvailable() {
        return missing.isEmpty();
    }

    private static boolean runs(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
