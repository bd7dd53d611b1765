package io.metaforge.boot.cli;

import io.metaforge.api.SessionList;
import io.metaforge.api.SessionSummary;
import io.metaforge.boot.cli.terminal.Table;
import io.metaforge.boot.cli.terminal.Terminal;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code metaforge sessions}. */
@Command(
        name = "sessions",
        mixinStandardHelpOptions = true,
        description = {"List sessions, newest first."},
        footer = {
            "",
            "Examples:",
            "  metaforge sessions",
            "  metaforge sessions --status failed --limit 5",
            "  metaforge sessions --json | jq .total",
        })
final class SessionsCommand implements Callable<Integer> {

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "Only these: created, running, pending_approval, completed, approved, rejected, failed or"
                    + " cancelled.")
    private @Nullable String status;

    @Option(names = "--limit", paramLabel = "COUNT", description = "At most so many, up to 200; 20.")
    private int limit = 20;

    @Option(names = "--offset", paramLabel = "COUNT", description = "Leave out so many of the newest.")
    private long offset;

    @Option(names = "--json", description = "Print JSON, as GET /sessions answers.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Terminal terminal = Main.terminal(spec);
        SessionList list = gateway.client(terminal).sessions(status, limit, offset);
        if (json) {
            terminal.line(Json.line(list));
            return ExitCodes.DONE;
        }
        if (list.sessions().isEmpty()) {
            terminal.line(status == null ? "There are no sessions yet." : "There are none.");
            return ExitCodes.DONE;
        }
        int length = SessionIds.length(
                list.sessions().stream().map(SessionSummary::id).toList());
        Instant now = Clock.systemUTC().instant();
        Table table = new Table(1, "ID", "SKILL", "STATUS", "CREATED").paint(0, terminal::accent);
        for (SessionSummary session : list.sessions()) {
            table.row(
                    SessionIds.shortened(session.id(), length),
                    session.skill(),
                    Boolean.TRUE.equals(session.stale()) ? session.status() + ", stale" : session.status(),
                    Times.ago(session.created(), now));
        }
        table.print(terminal);
        long more = list.total() - offset - list.sessions().size();
        if (more > 0) {
            terminal.note("and " + more + " more, of " + list.total());
        }
        return ExitCodes.DONE;
    }
}
