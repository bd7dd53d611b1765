package io.metaforge.boot.cli;

import io.metaforge.boot.cli.terminal.Surroundings;
import io.metaforge.boot.cli.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code metaforge completion}. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Print a script that completes commands in bash or zsh.",
            "",
            "Completes commands and options when Tab is pressed. Print it anew after an update."
        },
        footer = {
            "",
            "Install it for bash, in ~/.bashrc:",
            "  source <(metaforge completion bash)",
            "or, which starts faster:",
            "  cd ~/.local/share/bash-completion/completions",
            "  metaforge completion bash >metaforge",
            "",
            "Install it for zsh, in ~/.zshrc after compinit:",
            "  source <(metaforge completion zsh)"
        })
final class CompletionCommand implements Callable<Integer> {

    /** The shells there are scripts for. */
    enum Shell {
        bash,
        zsh
    }

    @Parameters(arity = "0..1", paramLabel = "SHELL", description = "bash (the default) or zsh.")
    private Shell shell = Shell.bash;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Terminal terminal = Main.terminal(spec);
        CommandLine all = Main.commandLine(Surroundings.pipe(Map.of()));
        String script = AutoComplete.bash("metaforge", all);
        terminal.line(
                "# Completion of metaforge for " + shell + ". 'metaforge completion --help' says how to install it.");
        if (shell == Shell.zsh) {
            terminal.line("autoload -Uz bashcompinit && bashcompinit");
        }
        terminal.line(script);
        return ExitCodes.DONE;
    }
}
