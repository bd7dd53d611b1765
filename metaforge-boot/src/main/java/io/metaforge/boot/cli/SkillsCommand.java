package io.metaforge.boot.cli;

import io.metaforge.api.Skill;
import io.metaforge.api.SkillList;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.boot.cli.terminal.Text;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code metaforge skills}. */
@Command(
        name = "skills",
        mixinStandardHelpOptions = true,
        description = "List the skills there are, and what they do.",
        footer = {"", "Examples:", "  metaforge skills", "  metaforge skills --json | jq '.skills[].args_schema'"})
final class SkillsCommand implements Callable<Integer> {

    private static final int INDENT = 2;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Option(names = "--json", description = "Print JSON, as GET /skills answers, with the schema of the arguments.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Terminal terminal = Main.terminal(spec);
        List<Skill> skills = gateway.client(terminal).skills();
        if (json) {
            terminal.line(Json.line(new SkillList(skills)));
            return ExitCodes.DONE;
        }
        int room = terminal.readableColumns() - INDENT;
        for (Skill skill : skills) {
            terminal.line(
                    terminal.bold(Text.oneLine(skill.name())) + "  " + terminal.faint(Text.oneLine(skill.agent())));
            for (String line : Text.wrapped(Text.oneLine(skill.description()), room)) {
                terminal.line("  " + line);
            }
        }
        return ExitCodes.DONE;
    }
}
