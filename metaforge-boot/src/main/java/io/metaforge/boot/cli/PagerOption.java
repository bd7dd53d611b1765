package io.metaforge.boot.cli;

import io.metaforge.boot.cli.terminal.Pager;
import io.metaforge.boot.cli.terminal.Terminal;
import picocli.CommandLine.Option;

/** Lets a reader do without a pager. */
final class PagerOption {

    @Option(
            names = "--no-pager",
            description =
                    "Write long diffs straight to the terminal. Otherwise METAFORGE_PAGER, PAGER or less shows them.")
    private boolean none;

    Pager of(Terminal terminal) {
        return new Pager(terminal, !none);
    }
}
