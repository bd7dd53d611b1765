package io.metaforge.boot.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code metaforge keys}. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Hand out API keys for a gateway that others can reach, and take them back.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {KeysCreateCommand.class, KeysListCommand.class, KeysRevokeCommand.class},
        footer = {
            "",
            "Scopes: read (see everything), run (create, run, cancel and delete sessions), approve (approve and reject),"
                    + " admin (all of these).",
            "It works on the workspace's database, whether or not a gateway runs."
        })
final class KeysCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command: create, list or revoke?");
    }
}
