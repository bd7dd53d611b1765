package io.metaforge.boot.cli;

import io.metaforge.api.RejectResponse;
import io.metaforge.client.MetaForgeClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code metaforge reject}. */
@Command(
        name = "reject",
        mixinStandardHelpOptions = true,
        description = "Turn down what a session proposes; nothing is written.")
final class RejectCommand implements Callable<Integer> {

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Parameters(paramLabel = "ID", description = "The session; a few characters of its id are enough.")
    private String session = "";

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why; recorded with the decision, for whoever tries next.")
    private String reason = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        MetaForgeClient client = gateway.client();
        RejectResponse rejected =
                client.session(GatewayOption.complete(client, session)).reject(reason);
        new Terminal(spec).line("Rejected " + rejected.sessionId() + ": " + Text.printable(rejected.reason()));
        return 0;
    }
}
