package io.metaforge.boot.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code metaforge run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Run a skill, show what it proposes, and ask what to do.",
            "",
            "On a terminal it shows how far the run is, then what the run wants to write, and asks. Elsewhere it prints"
                    + " the same as plain lines and leaves the proposal pending. Nothing is written unless it is approved.",
            "",
            "Ctrl-C asks whether to cancel the run; in a script it cancels it. Pressed again it cancels at once."
        },
        footer = {
            "",
            "Examples:",
            "  metaforge run spec                       on the skill's own default, PRD.md",
            "  metaforge run spec docs/PRD.md           on another file",
            "  metaforge run spec --approve             approve what comes, for scripts",
            "  metaforge run spec --json | jq .result   what became of it",
            "  metaforge run spec --detach              start it, and do not wait",
        })
final class RunCommand implements Callable<Integer> {

    @Mixin
    private RunDialogue dialogue = new RunDialogue();

    @Parameters(index = "0", paramLabel = "SKILL", description = "Such as spec; 'metaforge skills' lists them.")
    private String skill = "";

    @Parameters(
            index = "1..*",
            paramLabel = "FILE",
            description = "What it works on, relative to the workspace; without any, the skill's own default.")
    private List<String> files = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        return dialogue.call(Main.terminal(spec), (client, inputs) -> client.runSkill(inputs.request(skill, files)));
    }
}
