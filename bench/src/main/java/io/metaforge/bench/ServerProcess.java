package io.metaforge.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server in a process of its own, ended with it. */
final class ServerProcess implements AutoCloseable {

    private final Process process;
    private final int port;
    private final long startNanos;

    private ServerProcess(Process process, int port, long startNanos) {
        this.process = process;
        this.port = port;
        this.startNanos = startNanos;
    }

    /** Starts the packaged gateway as {@code ./metaforge serve} would and waits until it is healthy. */
    static ServerProcess gateway(Path root, Path workspace, String... options) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(root.resolve("metaforge").toString(), "serve", "--workspace", workspace.toString(), "--port"));
        int port = freePort();
        command.add(Integer.toString(port));
        command.addAll(List.of(options));
        return start(command, port, "/api/v1/health", workspace.resolveSibling(workspace.getFileName() + ".log"));
    }

    /** Starts a main class of this program with the memory settings of the gateway. */
    static ServerProcess baseline(Class<?> main, Path log, String... arguments) throws Exception {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                Integer.toString(port)));
        command.addAll(List.of(arguments));
        return start(command, port, "/", log);
    }

    private static ServerProcess start(List<String> command, int port, String probe, Path log) throws Exception {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long deadline = start + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the server ended: " + Files.readString(log));
            }
            try (HttpConnection connection = new HttpConnection(port)) {
                if (connection.get(probe).status() == 200 || probe.equals("/")) {
                    return new ServerProcess(process, port, System.nanoTime() - start);
                }
            } catch (IOException notYet) {
                if (System.nanoTime() > deadline) {
                    process.destroyForcibly();
                    throw new IllegalStateException("no healthy answer in a minute: " + Files.readString(log), notYet);
                }
            }
            Thread.sleep(5);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /** Returns how long the start took until the first good answer, in nanoseconds. */
    long startNanos() {
        return startNanos;
    }

    /** Returns the resident set of the Java process in MiB. */
    long residentMib() throws IOException {
        return status(process.pid(), "status", "VmRSS:") / 1024;
    }

    /** Returns the proportional set of all child processes, which are those of PostgreSQL, in MiB. */
    long childrenMib() {
        return process.descendants()
                        .mapToLong(child -> {
                            try {
                                return status(child.pid(), "smaps_rollup", "Pss:");
                            } catch (IOException gone) {
                                return 0;
                            }
                        })
                        .sum()
                / 1024;
    }

    private static long status(long pid, String file, String key) throws IOException {
        try (Stream<String> lines =
                Files.lines(Path.of("/proc", Long.toString(pid), file), StandardCharsets.US_ASCII)) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
