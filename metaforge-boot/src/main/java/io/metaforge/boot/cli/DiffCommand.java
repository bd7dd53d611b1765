package io.metaforge.boot.cli;

import io.metaforge.client.MetaForgeClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code metaforge diff}. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Show what a session wants to change, as a unified diff.")
final class DiffCommand implements Callable<Integer> {

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Parameters(paramLabel = "ID", description = "The session; for a pending one, a few characters are enough.")
    private String session = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        MetaForgeClient client = gateway.client();
        new Terminal(spec)
                .diff(client.session(GatewayOption.complete(client, session)).diff(), 0);
        return 0;
    }
}
