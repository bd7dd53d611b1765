package io.metaforge.boot.cli;

import io.metaforge.api.PendingApproval;
import io.metaforge.api.PendingArtifact;
import io.metaforge.api.PendingList;
import io.metaforge.boot.cli.terminal.Table;
import io.metaforge.boot.cli.terminal.Terminal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code metaforge pending}. */
@Command(
        name = "pending",
        mixinStandardHelpOptions = true,
        description = {"List what waits for your decision.", "", "What has waited longest comes first."},
        footer = {
            "",
            "Examples:",
            "  metaforge pending",
            "  metaforge pending --json | jq -r '.pending[].session_id'",
        })
final class PendingCommand implements Callable<Integer> {

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Option(names = "--json", description = "Print JSON, as GET /pending answers.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Terminal terminal = Main.terminal(spec);
        PendingList pending = gateway.client(terminal).pending();
        if (json) {
            terminal.line(Json.line(pending));
            return ExitCodes.DONE;
        }
        if (pending.pending().isEmpty()) {
            terminal.line("Nothing waits for a decision.");
            return ExitCodes.DONE;
        }
        List<String> ids =
                pending.pending().stream().map(PendingApproval::sessionId).toList();
        int length = SessionIds.length(ids);
        Instant now = Clock.systemUTC().instant();
        Table table = new Table(3, "ID", "SKILL", "WAITS SINCE", "FILES").paint(0, terminal::accent);
        for (PendingApproval approval : pending.pending()) {
            String since = approval.updated() == null ? approval.created() : approval.updated();
            table.row(
                    List.of(
                            SessionIds.shortened(approval.sessionId(), length),
                            approval.skill(),
                            Times.ago(since, now)),
                    approval.approval() == null
                            ? approval.artifacts().stream()
                                    .map(PendingCommand::file)
                                    .toList()
                            : List.of(Budget.requested(approval.approval())));
        }
        table.print(terminal);
        long more = pending.total() == null ? 0 : pending.total() - ids.size();
        if (more > 0) {
            terminal.note("and " + more + " more");
        }
        if (terminal.surroundings().output()) {
            terminal.note("");
            terminal.note("'metaforge review' shows them one by one and asks.");
        }
        return ExitCodes.DONE;
    }

    private static String file(PendingArtifact artifact) {
        return artifact.path() + " " + artifact.diff();
    }
}
