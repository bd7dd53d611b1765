package io.metaforge.adapter.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metaforge.application.port.out.Tool;
import io.metaforge.application.port.out.ToolRequest;
import io.metaforge.application.port.out.ToolResult;
import io.metaforge.application.port.out.Tools.State;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.testkit.contract.ToolContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Programs are scripts of the shell, whose first argument says what to do. */
@DisabledOnOs(OS.WINDOWS)
class ProgramToolTest extends ToolContract {

    private static final String SCRIPT = """
            #!/bin/sh
            case "$1" in
              copy) cat in/a.txt in/a.txt > out.txt; echo done ;;
              fail) echo "no such net" >&2; exit 3 ;;
              wait) sleep 600 ;;
              orphan) sleep 600 & echo $!; sleep 600 ;;
              talk) head -c 100000 /dev/zero ;;
              write) head -c 100000 /dev/zero > big.bin ;;
              echo) cat ;;
              deaf) exit 0 ;;
              environment) env ;;
              link) ln -s /etc/hostname secret.txt; mkfifo pipe; echo x > ok.txt ;;
            esac
            """;

    @TempDir
    private Path folder;

    @Override
    protected Tool newTool() throws IOException {
        Path program = Files.writeString(folder.resolve("program.sh"), SCRIPT);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return new ProgramTool("skill-sh", "1.0.0", program, Map.of("METAFORGE_SKILL_FOLDER", folder.toString()));
    }

    @Override
    protected ToolRequest succeeding() {
        return ToolRequest.of("copy").withInput(new WorkspacePath("in/a.txt"), bytes("x\n"));
    }

    @Override
    protected ToolRequest failing() {
        return ToolRequest.of("fail");
    }

    @Override
    protected Optional<ToolRequest> endless() {
        return Optional.of(ToolRequest.of("wait"));
    }

    @Override
    protected Optional<ToolRequest> talkative() {
        return Optional.of(ToolRequest.of("talk"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void parameters_are_one_json_object_on_standard_input() throws Exception {
        String long_ = "µ".repeat(200_000);

        ToolResult result =
                newTool().execute(ToolRequest.of("echo").withParameter("n", 1).withParameter("text", long_));

        assertThat(result.output()).isEqualTo("{\"n\":1,\"text\":\"" + long_ + "\"}");
    }

    @Test
    void a_program_need_not_read_its_input() throws Exception {
        ToolResult result = newTool().execute(ToolRequest.of("deaf").withParameter("text", "x".repeat(1_000_000)));

        assertThat(result.succeeded()).isTrue();
    }

    @Test
    void the_environment_holds_nothing_of_the_gateway() throws Exception {
        ToolResult result = newTool().execute(ToolRequest.of("environment"));

        assertThat(result.output().lines().map(line -> line.substring(0, line.indexOf('='))))
                .contains("METAFORGE_SKILL_FOLDER", "HOME")
                .isSubsetOf(
                        "PATH",
                        "HOME",
                        "TMPDIR",
                        "LC_ALL",
                        "LANG",
                        "METAFORGE_SKILL_FOLDER",
                        "PWD",
                        "OLDPWD",
                        "SHLVL",
                        "_");
    }

    @Test
    void only_regular_files_are_returned_and_no_link_is_followed() throws Exception {
        ToolResult result = newTool().execute(ToolRequest.of("link"));

        assertThat(result.files().keySet()).containsExactly(new WorkspacePath("ok.txt"));
    }

    @Test
    void files_count_towards_the_limit_of_the_output() throws Exception {
        ToolRequest request = ToolRequest.of("write").withLimits(ToolRequest.Limits.DEFAULT.withOutputBytes(50_000));

        assertThatThrownBy(() -> newTool().execute(request))
                .isInstanceOfSatisfying(
                        MetaForgeException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.TOOL))
                .hasMessageContaining("more than the limit of 50000 bytes");
    }

    @Test
    void what_the_program_started_is_gone_with_it() throws Exception {
        Path seen = folder.resolve("pid");
        Path program = Files.writeString(
                folder.resolve("orphans.sh"), "#!/bin/sh\nsleep 600 &\necho $! > " + seen + "\nsleep 600\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        ProgramTool tool = new ProgramTool("skill-sh", "1.0.0", program, Map.of());

        assertThatThrownBy(() -> tool.execute(
                        ToolRequest.EMPTY.withLimits(ToolRequest.Limits.DEFAULT.withTime(Duration.ofMillis(800)))))
                .isInstanceOfSatisfying(
                        MetaForgeException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.TIMEOUT));

        long pid = Long.parseLong(Files.readString(seen).strip());
        ProcessHandle.of(pid).ifPresent(left -> assertThat(left.onExit()).succeedsWithin(5, TimeUnit.SECONDS));
    }

    @Test
    void a_program_that_is_gone_is_missed_with_its_name() {
        ProgramTool tool = new ProgramTool("skill-sh", "1.0.0", folder.resolve("gone.sh"), Map.of());

        assertThat(tool.detect().state()).isEqualTo(State.NOT_FOUND);
        assertThatThrownBy(() -> tool.execute(ToolRequest.EMPTY))
                .hasMessageContaining("gone.sh must be executable")
                .hasMessageNotContaining(folder.toString());
    }
}
