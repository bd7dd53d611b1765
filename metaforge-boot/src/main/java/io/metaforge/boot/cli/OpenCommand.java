package io.metaforge.boot.cli;

import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.client.MetaForgeClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code metaforge open}. */
@Command(
        name = "open",
        mixinStandardHelpOptions = true,
        description = {
            "Print the address of the gateway's page for a browser.",
            "",
            "Makes sure that the gateway is there. Most terminals open the address by a click."
        },
        footer = {"", "Example:", "  xdg-open \"$(metaforge open)\""})
final class OpenCommand implements Callable<Integer> {

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Terminal terminal = Main.terminal(spec);
        MetaForgeClient client = gateway.client(terminal);
        client.health();
        terminal.line(client.gateway().toString());
        return ExitCodes.DONE;
    }
}
