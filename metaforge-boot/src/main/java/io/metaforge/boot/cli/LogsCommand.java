package io.metaforge.boot.cli;

import io.metaforge.api.Events;
import io.metaforge.api.Statuses;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.client.MetaForgeClient;
import io.metaforge.client.Session;
import io.metaforge.client.event.Event;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code metaforge logs}. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = {
            "Show what happened to a session, with times.",
            "",
            "With --follow also what happens from now on, until the session is decided on or has ended."
        },
        footer = {
            "",
            "Examples:",
            "  metaforge logs 01kbq3x9ab",
            "  metaforge logs 01kbq3x9ab --follow",
            "  metaforge logs 01kbq3x9ab --json",
        })
final class LogsCommand implements Callable<Integer> {

    private static final Set<String> DECIDED =
            Set.of(Statuses.APPROVED, Statuses.REJECTED, Statuses.COMPLETED, Statuses.FAILED, Statuses.CANCELLED);

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Parameters(paramLabel = "ID", description = "The session; the beginning or end of its id is enough.")
    private String id = "";

    @Option(
            names = {"--follow", "-f"},
            description = "Go on with what happens next.")
    private boolean follow;

    @Option(names = "--json", description = "Print JSON, one event a line.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Main.terminal(spec);
        MetaForgeClient client = gateway.client(terminal);
        Session session = SessionIds.find(client, id);
        EventLines lines = new EventLines(terminal, false);
        Consumer<Event> print = json ? event -> terminal.line(Json.line(event)) : lines::print;
        if (!follow || DECIDED.contains(session.status())) {
            session.pastEvents().forEach(print);
            return ExitCodes.DONE;
        }
        new EventFollower(client, terminal).follow(session.events(), event -> {
            print.accept(event);
            return event.name().equals(Events.SESSION_DELETED)
                    || event.data().get("status") instanceof String status && DECIDED.contains(status);
        });
        return ExitCodes.DONE;
    }
}
