package io.metaforge.boot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;

/**
 * Types a document's commands into one shell, as a reader would, and compares what is printed with what the document shows.
 *
 * <p>{@code metaforge serve} goes to the background, as if typed in another terminal, and is stopped at the end. Where the
 * documented port is not free, another is used in its place.
 */
final class Transcript {

    private static final int LIMIT_SECONDS = 120;

    private static final String PREAMBLE = """
            set -e
            metaforge() {
              if [ "$1" != serve ]; then
                "$LAUNCHER" "$@"
                return
              fi
              : >"$SERVE_LOG"
              "$LAUNCHER" "$@" >"$SERVE_LOG" 2>&1 </dev/null &
              gateway=$!
              until grep -q 'Ctrl-C stops it' "$SERVE_LOG"; do
                kill -0 "$gateway" 2>/dev/null || { cat "$SERVE_LOG"; exit 1; }
                sleep 0.1
              done
              cat "$SERVE_LOG"
            }
            stop() {
              if [ -n "${gateway:-}" ]; then
                kill "$gateway" 2>/dev/null || true
                wait "$gateway" 2>/dev/null || true
              fi
            }
            trap stop EXIT
            """;

    private final Document document;
    private final Path folder;
    private final int port;

    /**
     * Prepares to type.
     *
     * @param folder where to begin
     * @param port in place of the documented one
     */
    Transcript(Document document, Path folder, int port) {
        this.document = document;
        this.folder = folder;
        this.port = port;
    }

    void check() throws Exception {
        List<Document.Command> commands = document.commands();
        assertThat(commands).as("%s has commands", document.name()).isNotEmpty();
        String printed = run(commands);
        SoftAssertions everywhere = new SoftAssertions();
        for (int i = 0; i < commands.size(); i++) {
            Document.Command command = commands.get(i);
            List<String> expected = command.output();
            if (expected != null && !expected.isEmpty()) {
                String actual = between(printed, mark(i), mark(i + 1))
                        .replaceFirst("^\n", "")
                        .stripTrailing();
                everywhere
                        .assertThat(matches(actual, expected))
                        .as(
                                "%s:%d, after%n%s%nexpected%n%s%ngot%n%s",
                                document.name(), command.line(), command.text(), String.join("\n", expected), actual)
                        .isTrue();
            }
        }
        everywhere.assertAll();
    }

    private String run(List<Document.Command> commands) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder(PREAMBLE);
        for (int i = 0; i < commands.size(); i++) {
            script.append("echo; echo '").append(mark(i)).append("'\n");
            script.append(commands.get(i).text().replace("localhost:3000", "localhost:" + port));
        }
        script.append("echo; echo '").append(mark(commands.size())).append("'\n");
        Path file = folder.resolveSibling(document.name().replace('/', '-') + ".sh");
        Path output = folder.resolveSibling(document.name().replace('/', '-') + ".out");
        Files.writeString(file, script);
        ProcessBuilder bash = new ProcessBuilder("bash", file.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        bash.environment().keySet().removeIf(name -> name.startsWith("METAFORGE_"));
        bash.environment().put("METAFORGE_APP", PackagedGateway.application().toString());
        bash.environment().put("METAFORGE_PORT", Integer.toString(port));
        bash.environment()
                .put("LAUNCHER", PackagedGateway.root().resolve("metaforge").toString());
        bash.environment().put("SERVE_LOG", folder.resolveSibling("serve.log").toString());
        Process process = bash.start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroy();
            process.waitFor(30, TimeUnit.SECONDS);
        }
        String printed =
                Files.readString(output, StandardCharsets.UTF_8).replace("localhost:" + port, "localhost:3000");
        assertThat(ended && process.exitValue() == 0)
                .as("%s: every command succeeds, within %d s:%n%s", document.name(), LIMIT_SECONDS, printed)
                .isTrue();
        return printed;
    }

    private static String mark(int command) {
        return "@@@ " + command + " @@@";
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }

    /** A line of nothing but … stands for any lines, also none; elsewhere … stands for anything in its line. */
    private static boolean matches(String actual, List<String> expected) {
        StringBuilder pattern = new StringBuilder();
        for (String line : expected) {
            if (line.strip().equals("…")) {
                pattern.append("(?:[^\n]*\n)*?");
            } else {
                pattern.append(quoted(line.stripTrailing())).append("\\h*\n");
            }
        }
        return Pattern.matches(pattern.toString(), actual + "\n");
    }

    private static String quoted(String line) {
        StringBuilder pattern = new StringBuilder();
        for (String part : line.split("…", -1)) {
            pattern.append(pattern.isEmpty() ? "" : "[^\n]*").append(Pattern.quote(part));
        }
        return pattern.toString();
    }
}
