package io.metaforge.adapter.tools;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A run of a program that only tells about itself.
 *
 * <p>It gets an environment of its own, an empty folder to work in that is deleted afterwards, no input, so much time, and
 * may print so much. Nothing of it is left running at the end, unless it broke away from its parent before.
 *
 * @param end how it ended
 * @param output what it printed, both streams together
 */
record ProgramRun(End end, String output) {

    private static final int MAX_OUTPUT = 64 << 10;
    private static final int POLL_MILLIS = 5;

    /** How a run ended. */
    enum End {
        SUCCEEDED,
        FAILED,
        NOT_STARTED,
        TIMED_OUT,
        PRINTED_TOO_MUCH
    }

    /** Runs a program. Interrupting the thread kills the program. */
    static ProgramRun of(List<String> command, Duration limit) throws InterruptedException {
        Path folder;
        try {
            folder = Files.createTempDirectory("metaforge-tool");
        } catch (IOException e) {
            return new ProgramRun(End.NOT_STARTED, "no temporary folder");
        }
        try {
            return in(folder, command, System.nanoTime() + limit.toNanos());
        } finally {
            delete(folder);
        }
    }

    private static ProgramRun in(Path folder, List<String> command, long deadline) throws InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        Map<String, String> inherited = Map.copyOf(builder.environment());
        builder.environment().clear();
        builder.environment().putAll(environment(folder, inherited));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new ProgramRun(End.NOT_STARTED, "");
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (InputStream printed = process.getInputStream()) {
            process.getOutputStream().close();
            End end = watch(process, printed, output, deadline);
            return new ProgramRun(end, output.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new ProgramRun(End.FAILED, output.toString(StandardCharsets.UTF_8));
        } finally {
            kill(process);
        }
    }

    /** Polls, so that neither a flood nor a descendant that holds the pipe open can keep this thread. */
    private static End watch(Process process, InputStream printed, ByteArrayOutputStream output, long deadline)
            throws IOException, InterruptedException {
        while (true) {
            boolean ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            while (printed.available() > 0) {
                byte[] bytes = new byte[Math.min(printed.available(), MAX_OUTPUT)];
                output.write(bytes, 0, Math.max(0, printed.read(bytes)));
                if (output.size() > MAX_OUTPUT) {
                    return End.PRINTED_TOO_MUCH;
                }
            }
            if (ended) {
                return process.exitValue() == 0 ? End.SUCCEEDED : End.FAILED;
            }
            if (System.nanoTime() - deadline > 0) {
                return End.TIMED_OUT;
            }
        }
    }

    private static Map<String, String> environment(Path folder, Map<String, String> inherited) {
        String own = folder.toString();
        String root = inherited.get("SystemRoot");
        if (root != null) {
            // Windows programs do not start without it.
            return Map.of("SystemRoot", root, "PATH", root + "\\System32", "TEMP", own, "TMP", own, "USERPROFILE", own);
        }
        return Map.of(
                "PATH",
                "/usr/local/bin:/usr/bin:/bin",
                "HOME",
                own,
                "TMPDIR",
                own,
                "LC_ALL",
                "C.UTF-8",
                "LANG",
                "C.UTF-8");
    }

    private static void kill(Process process) {
        List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
        process.destroyForcibly();
        // One more look: a child may have had another in between.
        for (ProcessHandle child : List.copyOf(tree)) {
            child.descendants().forEach(tree::add);
        }
        tree.forEach(ProcessHandle::destroyForcibly);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // What a program locks or keeps writing stays in the system's temporary folder.
            folder.toFile().deleteOnExit();
        }
    }
}
