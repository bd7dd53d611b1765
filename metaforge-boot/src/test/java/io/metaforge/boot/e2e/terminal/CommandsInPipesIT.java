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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Commands in scripts: plain lines, JSON, colours only if asked for, and exit codes. */
class CommandsInPipesIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String HELD = "{\"progress\":0.5,\"message\":\"half\"},{\"hold\":\"a\"}";

    @TempDir
    private static Path temp;

    private static GatewayUnderTest gateway;

    private String script;
    private Path folder;
    private Launcher metaforge;

    @BeforeAll
    static void startGateway() throws Exception {
        gateway = GatewayUnderTest.start(
                GatewayKind.SHARED, temp, GatewayUnderTest.packAgents(temp.resolve("agents.jar")));
    }

    @AfterAll
    static void stopGateway() throws Exception {
        gateway.close();
    }

    @BeforeEach
    void prepare(TestInfo test) throws Exception {
        String name = test.getTestMethod().orElseThrow().getName();
        script = name + "/script.json";
        folder = Files.createDirectories(gateway.workspace().resolve(name));
        metaforge = new Launcher(gateway.workspace(), temp);
    }

    private void script(String steps) throws Exception {
        Files.writeString(gateway.workspace().resolve(script), "[" + steps + "]");
    }

    private static String write(String name, String text) {
        return "{\"write\":\"" + name + "\",\"text\":\"" + text + "\"}";
    }

    /** Returns the id of a new pending session. */
    private String pending(String steps) throws Exception {
        script(steps);
        Launcher.Result run = metaforge.run("run", "script", script, "--json");
        assertThat(run.exit()).as(run.err()).isZero();
        return result(run).path("session_id").asText();
    }

    private static JsonNode result(Launcher.Result run) throws Exception {
        List<String> lines = run.out().lines().toList();
        return JSON.readTree(lines.get(lines.size() - 1)).path("result");
    }

    @Test
    void a_run_prints_plain_lines_and_leaves_the_proposal_pending() throws Exception {
        script("{\"progress\":0.5,\"message\":\"half \\u001b[31m \\u202e way\"}," + write("a.md", "hello\\u0007\\n"));

        Launcher.Result run = metaforge.run("run", "script", script);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).contains("is run by script-agent", "   50 %  half \ufffd[31m \ufffd way");
        assertThat(run.out())
                .contains("a.md", "new       +1 -0", "+hello\ufffd", "waits for your decision:", "metaforge approve ");
        assertThat(run.out() + run.err()).doesNotContain("\u001b", "\r", "\u0007", "\u202e");
        assertThat(folder.resolve("a.md")).doesNotExist();
    }

    @Test
    void colours_come_in_a_pipe_only_where_they_are_asked_for() throws Exception {
        String id = pending(write("a.md", "hello\\n"));

        assertThat(metaforge.run("diff", id).out()).doesNotContain("\u001b");
        assertThat(metaforge.run("diff", id, "--color=always").out()).contains("\u001b[32m+hello");
        assertThat(new Launcher(gateway.workspace(), temp)
                        .with("CLICOLOR_FORCE", "1")
                        .run("diff", id)
                        .out())
                .contains("\u001b[32m+hello");
        assertThat(new Launcher(gateway.workspace(), temp)
                        .with("CLICOLOR_FORCE", "1")
                        .with("NO_COLOR", "1")
                        .run("diff", id)
                        .out())
                .doesNotContain("\u001b");
    }

    @Test
    void json_is_events_and_then_the_result() throws Exception {
        script("{\"progress\":0.5,\"message\":\"half\"}," + write("a.md", "hello\\n"));

        Launcher.Result run = metaforge.run("run", "script", script, "--json", "--approve");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        List<String> events = run.out()
                .lines()
                .map(CommandsInPipesIT::parsed)
                .filter(line -> line.has("event"))
                .map(line -> line.path("event").asText())
                .toList();
        assertThat(events)
                .startsWith("session.started")
                .contains("agent.progress")
                .endsWith("session.complete");
        JsonNode result = result(run);
        assertThat(result.path("status").asText()).isEqualTo("approved");
        assertThat(result.path("exit_code").asInt(-1)).isZero();
        assertThat(result.path("artifacts").path(0).path("path").asText()).endsWith("a.md");
        assertThat(result.path("digest").asText()).hasSize(64);
        assertThat(folder.resolve("a.md")).hasContent("hello");
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (java.io.IOException e) {
            throw new AssertionError(line, e);
        }
    }

    @Test
    void arguments_of_the_skill_are_json_where_they_look_like_it() throws Exception {
        script("{\"write\":\"args.json\",\"args\":true}");
        Path file = Files.writeString(temp.resolve("args.json"), "{\"a\":1,\"b\":2}");

        Launcher.Result run = metaforge.run(
                "run",
                "script",
                script,
                "--approve",
                "--args-file",
                file.toString(),
                "--args",
                "b=[3]",
                "--args",
                "name=Pump 2");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(JSON.readTree(folder.resolve("args.json").toFile()))
                .isEqualTo(JSON.readTree("{\"a\":1,\"b\":[3],\"name\":\"Pump 2\"}"));
    }

    @Test
    void a_failed_run_has_its_own_exit_code_and_message() throws Exception {
        script("{\"fail\":\"AGENT\",\"message\":\"the netlist has no ground\"}");

        Launcher.Result run = metaforge.run("run", "script", script);

        assertThat(run.exit()).as(run.err() + run.out()).isEqualTo(3);
        assertThat(run.out()).contains("Failed: the netlist has no ground");
    }

    @Test
    void a_run_that_is_approved_by_itself_names_the_files_written() throws Exception {
        script(write("a.md", "hello\\n") + "," + write("b.md", "world\\n"));

        Launcher.Result run = metaforge.run("run", "script-unasked", script);

        assertThat(run.exit()).as(run.err()).isZero();
        String parent = Path.of(script).getParent().toString();
        assertThat(run.out())
                .startsWith("Done: approved by gateway: the skill is approved automatically\nWritten:\n")
                .endsWith("\n  " + parent + "/a.md\n  " + parent + "/b.md\n");
        assertThat(folder.resolve("b.md")).hasContent("world");

        script(write("a.md", "again\\n"));
        Launcher.Result json = metaforge.run("run", "script-unasked", script, "--json");
        assertThat(result(json).path("status").asText()).isEqualTo("approved");
    }

    @Test
    void following_ends_when_nobody_reads_on() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "\"$0\" watch --after 0 | head -n 1", Launcher.path())
                .directory(gateway.workspace().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Launcher.prepare(builder.environment());
        Process piped = builder.start();
        try {
            // It finds out by writing, so something has to happen.
            for (int i = 0; i < 10 && piped.isAlive(); i++) {
                pending(write("a.md", "hello " + i + "\\n"));
                piped.waitFor(2, TimeUnit.SECONDS);
            }
            assertThat(piped.isAlive()).isFalse();
        } finally {
            piped.descendants().forEach(ProcessHandle::destroyForcibly);
            piped.destroyForcibly();
        }
    }

    @Test
    void an_interrupted_run_is_cancelled() throws Exception {
        script(HELD);
        Launcher.Running run = metaforge.start("run", "script", script);
        run.awaitSaid("50 %");

        run.interrupt();

        Launcher.Result ended = run.await();
        assertThat(ended.exit()).as(ended.err()).isEqualTo(130);
        assertThat(ended.out()).contains("Cancelled session-", "nothing was written");
        String id = ended.out().replaceAll("(?s).*(session-[0-9a-z]+).*", "$1");
        assertThat(metaforge.run("status", id, "--json").out()).contains("\"cancelled\"");
    }

    @Test
    void a_run_that_takes_too_long_to_wait_for_goes_on() throws Exception {
        script(HELD);

        Launcher.Result run = metaforge.run("run", "script", script, "--timeout", "1s");

        assertThat(run.exit()).isEqualTo(6);
        String id = run.out().replaceAll("(?s).*(session-[0-9a-z]+).*", "$1");
        assertThat(metaforge.run("status", id, "--json").out()).contains("\"running\"");
        assertThat(metaforge.run("cancel", id).out()).contains("Cancelled " + id);
    }

    @Test
    void a_detached_run_is_followed_by_logs() throws Exception {
        script(HELD + "," + write("a.md", "hello\\n"));
        Launcher.Result run = metaforge.run("run", "script", script, "--detach");
        assertThat(run.exit()).isZero();
        String id = run.out().replaceAll("(?s).*(session-[0-9a-z]+).*", "$1");

        Launcher.Running logs = metaforge.start("logs", id, "--follow");
        logs.awaitSaid("50 %  half");
        gateway.release(script, "a");
        logs.awaitSaid("proposes");
        assertThat(metaforge.run("reject", id, "--reason", "no").exit()).isZero();

        Launcher.Result ended = logs.await();
        assertThat(ended.exit()).isZero();
        assertThat(ended.out()).contains("started", "rejected  by local: no");
        assertThat(metaforge.run("logs", id).out()).isEqualTo(ended.out());
    }

    @Test
    void a_decision_is_bound_to_the_digest_given() throws Exception {
        String id = pending(write("a.md", "hello\\n"));
        String digest = JSON.readTree(metaforge.run("diff", id, "--json").out())
                .path("digest")
                .asText();

        assertThat(metaforge.run("approve", id, "--digest", "0".repeat(12)).exit())
                .isEqualTo(7);
        assertThat(metaforge
                        .run("reject", id, "--reason", "no", "--digest", "0".repeat(64))
                        .exit())
                .isEqualTo(7);
        assertThat(metaforge.run("approve", id, "--digest", "abc").exit()).isEqualTo(2);
        assertThat(folder.resolve("a.md")).doesNotExist();
        assertThat(metaforge
                        .run("approve", id, "--digest", digest.substring(0, 12))
                        .exit())
                .isZero();
        assertThat(folder.resolve("a.md")).hasContent("hello");
        assertThat(metaforge.run("reject", id, "--reason", "too late").exit()).isEqualTo(7);
    }

    @Test
    void ids_can_be_shortened_and_diffs_summed_up() throws Exception {
        String id = pending(write("a.md", "hello\\n") + "," + write("b.md", "hello\\n"));
        String shortened = id.substring("session-".length(), "session-".length() + 10);

        assertThat(metaforge.run("pending").out()).contains(shortened);
        assertThat(metaforge.run("diff", shortened, "--name-only").out().lines())
                .containsExactly(folder.getFileName() + "/a.md", folder.getFileName() + "/b.md");
        assertThat(metaforge
                        .run("diff", id.substring(id.length() - 8), "--stat")
                        .out())
                .contains("2 files, +2 -0");
        assertThat(metaforge.run("status", shortened).out()).contains(id, "pending_approval");
        Launcher.Result unknown = metaforge.run("status", "zzzz");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.err()).contains("no session's id begins or ends with 'zzzz'");
        assertThat(metaforge.run("delete", shortened).exit()).isEqualTo(2);
        assertThat(metaforge.run("delete", shortened, "--yes").out()).contains("Deleted " + id);
    }

    @Test
    void wrong_command_lines_are_explained_in_two_lines() throws Exception {
        Launcher.Result command = metaforge.run("pendng");
        assertThat(command.exit()).isEqualTo(2);
        assertThat(command.err())
                .contains("there is no command 'pendng'; did you mean pending?")
                .hasLineCount(2);
        Launcher.Result option = metaforge.run("pending", "--jsn");
        assertThat(option.exit()).isEqualTo(2);
        assertThat(option.err())
                .contains("there is no option --jsn; did you mean --json?")
                .hasLineCount(2);
    }

    @Test
    void what_the_gateway_finds_wrong_in_a_command_is_said_in_words_of_its_options() throws Exception {
        script(write("a.md", "hello\\n"));
        assertWrong("there is no skill 'nothing-like-it'", "run", "nothing-like-it");
        assertWrong("--temperature must be from 0 to 2", "run", "script", script, "--temperature", "9");
        assertWrong("FILE: Invalid path '../x.md'", "run", "script", "../x.md");
        assertWrong("there is no file 'no.md' in the workspace", "run", "script", "no.md");
        assertWrong("run the skill 'spec' first", "run", "architecture");
        assertWrong("--limit", "sessions", "--limit", "0");
        assertWrong("--status", "sessions", "--status", "foo");
    }

    private void assertWrong(String why, String... arguments) throws Exception {
        Launcher.Result result = metaforge.run(arguments);
        assertThat(result.exit()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).contains(why).doesNotContain("input.files", "options.");
    }

    @Test
    void an_empty_id_means_no_session() throws Exception {
        String id = pending(write("a.md", "hello\\n"));
        for (String[] command : new String[][] {
            {"approve", ""}, {"reject", " ", "--reason", "no"}, {"delete", "--yes", ""}, {"cancel", ""}, {"diff", ""}
        }) {
            Launcher.Result result = metaforge.run(command);
            assertThat(result.exit()).as(String.join(" ", command)).isEqualTo(2);
            assertThat(result.err()).contains("the id is empty");
        }
        assertThat(metaforge.run("status", id).out()).contains("pending_approval");
    }

    @Test
    void a_file_edited_by_hand_is_refused_with_what_to_do() throws Exception {
        String id = pending(write("a.md", "hello\\n"));
        Files.writeString(folder.resolve("a.md"), "mine");
        Launcher.Result refused = metaforge.run("approve", id);
        assertThat(refused.exit()).isEqualTo(7);
        assertThat(refused.err())
                .contains("Nothing was written", "move your version out of the way", "reject the proposal");
        assertThat(folder.resolve("a.md")).hasContent("mine");
    }

    @Test
    void a_result_that_cannot_be_written_is_a_failure() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "skipped: there is no /dev/full here");
        Launcher.Result result = metaforge.writingTo(Path.of("/dev/full")).run("sessions");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("the result could not be written");
    }

    @Test
    void a_workspace_that_is_missing_is_not_made() throws Exception {
        Launcher.Result serve = metaforge.run("serve", "--port", "0", "--workspace", "missing");
        assertThat(serve.exit()).isEqualTo(2);
        assertThat(serve.err()).contains("is not a folder; make it, or name another with --workspace");
        assertThat(gateway.workspace().resolve("missing")).doesNotExist();

        Files.createDirectories(folder.resolve("blocked"));
        Files.writeString(folder.resolve("blocked/.forge"), "");
        Launcher.Result blocked =
                metaforge.run("serve", "--port", "0", "--workspace", folder.getFileName() + "/blocked");
        assertThat(blocked.exit()).isEqualTo(2);
        assertThat(blocked.err()).contains(".forge: there is a file of that name; ");
    }

    @Test
    void the_doctor_says_so_where_the_port_is_another_workspaces() throws Exception {
        Launcher.Result doctor = metaforge.run(
                "doctor", "--workspace", folder.getFileName().toString(), "--port", Integer.toString(gateway.port()));
        assertThat(doctor.exit()).as(doctor.out()).isEqualTo(1);
        assertThat(doctor.out()).contains("belongs to the gateway of another workspace", "choose one with --port");
    }

    @Test
    void without_a_gateway_it_says_how_to_start_one() throws Exception {
        Launcher.Result pending =
                metaforge.run("pending", "--gateway", "http://localhost:" + PackagedGateway.freePort());

        assertThat(pending.exit()).isEqualTo(4);
        assertThat(pending.err()).contains("metaforge serve").doesNotContain("Exception", "\tat ");
    }

    @Test
    void a_key_is_warned_about_where_others_could_read_it() throws Exception {
        Path key = Files.writeString(temp.resolve("key"), "mf_secret\n");
        key.toFile().setReadable(true, false);

        Launcher.Result result =
                metaforge.run("pending", "--gateway", "http://gateway.invalid:1", "--key-file", key.toString());

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err())
                .contains("the API key travels to gateway.invalid unencrypted", "others can read", "chmod 600")
                .doesNotContain("mf_secret");
    }

    @Test
    void watching_outlives_the_gateway_and_says_so() throws Exception {
        Launcher.Running watch = metaforge.start("watch", "--after", "0");
        script(write("a.md", "hello\\n"));
        metaforge.run("run", "script", script);
        watch.awaitSaid("proposes");

        gateway.kill();
        watch.awaitSaid("The gateway does not answer; waiting for it");
        gateway.startAgain();
        watch.awaitSaid("Connected again; nothing was missed.");

        String before = watch.printed();
        assertThat(metaforge.run("run", "script", script, "--approve").exit()).isZero();
        watch.awaitSaid("approved  by local");
        assertThat(watch.printed()).startsWith(before);
        watch.process().destroy();
        watch.await();
    }
}
