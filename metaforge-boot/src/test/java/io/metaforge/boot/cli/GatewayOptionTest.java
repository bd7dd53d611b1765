package io.metaforge.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.boot.cli.terminal.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Which gateway a command talks to. */
class GatewayOptionTest {

    @TempDir
    private Path workspace;

    private final StringWriter said = new StringWriter();

    private int status() {
        String[] arguments = {"status", "--workspace", workspace.toString()};
        CommandLine line = Main.commandLine(Surroundings.pipe(Map.of()), arguments);
        line.setErr(new PrintWriter(said, true));
        return line.execute(arguments);
    }

    @Test
    void a_workspace_that_is_not_served_is_not_mistaken_for_the_one_at_the_default_address() {
        assertThat(status()).isEqualTo(ExitCodes.NO_GATEWAY);
        assertThat(said.toString())
                .contains("no gateway serves " + workspace, "metaforge serve --workspace " + workspace);
    }

    @Test
    void an_address_that_is_none_is_refused_with_where_it_stands_and_without_its_password() {
        assertRefused("METAFORGE_GATEWAY", "foo");
        assertRefused("METAFORGE_GATEWAY", "http://ana:secret@host");
        assertRefused("METAFORGE_SERVER", "foo");
    }

    private void assertRefused(String variable, String address) {
        String[] arguments = {"status"};
        CommandLine line = Main.commandLine(Surroundings.pipe(Map.of(variable, address)), arguments);
        line.setErr(new PrintWriter(said, true));
        assertThat(line.execute(arguments)).isEqualTo(ExitCodes.USAGE);
        assertThat(said.toString()).contains(variable + ": not the address", "http://localhost:3000");
        assertThat(said.toString()).doesNotContain("--gateway", "secret");
        said.getBuffer().setLength(0);
    }

    @Test
    void one_whose_gateway_has_died_is_not_served() throws Exception {
        Files.createDirectory(workspace.resolve(".forge"));
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.writeString(workspace.resolve(".forge/server.json"), "{\"pid\":" + gone.pid() + ",\"port\":3000}");

        assertThat(status()).isEqualTo(ExitCodes.NO_GATEWAY);
        assertThat(said.toString()).contains("no gateway serves");
    }
}
