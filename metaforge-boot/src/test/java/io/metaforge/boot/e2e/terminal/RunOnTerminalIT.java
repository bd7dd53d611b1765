package io.metaforge.boot.e2e.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.boot.e2e.PackagedGateway;
import io.metaforge.boot.e2e.conformance.GatewayKind;
import io.metaforge.boot.e2e.conformance.GatewayUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code metaforge run} and {@code review} in a terminal of 80 by 24. */
class RunOnTerminalIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String QUESTION = "[l]ater (default):";
    private static final String CTRL_C = "Cancel the run? [y]es, [n]o, keep waiting (default), [d]etach:";

    @TempDir
    private static Path temp;

    private static GatewayUnderTest gateway;
    private static int parts;

    private Tmux terminal;
    private String script;
    private Path folder;

    @BeforeAll
    static void startGateway() throws Exception {
        assumeTrue(Tmux.isInstalled(), "skipped: tmux is not installed");
        gateway = GatewayUnderTest.start(
                GatewayKind.SHARED, temp, GatewayUnderTest.packAgents(temp.resolve("agents.jar")));
    }

    @AfterAll
    static void stopGateway() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
    }

    @BeforeEach
    void openTerminal() throws Exception {
        String name = "part" + ++parts;
        script = name + "/script.json";
        folder = Files.createDirectories(gateway.workspace().resolve(name));
        terminal = Tmux.open(80, 24, gateway.workspace());
    }

    @AfterEach
    void closeTerminal() throws Exception {
        if (terminal != null) {
            terminal.close();
        }
    }

    private void script(String steps) throws Exception {
        Files.writeString(gateway.workspace().resolve(script), "[" + steps + "]");
    }

    private void start(String... options) throws Exception {
        terminal.clear();
        terminal.type("metaforge run script " + script + " " + String.join(" ", options));
    }

    private void release(String hold) throws Exception {
        gateway.release(script, hold);
    }

    private String lastSession() throws Exception {
        Launcher.Result result = new Launcher(gateway.workspace(), temp).run("sessions", "--limit", "200", "--json");
        return result.out();
    }

    @Test
    void progress_is_one_line_drawn_anew_and_then_the_proposal_is_shown_and_approved() throws Exception {
        script("{\"progress\":0.25,\"message\":\"Reading 設計 文書, then a message that does not fit into 80 columns\"},"
                + "{\"hold\":\"a\"},{\"progress\":0.75,\"message\":\"Writing\"},{\"hold\":\"b\"},"
                + "{\"write\":\"a.md\",\"text\":\"hello\\n\"},{\"write\":\"b.txt\",\"text\":\"world\\n\"}");
        start();
        List<String> first = terminal.awaitScreen("25 %");
        assertThat(first.get(first.size() - 1))
                .startsWith("   25 %  ━━━━━━──────────────────  Reading 設計 文書, then a message t…")
                .matches(".*\\d:\\d\\d");
        release("a");
        List<String> second = terminal.awaitScreen("75 %");
        assertThat(second).hasSameSizeAs(first);
        assertThat(second.get(second.size() - 1)).contains("Writing").doesNotContain("設計");
        release("b");

        List<String> proposal = terminal.awaitScreen(QUESTION);
        assertThat(String.join("\n", proposal))
                .contains("✓ script proposes, after")
                .contains("a.md")
                .contains("new       +1 -0  6 B")
                .contains("2 files, +2 -0")
                .contains("diff --git a/" + folder.getFileName() + "/a.md b/" + folder.getFileName() + "/a.md")
                .doesNotContain("75 %");
        assertThat(proposal).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(terminal.everything()).contains("\u001b[32m+hello").contains("\u001b[1m");

        terminal.type("a");
        terminal.awaitScreen("Approved session-");
        assertThat(terminal.awaitExit()).isZero();
        assertThat(folder.resolve("a.md")).hasContent("hello");
        assertThat(folder.resolve("b.txt")).hasContent("world");
    }

    @Test
    void the_page_on_the_command_line_shows_what_is_seen() throws Exception {
        String page = Files.readString(PackagedGateway.root().resolve("docs/command-line.md"));
        String shown = page.substring(page.indexOf("$ metaforge run script board/script.json"));
        List<String> expected =
                shown.substring(0, shown.indexOf("\n```")).lines().toList();
        assertThat(page).contains(CTRL_C);
        script = "board/script.json";
        Files.createDirectories(gateway.workspace().resolve("board"));
        script(write("a.md", "hello\\n") + "," + write("b.txt", "world\\n"));

        start();

        List<String> seen = terminal.awaitScreen(QUESTION);
        assertThat(seen).hasSameSizeAs(expected);
        for (int line = 0; line < expected.size(); line++) {
            String pattern = Pattern.quote(expected.get(line)).replace("…", "\\E.*\\Q");
            assertThat(seen.get(line)).matches(pattern);
        }
    }

    private static String write(String name, String text) {
        return "{\"write\":\"" + name + "\",\"text\":\"" + text + "\"}";
    }

    @Test
    void the_selected_files_are_written_and_no_others() throws Exception {
        script("{\"write\":\"a.md\",\"text\":\"hello\\n\"},{\"write\":\"b.txt\",\"text\":\"world\\n\"}");
        start();
        terminal.awaitScreen(QUESTION);
        terminal.type("s");
        terminal.awaitScreen("1/2");
        terminal.type("d");
        assertThat(String.join("\n", terminal.awaitScreen("+hello"))).contains("a.md");
        terminal.type("n");
        terminal.awaitScreen("2/2");
        terminal.type("y");
        assertThat(String.join("\n", terminal.awaitScreen("Turned down:"))).contains("Approved session-");
        assertThat(terminal.awaitExit()).isZero();
        assertThat(folder.resolve("a.md")).doesNotExist();
        assertThat(folder.resolve("b.txt")).hasContent("world");
    }

    @Test
    void a_rejection_takes_a_reason_and_has_an_exit_code_of_its_own() throws Exception {
        script("{\"write\":\"a.md\",\"text\":\"hello\\n\"}");
        start();
        terminal.awaitScreen(QUESTION);
        terminal.type("r");
        terminal.awaitScreen("Why not?");
        terminal.type("gets too hot");
        terminal.awaitScreen("Rejected session-");
        assertThat(terminal.awaitExit()).isEqualTo(5);
        assertThat(folder.resolve("a.md")).doesNotExist();
    }

    @Test
    void what_is_left_for_later_can_be_reviewed() throws Exception {
        script("{\"write\":\"a.md\",\"text\":\"hello\\n\"}");
        start();
        terminal.awaitScreen(QUESTION);
        terminal.type("");
        String advice = terminal.awaitScreen("metaforge review ").stream()
                .filter(line -> line.contains("metaforge review "))
                .findFirst()
                .orElseThrow()
                .strip();
        assertThat(terminal.awaitExit()).isZero();
        terminal.clear();
        terminal.type(advice);
        terminal.awaitScreen("+hello");
        terminal.awaitScreen(QUESTION);
        terminal.press("C-c");
        terminal.awaitScreen("stays pending");
        assertThat(terminal.awaitExit()).isEqualTo(130);
        terminal.clear();
        terminal.type(advice);
        terminal.awaitScreen(QUESTION);
        terminal.type("a");
        terminal.awaitScreen("Approved session-");
        assertThat(folder.resolve("a.md")).hasContent("hello");
    }

    @Test
    void a_session_that_somebody_else_has_decided_over_does_not_end_the_round_of_reviews() throws Exception {
        Launcher elsewhere = new Launcher(gateway.workspace(), temp);
        for (JsonNode left :
                JSON.readTree(elsewhere.run("pending", "--json").out()).path("pending")) {
            elsewhere.run("reject", left.path("session_id").asText(), "--reason", "in the way");
        }
        script(write("a.md", "hello\\n"));
        String first = pending(elsewhere);
        script(write("b.txt", "world\\n"));
        pending(elsewhere);

        terminal.clear();
        terminal.type("metaforge review");
        terminal.awaitScreen("1/2  script  " + first);
        terminal.awaitLastLine("Write 1 file?");
        assertThat(elsewhere.run("reject", first, "--reason", "too late").exit())
                .isZero();
        terminal.type("a");

        assertThat(String.join("\n", terminal.awaitScreen("2/2  script  "))).contains("rejected");
        terminal.awaitScreen("+world");
        terminal.awaitLastLine("Write 1 file?");
        terminal.type("a");
        terminal.awaitScreen("Approved session-");
        assertThat(terminal.awaitExit()).isEqualTo(7);
        assertThat(folder.resolve("a.md")).doesNotExist();
        assertThat(folder.resolve("b.txt")).hasContent("world");
    }

    /** Runs the script without a terminal; returns the id of the session, which is pending then. */
    private String pending(Launcher elsewhere) throws Exception {
        List<String> lines =
                elsewhere.run("run", "script", script, "--json").out().lines().toList();
        return JSON.readTree(lines.get(lines.size() - 1))
                .path("result")
                .path("session_id")
                .asText();
    }

    @Test
    void ctrl_c_after_the_decision_was_sent_does_not_say_that_it_stays_pending() throws Exception {
        script(write("a.md", "hello\\n"));
        start();
        terminal.awaitScreen(QUESTION);
        signal(gateway.pid(), "STOP");
        try {
            terminal.type("a");
            terminal.awaitScreen(QUESTION + " a");
            terminal.press("C-c");
            assertThat(String.join("\n", terminal.awaitScreen("is on its way"))).doesNotContain("stays pending");
            assertThat(terminal.awaitExit()).isEqualTo(130);
        } finally {
            signal(gateway.pid(), "CONT");
        }
    }

    private static void signal(long process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void a_gateway_that_goes_away_is_told_of_at_once_and_waited_for() throws Exception {
        script("{\"progress\":0.25,\"message\":\"quarter\"},{\"hold\":\"a\"}," + write("a.md", "hello\\n"));
        start();
        terminal.awaitScreen("25 %");
        gateway.kill();
        terminal.awaitScreen("The gateway does not answer; waiting for it");
        terminal.press("C-c");
        terminal.awaitLastLine(CTRL_C);
        terminal.type("n");
        gateway.startAgain();
        release("a");
        terminal.awaitScreen(QUESTION);
        terminal.type("a");
        terminal.awaitScreen("Approved session-");
        assertThat(folder.resolve("a.md")).hasContent("hello");
    }

    @Test
    void an_ended_command_leaves_no_half_line() throws Exception {
        script("{\"progress\":0.25,\"message\":\"quarter\"},{\"hold\":\"a\"}");
        start();
        terminal.awaitScreen("25 %");
        ProcessHandle command = ProcessHandle.allProcesses()
                .filter(process -> List.of(process.info().arguments().orElse(new String[0]))
                        .contains(script))
                .findFirst()
                .orElseThrow();
        signal(command.pid(), "TERM");
        assertThat(terminal.awaitExit()).isEqualTo(143);
        assertThat(String.join("\n", terminal.screen())).doesNotContain("25 %");
        release("a");
    }

    @Test
    void where_the_pager_is_missing_the_diff_is_shown_all_the_same() throws Exception {
        script("{\"write\":\"long.md\",\"lines\":100}");
        terminal.clear();
        terminal.type("METAFORGE_PAGER=no-such-pager metaforge run script " + script);
        assertThat(String.join("\n", terminal.awaitScreen(QUESTION))).contains("line 99 of a long file");
    }

    @Test
    void nothing_is_shortened_in_a_file() throws Exception {
        String first = "a-file-with-a-rather-long-name-that-is-wider.md";
        script(write(first, "hello\\n") + "," + write("another-one-of-that-kind-for-good-measure.md", "x\\n"));
        pending(new Launcher(gateway.workspace(), temp));
        terminal.type("metaforge pending");
        assertThat(terminal.awaitScreen("WAITS SINCE"))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        terminal.clear();
        terminal.type("metaforge pending >" + folder.getFileName() + "/listed.txt");
        assertThat(terminal.awaitExit()).isZero();
        assertThat(folder.resolve("listed.txt"))
                .content()
                .contains(first + " +1 -0, " + folder.getFileName() + "/another-one-of-that-kind-for-good-measure.md");
    }

    @Test
    void ctrl_c_asks_and_the_run_goes_on_meanwhile() throws Exception {
        script("{\"progress\":0.5,\"message\":\"half\"},{\"hold\":\"a\"},{\"progress\":0.75,\"message\":\"more\"},"
                + "{\"hold\":\"b\"},{\"write\":\"a.md\",\"text\":\"hello\\n\"}");
        start();
        terminal.awaitScreen("50 %");
        terminal.press("C-c");
        assertThat(String.join("\n", terminal.awaitScreen(CTRL_C))).doesNotContain("50 %");
        release("a");
        terminal.type("n");
        terminal.awaitScreen("75 %");
        terminal.press("C-c");
        terminal.awaitLastLine(CTRL_C);
        terminal.type("d");
        terminal.awaitScreen("is running. Follow it");
        assertThat(terminal.awaitExit()).isZero();
        assertThat(lastSession()).contains("\"running\"");
        release("b");
    }

    @Test
    void ctrl_c_and_yes_cancel_the_run() throws Exception {
        script("{\"progress\":0.5,\"message\":\"half\"},{\"hold\":\"a\"}");
        start();
        terminal.awaitScreen("50 %");
        terminal.press("C-c");
        terminal.awaitScreen(CTRL_C);
        terminal.type("y");
        terminal.awaitScreen("Cancelled session-");
        assertThat(terminal.awaitExit()).isEqualTo(130);
        assertThat(lastSession()).doesNotContain("\"failed\"");
    }

    @Test
    void ctrl_c_pressed_again_cancels_at_once() throws Exception {
        script("{\"progress\":0.5,\"message\":\"half\"},{\"hold\":\"a\"}");
        start();
        terminal.awaitScreen("50 %");
        terminal.press("C-c");
        terminal.awaitScreen(CTRL_C);
        terminal.press("C-c");
        terminal.awaitScreen("Cancelling session-");
        assertThat(terminal.awaitExit()).isEqualTo(130);
        Launcher.Result status = new Launcher(gateway.workspace(), temp).run("sessions", "--status", "cancelled");
        assertThat(status.out()).contains("cancelled");
    }

    @Test
    void a_long_diff_goes_through_the_pager() throws Exception {
        script("{\"write\":\"long.md\",\"lines\":100}");
        start();
        List<String> paged = terminal.awaitScreen("line 10 of a long file");
        assertThat(paged.get(paged.size() - 1)).isEqualTo(":");
        terminal.press("q");
        terminal.awaitScreen(QUESTION);
        terminal.type("");
        terminal.awaitExit();
        start("--no-pager");
        assertThat(String.join("\n", terminal.awaitScreen(QUESTION))).contains("line 99 of a long file");
    }

    @Test
    void keys_pressed_before_the_question_do_not_answer_it() throws Exception {
        script("{\"progress\":0.5,\"message\":\"half\"},{\"hold\":\"a\"},{\"write\":\"a.md\",\"text\":\"hello\\n\"}");
        start();
        terminal.awaitScreen("50 %");
        terminal.type("a");
        release("a");
        terminal.awaitScreen(QUESTION);
        terminal.type("l");
        terminal.awaitScreen("stays pending");
        assertThat(folder.resolve("a.md")).doesNotExist();
    }

    @Test
    void the_bar_fits_a_terminal_that_has_become_narrow() throws Exception {
        script("{\"progress\":0.25,\"message\":\"a message of some length that has to give way\"},{\"hold\":\"a\"}");
        start();
        terminal.awaitScreen("25 %");
        terminal.resize(50, 24);
        List<String> narrow = terminal.awaitScreen("a message of some …");
        assertThat(narrow.get(narrow.size() - 1)).hasSizeLessThan(50).matches(".*\\d:\\d\\d");
        terminal.press("C-c");
        terminal.awaitScreen("[d]etach:");
        terminal.type("y");
        terminal.awaitScreen("Cancelled session-");
    }
}
