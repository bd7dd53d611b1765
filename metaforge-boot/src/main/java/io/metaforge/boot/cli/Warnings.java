package io.metaforge.boot.cli;

import io.metaforge.api.Warning;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.boot.cli.terminal.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows what whoever decides over a run should know. */
final class Warnings {

    private Warnings() {}

    /** Prints a line for each warning; null and none print nothing. */
    static void print(Terminal terminal, @Nullable List<Warning> warnings) {
        for (Warning warning : warnings == null ? List.<Warning>of() : warnings) {
            terminal.line(terminal.warned("Mind: ") + Text.oneLine(warning.message()) + ".");
        }
    }
}
