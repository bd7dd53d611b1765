package io.metaforge.boot.e2e.terminal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code metaforge completion} prints, in a bash that uses it. */
class CompletionIT {

    @TempDir
    private Path folder;

    @Test
    void bash_completes_commands_and_options() throws Exception {
        assumeTrue(Tmux.isInstalled(), "skipped: tmux is not installed");
        try (Tmux terminal = Tmux.open(80, 24, folder)) {
            terminal.type("source <(metaforge completion bash)");
            terminal.clear();
            terminal.send("metaforge pen");
            terminal.press("Tab");
            terminal.awaitLastLine("$ metaforge pending");
            terminal.send("--js");
            terminal.press("Tab");
            terminal.awaitLastLine("$ metaforge pending --json");
        }
    }
}
