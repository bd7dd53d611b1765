package io.metaforge.adapter.persistence.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts the programs of PostgreSQL and finds those that an earlier gateway left running.
 *
 * <p>The server refuses to run as root. Where the gateway is root, as in many containers, the server gets a user
 * namespace of its own in which it is not: it owns its files all the same, and has none of root's powers.
 */
final class ServerProcess {

    private final Path binaries;
    private final Path data;
    private final Path log;

    ServerProcess(Path binaries, Path data, Path log) {
        this.binaries = binaries;
        this.data = data;
        this.log = log;
    }

    /** Makes the files of a new, empty database in {@code folder}, readable to nobody else. Takes a second or two. */
    void initialize(Path folder, Path passwordFile) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(unprivileged());
        command.addAll(List.of(
                program("initdb"),
                "--pgdata=" + folder,
                "--username=" + LocalDatabase.USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-locale",
                "--no-instructions"));
        Process initdb = start(command);
        if (initdb.waitFor() != 0) {
            throw new IOException("initdb failed with status " + initdb.exitValue());
        }
    }

    /**
     * Starts the server. It is not ready yet.
     *
     * <p>It gets a session of its own where the system has {@code setsid}: a terminal sends Ctrl-C to all processes of the
     * gateway, and the server would stop while the gateway still finishes what it has in hand.
     */
    Process startServer(int port, Map<String, String> settings) throws IOException {
        List<String> command = new ArrayList<>();
        if (isOnPath("setsid")) {
            command.add("setsid");
        }
        command.addAll(unprivileged());
        command.addAll(List.of(program("postgres"), "-D", data.toString(), "-p", "" + port));
        settings.forEach((name, value) -> {
            command.add("-c");
            command.add(name + "=" + value);
        });
        return start(command);
    }

    private String program(String name) {
        return binaries.resolve("bin").resolve(name).toString();
    }

    /** Returns what a program is started with so that it does not have root's powers. */
    private static List<String> unprivileged() throws IOException {
        return isRoot() ? List.of("unshare", "--user") : List.of();
    }

    private static boolean isOnPath(String name) {
        String path = System.getenv("PATH");
        return path != null
                && Arrays.stream(path.split(File.pathSeparator))
                        .anyMatch(folder -> new File(folder, name).canExecute());
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        // Settings of other servers, such as PGDATA or PGPORT, and the user's secrets are none of its business.
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "TMPDIR"));
        builder.environment().put("TZ", "UTC");
        builder.environment().put("LC_ALL", "C");
        builder.directory(data.getParent().toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return builder.start();
    }

    private static boolean isRoot() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.exists(self)
                ? Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"))
                : "root".equals(System.getProperty("user.name"));
    }

    /** Finds the server that works on the data, whoever started it. */
    Optional<ProcessHandle> running() throws IOException {
        return PidFile.read(data).flatMap(file -> ProcessHandle.of(file.pid())).filter(this::isServer);
    }

    /**
     * Reports whether a process is a server on this data. Where the system tells the working folder, which a server sets
     * to its data, that decides; elsewhere its program does.
     */
    private boolean isServer(ProcessHandle process) {
        return isServer(process, data);
    }

    /** Reports the same of a process id. */
    static boolean isServer(long pid, Path data) {
        return ProcessHandle.of(pid).filter(process -> isServer(process, data)).isPresent();
    }

    private static boolean isServer(ProcessHandle process, Path data) {
        try {
            Path folder = Path.of("/proc/" + process.pid() + "/cwd");
            if (Files.exists(Path.of("/proc/self/cwd"))) {
                return Files.isSameFile(folder, data);
            }
            return process.info().command().filter(c -> c.endsWith("/postgres")).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** Reports whether some process of a server, perhaps one whose parent was killed, still works on the data. */
    boolean hasLeftovers() {
        return Files.exists(Path.of("/proc/self/cwd"))
                && ProcessHandle.allProcesses().anyMatch(this::isServer);
    }

    /** Has a server end its transactions and stop, at once where it does not within the time. */
    static void stop(ProcessHandle server, long patienceMillis) throws IOException, InterruptedException {
        // SIGINT is PostgreSQL's fast shutdown; the platform's own way would wait for all clients to leave.
        new ProcessBuilder("kill", "-INT", Long.toString(server.pid()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        try {
            server.onExit().get(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The write-ahead log makes this safe; the next start takes longer.
            server.destroyForcibly();
            try {
                server.onExit().get(patienceMillis, TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException stuck) {
                throw new IOException("the server does not stop", stuck);
            }
        } catch (ExecutionException e) {
            throw new IOException("the server does not stop", e);
        }
    }
}
