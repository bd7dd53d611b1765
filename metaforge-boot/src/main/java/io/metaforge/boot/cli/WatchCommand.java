package io.metaforge.boot.cli;

import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.client.MetaForgeClient;
import io.metaforge.client.event.EventStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code metaforge watch}. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "Follow what happens to all sessions, until Ctrl-C.",
            "",
            "Should the gateway go away, it waits for it and says so; nothing that happened meanwhile is missed."
        },
        footer = {
            "",
            "Examples:",
            "  metaforge watch                       from now on",
            "  metaforge watch --after 0             from the very beginning",
            "  metaforge watch --json                for scripts; each event has an id",
            "  metaforge watch --json --after ID     goes on after that event",
        })
final class WatchCommand implements Callable<Integer> {

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Option(names = "--session", paramLabel = "ID", description = "Only this session.")
    private @Nullable String session;

    @Option(
            names = "--after",
            paramLabel = "ID",
            description =
                    "Begin after the event with this id, as --json shows it; 0 is the beginning. Without it: now.")
    private @Nullable Long after;

    @Option(names = "--json", description = "Print JSON, one event a line.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Main.terminal(spec);
        if (after != null && after < 0) {
            throw new CommandFailure(ExitCodes.USAGE, "--after is " + after + "; expected 0 or more");
        }
        MetaForgeClient client = gateway.client(terminal);
        EventStream stream = client.events();
        if (session != null) {
            stream = stream.ofSession(SessionIds.find(client, session).id());
        }
        if (after != null) {
            stream = stream.after(after);
        }
        if (terminal.surroundings().error()) {
            terminal.note(terminal.faintNote("Watching " + client.gateway() + "; Ctrl-C ends it."));
        }
        EventLines lines = new EventLines(terminal, session == null);
        new EventFollower(client, terminal).follow(stream, event -> {
            if (json) {
                terminal.line(Json.line(event));
            } else {
                lines.print(event);
            }
            return false;
        });
        return ExitCodes.DONE;
    }
}
