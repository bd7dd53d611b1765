package io.metaforge.boot.cli;

import io.metaforge.api.CancelResponse;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.client.MetaForgeClient;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code metaforge cancel}. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = {
            "Call off sessions that run or wait to be run.",
            "",
            "Nothing is written. For what already waits for a decision there is 'metaforge reject'."
        },
        footer = {"", "Example:", "  metaforge cancel 01kbq3x9ab"})
final class CancelCommand implements Callable<Integer> {

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Parameters(arity = "1..*", paramLabel = "ID", description = "The sessions; beginnings or ends of ids are enough.")
    private List<String> ids = List.of();

    @Option(names = "--json", description = "Print JSON, as POST /session/:id/cancel answers, one line each.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Terminal terminal = Main.terminal(spec);
        MetaForgeClient client = gateway.client(terminal);
        for (String id : ids) {
            CancelResponse cancelled = SessionIds.find(client, id).cancel();
            terminal.line(json ? Json.line(cancelled) : "Cancelled " + cancelled.sessionId() + ".");
        }
        return ExitCodes.DONE;
    }
}
