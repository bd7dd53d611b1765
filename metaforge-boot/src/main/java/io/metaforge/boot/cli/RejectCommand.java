package io.metaforge.boot.cli;

import io.metaforge.api.RejectResponse;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.boot.cli.terminal.Text;
import io.metaforge.client.Session;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
        description = {"Turn down what a session proposes; nothing is written.", "", "The reason is kept for ever."},
        footer = {"", "Example:", "  metaforge reject 01kbq3x9ab --reason \"The regulator gets too hot\""})
final class RejectCommand implements Callable<Integer> {

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Parameters(paramLabel = "ID", description = "The session; the beginning or end of its id is enough.")
    private String id = "";

    @Option(
            names = {"--reason", "-m"},
            required = true,
            paramLabel = "TEXT",
            description = "Why; recorded with the decision, for whoever tries next.")
    private String reason = "";

    @Option(
            names = "--digest",
            paramLabel = "SHA-256",
            description = "Reject only if this is still the proposal: the digest that diff shows, or its first 12"
                    + " characters.")
    private @Nullable String digest;

    @Option(names = "--json", description = "Print JSON, as POST /reject answers.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Terminal terminal = Main.terminal(spec);
        Session session = SessionIds.find(gateway.client(terminal), id);
        Digests.require(session, digest);
        RejectResponse rejected = session.reject(reason);
        terminal.line(
                json
                        ? Json.line(rejected)
                        : "Rejected " + rejected.sessionId() + ": " + Text.oneLine(rejected.reason()));
        if (!json && terminal.surroundings().output()) {
            terminal.note("To have it done better:\n  metaforge revise " + SessionIds.shortened(session.id()));
        }
        return ExitCodes.DONE;
    }
}
