package io.metaforge.boot.e2e.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.boot.e2e.PackagedGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs {@code ./metaforge} as a script would: no terminal anywhere. */
final class Launcher {

    private static final int LIMIT_SECONDS = 60;

    /** Tests that run as a background job ignore Ctrl-C, and so would each command they start. */
    private static final List<String> HEARING_CTRL_C = List.of("env", "--default-signal=INT");

    /** As the env of GNU can. */
    private static final boolean CAN_RESET_SIGNALS = succeeds("env", "--default-signal=INT", "true");

    private final Path folder;
    private final Path temp;
    private final Map<String, String> environment = new TreeMap<>();
    private @Nullable Path output;

    /**
     * Prepares to run commands.
     *
     * @param folder to run them in
     * @param temp for what they print
     */
    Launcher(Path folder, Path temp) {
        this.folder = folder;
        this.temp = temp;
    }

    /** Reports whether a program is there, and does as it is told. */
    static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What a command printed, and its exit code. */
    record Result(int exit, String out, String err) {}

    Launcher with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Lets commands print into this, instead of where it can be read. */
    Launcher writingTo(Path other) {
        output = other;
        return this;
    }

    static String path() {
        return PackagedGateway.root().resolve("metaforge").toString();
    }

    /** Variables that every command of these tests is to have, and no other of MetaForge's. */
    static void prepare(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("METAFORGE_"));
        List.of("NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES", "PAGER", "LESS")
                .forEach(environment::remove);
        environment.put("METAFORGE_APP", PackagedGateway.application().toString());
        environment.put("LC_ALL", "C.UTF-8");
    }

    Result run(String... arguments) throws Exception {
        Running running = start(arguments);
        return running.await();
    }

    /** Starts a command and does not wait for it. */
    Running start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(CAN_RESET_SIGNALS ? HEARING_CTRL_C : List.of());
        command.add(path());
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(temp, "out", "");
        Path err = Files.createTempFile(temp, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput((output == null ? out : output).toFile())
                .redirectError(err.toFile());
        prepare(builder.environment());
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    /** A command under way. */
    record Running(Process process, Path out, Path err) {

        String printed() {
            try {
                return Files.readString(out, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String said() {
            try {
                return Files.readString(err, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Waits until what it said on standard error, or printed, contains a text. */
        void awaitSaid(String text) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            while (!said().contains(text) && !printed().contains(text)) {
                assertThat(System.nanoTime() < deadline && process.isAlive())
                        .as("'%s' is said in time; so far:%n%s%n%s", text, printed(), said())
                        .isTrue();
                Thread.sleep(20);
            }
        }

        /** Presses Ctrl-C, as far as a process without a terminal can tell. */
        void interrupt() throws Exception {
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
        }

        Result await() throws InterruptedException {
            try {
                assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                        .as("the command ends; so far:%n%s%n%s", printed(), said())
                        .isTrue();
                return new Result(process.exitValue(), printed(), said());
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
