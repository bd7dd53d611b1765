package io.metaforge.boot.cli;

import io.metaforge.boot.cli.terminal.ColorChoice;
import io.metaforge.boot.cli.terminal.Surroundings;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How help looks: commands in groups, and as wide as there is room, at most so that lines stay readable. */
final class Help {

    private static final int WIDEST = 100;
    private static final int NARROWEST = 60;
    private static final int PIPED = 80;

    private Help() {}

    /** Dresses a command line and all its commands. */
    static void dress(CommandLine line, Surroundings surroundings, ColorChoice color) {
        int columns = surroundings.output() ? surroundings.columns() : PIPED;
        line.setUsageHelpWidth(Math.max(NARROWEST, Math.min(WIDEST, columns)));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                color.colours(surroundings.environment(), surroundings.output()) ? Ansi.ON : Ansi.OFF));
        line.getSubcommands().values().forEach(Help::dressCommand);
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.exitCodeListHeading("%nExit codes:%n");
        usage.exitCodeList(ExitCodes.meanings());
        usage.footer(
                "",
                "Try it, in a folder with a PRD.md:",
                "  metaforge serve        in one terminal",
                "  metaforge run spec     in another",
                "",
                "'metaforge COMMAND --help' tells more about a command, with examples.",
                "The documentation begins with docs/guide.md; docs/command-line.md has it all.");
        Map<String, IHelpSectionRenderer> sections = line.getHelpSectionMap();
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, Help::commandList);
        line.setHelpSectionMap(sections);
    }

    private static void dressCommand(CommandLine line) {
        CommandSpec command = line.getCommandSpec();
        command.usageMessage().abbreviateSynopsis(true);
        command.usageMessage().sortOptions(false);
        command.usageMessage().parameterListHeading("%n");
        command.usageMessage().optionListHeading("%nOptions:%n");
        OptionSpec version = command.findOption("--version");
        if (version != null) {
            command.remove(version);
        }
        if (command.name().equals("help")) {
            command.usageMessage().description("Show the help of a command, as 'metaforge COMMAND --help'.");
        }
        line.getSubcommands().values().forEach(Help::dressCommand);
    }

    private static String commandList(CommandLine.Help help) {
        if (help.subcommands().isEmpty()) {
            return "";
        }
        if (help.commandSpec().parent() != null) {
            return String.format("%n%s%n", help.colorScheme().ansi().string("@|bold Commands:|@"))
                    + new CommandLine.Help(help.commandSpec(), help.colorScheme()).commandList();
        }
        StringBuilder list = new StringBuilder();
        Commands.groups().forEach((group, names) -> {
            list.append(String.format("%n%s%n", help.colorScheme().ansi().string("@|bold " + group + ":|@")));
            CommandLine.Help.TextTable table = CommandLine.Help.TextTable.forColumns(
                    help.colorScheme(),
                    new CommandLine.Help.Column(14, 2, CommandLine.Help.Column.Overflow.SPAN),
                    new CommandLine.Help.Column(
                            help.commandSpec().usageMessage().width() - 14, 1, CommandLine.Help.Column.Overflow.WRAP));
            for (String name : names) {
                CommandLine.Help command = help.subcommands().get(name);
                if (command != null) {
                    table.addRowValues(
                            help.colorScheme().commandText(name),
                            help.colorScheme().text(summary(command)));
                }
            }
            list.append(table);
        });
        return list.toString();
    }

    /** The first sentence of a command's description. */
    private static String summary(CommandLine.Help command) {
        String[] description = command.commandSpec().usageMessage().description();
        return description.length == 0 ? "" : description[0];
    }
}
