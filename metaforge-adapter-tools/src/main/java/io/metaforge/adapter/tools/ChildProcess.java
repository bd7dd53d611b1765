package io.metaforge.adapter.tools;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program while it runs: with an environment of its own, a folder to work in, so much time, and so much it may print.
 *
 * <p>Nothing of it is left running after {@link #close()}, unless it broke away from its parent before. Not thread-safe.
 */
final class ChildProcess implements AutoCloseable {

    private static final int POLL_MILLIS = 5;
    private static final int CHUNK = 64 << 10;

    private final Process process;

    private ChildProcess(Process process) {
        this.process = process;
    }

    /** How a program ended. */
    enum End {
        EXITED,
        TIMED_OUT,
        PRINTED_TOO_MUCH
    }

    /**
     * Starts a program, never through a shell.
     *
     * @param command an absolute path, and arguments
     * @param folder to work in, which is its home as well
     * @param more variables of its environment, beside those every program needs
     * @param merged whether standard error goes into standard output
     * @throws IOException where the operating system does not start it
     */
    static ChildProcess start(List<String> command, Path folder, Map<String, String> more, boolean merged)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(merged);
        Map<String, String> inherited = Map.copyOf(builder.environment());
        builder.environment().clear();
        builder.environment().putAll(environment(folder, inherited));
        builder.environment().putAll(more);
        return new ChildProcess(builder.start());
    }

    private static Map<String, String> environment(Path folder, Map<String, String> inherited) {
        String own = folder.toString();
        String root = inherited.get("SystemRoot");
        Map<String, String> environment = new LinkedHashMap<>();
        if (root != null) {
            // Windows programs do not start without it.
            environment.put("SystemRoot", root);
            environment.put("PATH", root + "\\System32");
            environment.put("TEMP", own);
            environment.put("TMP", own);
            environment.put("USERPROFILE", own);
            return environment;
        }
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.put("HOME", own);
        environment.put("TMPDIR", own);
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("LANG", "C.UTF-8");
        return environment;
    }

    /** Gives the program its whole standard input. It need not read it. */
    void feed(byte[] input) {
        if (input.length == 0) {
            closeQuietly(process.getOutputStream());
            return;
        }
        // A program that prints before it reads would otherwise wait for this thread, and this thread for it.
        Thread feeder = new Thread(
                () -> {
                    try (OutputStream stream = process.getOutputStream()) {
                        stream.write(input);
                    } catch (IOException ended) {
                        // A program may end, or close its input, without reading all of it.
                        return;
                    }
                },
                "metaforge-tool-input");
        feeder.setDaemon(true);
        feeder.start();
    }

    /**
     * Waits for the end, reading what is printed.
     *
     * <p>Polls, so that neither a flood nor a descendant that holds a pipe open can keep this thread.
     *
     * @param deadline on the clock of {@link System#nanoTime}
     * @param most bytes that may be printed, both streams together
     */
    End await(ByteArrayOutputStream output, ByteArrayOutputStream errors, long deadline, long most)
            throws IOException, InterruptedException {
        InputStream printed = process.getInputStream();
        InputStream complained = process.getErrorStream();
        while (true) {
            boolean ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            boolean more = true;
            while (more) {
                more = drain(printed, output) | drain(complained, errors);
                if ((long) output.size() + errors.size() > most) {
                    return End.PRINTED_TOO_MUCH;
                }
            }
            if (ended) {
                return End.EXITED;
            }
            if (System.nanoTime() - deadline > 0) {
                return End.TIMED_OUT;
            }
        }
    }

    private static boolean drain(InputStream from, ByteArrayOutputStream to) throws IOException {
        int available = from.available();
        if (available <= 0) {
            return false;
        }
        byte[] bytes = new byte[Math.min(available, CHUNK)];
        int read = from.read(bytes);
        to.write(bytes, 0, Math.max(0, read));
        return read > 0;
    }

    /** Returns the exit code of a program that has ended. */
    int exitCode() {
        return process.exitValue();
    }

    /** Kills the program and whatever it started. */
    @Override
    public void close() {
        List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
        process.destroyForcibly();
        // One more look: a child may have had another in between.
        for (ProcessHandle child : List.copyOf(tree)) {
            child.descendants().forEach(tree::add);
        }
        tree.forEach(ProcessHandle::destroyForcibly);
        closeQuietly(process.getInputStream());
        closeQuietly(process.getErrorStream());
    }

    private static void closeQuietly(AutoCloseable stream) {
        try {
            stream.close();
        } catch (Exception e) {
            // The program is gone; so is its end of the pipe.
            return;
        }
    }
}
