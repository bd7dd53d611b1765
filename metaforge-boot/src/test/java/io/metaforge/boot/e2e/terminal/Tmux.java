package io.metaforge.boot.e2e.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.boot.e2e.PackagedGateway;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A terminal with a shell in it, typed into and looked at by a program. Closed, it is gone with all that runs in it. */
final class Tmux implements AutoCloseable {

    private static final int LIMIT_SECONDS = 15;

    private final String socket = "metaforge-" + UUID.randomUUID();

    private Tmux() {}

    static boolean isInstalled() {
        return Launcher.succeeds("tmux", "-V");
    }

    /** Opens a terminal of this size; its shell has {@code metaforge} on its path and shows {@code $} when it is ready. */
    static Tmux open(int columns, int rows, Path folder) throws Exception {
        Tmux tmux = new Tmux();
        ProcessBuilder builder = tmux.tmux(
                "-f",
                "/dev/null",
                "new-session",
                "-d",
                "-x",
                Integer.toString(columns),
                "-y",
                Integer.toString(rows),
                "-c",
                folder.toString(),
                "exec env PS1='$ ' bash --norc --noprofile");
        Launcher.prepare(builder.environment());
        builder.environment().put("HISTFILE", "");
        builder.environment().put("PATH", PackagedGateway.root() + ":" + System.getenv("PATH"));
        run(builder);
        try {
            tmux.awaitLastLine("$");
            return tmux;
        } catch (Exception | AssertionError e) {
            tmux.close();
            throw e;
        }
    }

    private ProcessBuilder tmux(String... arguments) {
        List<String> command = new ArrayList<>(List.of("tmux", "-u", "-L", socket));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private static String run(ProcessBuilder builder) throws Exception {
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** Types a line and presses Enter. */
    void type(String line) throws Exception {
        send(line);
        press("Enter");
    }

    /** Types a text. */
    void send(String text) throws Exception {
        if (!text.isEmpty()) {
            run(tmux("send-keys", "-l", "--", text));
        }
    }

    /** Presses a key by its name in tmux, such as {@code C-c}. */
    void press(String key) throws Exception {
        run(tmux("send-keys", key));
    }

    /** Returns the lines on the screen, without what is blank at their ends. */
    List<String> screen() throws Exception {
        return run(tmux("capture-pane", "-p"))
                .stripTrailing()
                .lines()
                .map(String::stripTrailing)
                .toList();
    }

    /** Returns everything since the beginning, also what has scrolled away, with escape sequences for colours. */
    String everything() throws Exception {
        return run(tmux("capture-pane", "-p", "-e", "-S", "-"));
    }

    /** Waits until the screen shows a text; returns it. */
    List<String> awaitScreen(String text) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            List<String> screen = screen();
            if (String.join("\n", screen).contains(text)) {
                return screen;
            }
            assertThat(System.nanoTime())
                    .as("the screen shows '%s' in time; it is:%n%s", text, String.join("\n", screen))
                    .isLessThan(deadline);
            Thread.sleep(30);
        }
    }

    /** Waits until the last line on the screen begins with a text. */
    void awaitLastLine(String beginning) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            List<String> screen = screen();
            if (!screen.isEmpty() && screen.get(screen.size() - 1).startsWith(beginning)) {
                return;
            }
            assertThat(System.nanoTime())
                    .as(
                            "the last line begins with '%s' in time; on the screen:%n%s",
                            beginning, String.join("\n", screen))
                    .isLessThan(deadline);
            Thread.sleep(30);
        }
    }

    /** Empties the screen of a shell that is ready, and waits until it is. */
    void clear() throws Exception {
        awaitLastLine("$");
        type("clear");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!screen().equals(List.of("$"))) {
            assertThat(System.nanoTime()).as("the screen is emptied in time").isLessThan(deadline);
            Thread.sleep(30);
        }
    }

    /** Waits until the command has ended and the shell is ready; returns the command's exit code. */
    int awaitExit() throws Exception {
        awaitLastLine("$");
        type("echo ended-with-$?-");
        while (true) {
            for (String line : awaitScreen("ended-with-")) {
                Matcher code = Pattern.compile("ended-with-([0-9]+)-").matcher(line);
                if (code.matches()) {
                    return Integer.parseInt(code.group(1));
                }
            }
        }
    }

    /** Resizes the terminal while something runs in it. */
    void resize(int columns, int rows) throws Exception {
        run(tmux("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows)));
    }

    @Override
    public void close() throws Exception {
        run(tmux("kill-server"));
    }
}
