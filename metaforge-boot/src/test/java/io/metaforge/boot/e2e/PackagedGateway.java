package io.metaforge.boot.e2e;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The packaged server in a process of its own, started by the launcher as a user would. Thread-safe. */
public final class PackagedGateway implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final Path workspace;
    private final int port;
    private final Path log;
    private final Http http;

    private PackagedGateway(Process process, Path workspace, int port, Path log) {
        this.process = process;
        this.workspace = workspace;
        this.port = port;
        this.log = log;
        this.http = new Http(port);
    }

    /** Starts a gateway on a free port and waits until it is healthy. */
    public static PackagedGateway start(Path workspace, String... options) throws Exception {
        return startOn(freePort(), workspace, options);
    }

    /** Starts a gateway on this port and waits until it is healthy. */
    static PackagedGateway startOn(int port, Path workspace, String... options) throws Exception {
        return start(List.of(root().resolve("metaforge").toString()), port, workspace, options);
    }

    /** Starts a gateway on this port with more on its class path and more options for Java, and waits until it is healthy. */
    public static PackagedGateway startWith(
            Path library, List<String> javaOptions, int port, Path workspace, String... options) throws Exception {
        List<String> java = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-Dfile.encoding=UTF-8",
                "-cp",
                application().resolve("metaforge.jar") + File.pathSeparator + library));
        Path archive = application().resolve("classes-" + System.getProperty("java.version") + ".jsa");
        if (Files.exists(archive)) {
            java.addAll(1, List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:disable"));
        }
        java.addAll(javaOptions);
        java.add("io.metaforge.boot.cli.Main");
        return start(java, port, workspace, options);
    }

    private static PackagedGateway start(List<String> program, int port, Path workspace, String... options)
            throws Exception {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("serve", "--workspace", workspace.toString(), "--port", Integer.toString(port)));
        command.addAll(List.of(options));
        Path log = workspace.resolveSibling(workspace.getFileName() + "-" + port + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("METAFORGE_APP", application().toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("METAFORGE_") && !name.equals("METAFORGE_APP"));
        // Started dozens of times, and never for long: what the second compiler costs is not made good.
        builder.environment().put("METAFORGE_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        Files.writeString(log, "--- start ---\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        PackagedGateway gateway = new PackagedGateway(builder.start(), workspace, port, log);
        try {
            gateway.awaitHealthy();
            return gateway;
        } catch (Exception | AssertionError e) {
            gateway.kill();
            throw e;
        }
    }

    /** Creates an API key with these scopes, separated by commas. */
    public String createKey(String name, String scopes) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                root().resolve("metaforge").toString(),
                "keys",
                "create",
                name,
                "--scopes",
                scopes,
                "--workspace",
                workspace.toString());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("METAFORGE_"));
        builder.environment().put("METAFORGE_APP", application().toString());
        Process created = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        created.getOutputStream().close();
        String key = new String(created.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!created.waitFor(30, TimeUnit.SECONDS) || created.exitValue() != 0) {
            throw new AssertionError("no key was created: " + key);
        }
        return key;
    }

    /** Returns the folder with the launcher in it. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("metaforge")) || !Files.exists(folder.resolve("metaforge-boot"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("not inside the project");
            }
        }
        return folder;
    }

    public static Path application() {
        return root().resolve("metaforge-boot/target/metaforge");
    }

    /** Returns a port on which nobody listens; below those that systems hand out to whoever asks for any. */
    public static int freePort() throws IOException {
        IOException taken = new IOException("no port was looked at");
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
                return socket.getLocalPort();
            } catch (IOException e) {
                taken = e;
            }
        }
        throw taken;
    }

    private void awaitHealthy() throws Exception {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            if (!process.isAlive()) {
                throw new AssertionError("the gateway ended with " + process.exitValue() + ":\n" + log());
            }
            try {
                if (http.get("/api/v1/health").status() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // not listening yet
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no healthy answer within " + START_LIMIT + ":\n" + log());
            }
            Thread.sleep(10);
        }
    }

    public Http http() {
        return http;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns what the server wrote to its console since the first start with this workspace and port. */
    public String log() throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    /** Ends the process as a power cut would: no chance to clean up, its children left alone. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the server to stop and returns how it ended. */
    int stop() throws Exception {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            String said = log();
            kill();
            throw new AssertionError("the gateway did not stop within 30 seconds:\n" + said);
        }
        return process.exitValue();
    }

    @Override
    public void close() throws Exception {
        if (process.isAlive()) {
            stop();
        }
    }
}
