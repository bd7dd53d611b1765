package io.metaforge.boot.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.api.PendingApproval;
import io.metaforge.api.PendingArtifact;
import io.metaforge.api.PendingList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code metaforge pending}. */
@Command(name = "pending", mixinStandardHelpOptions = true, description = "List what waits for your decision.")
final class PendingCommand implements Callable<Integer> {

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PendingList pending = gateway.client().pending();
        Terminal terminal = new Terminal(spec);
        if (json) {
            terminal.line(JsonMapper.builder().build().writeValueAsString(pending));
            return 0;
        }
        if (pending.pending().isEmpty()) {
            terminal.line("Nothing waits for a decision.");
            return 0;
        }
        for (PendingApproval approval : pending.pending()) {
            terminal.heading(approval.sessionId() + "  " + approval.skill());
            for (PendingArtifact artifact : approval.artifacts()) {
                terminal.line("  " + Text.printable(artifact.path()) + "  " + artifact.diff() + "  "
                        + terminal.faint(Text.size(artifact.size())));
            }
        }
        terminal.line("");
        terminal.line(
                "Look with 'metaforge diff ID', then 'metaforge approve ID' or 'metaforge reject ID --reason …'.");
        return 0;
    }
}
