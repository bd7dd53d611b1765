package io.metaforge.boot.cli;

import io.metaforge.api.ApproveResponse;
import io.metaforge.client.Approval;
import io.metaforge.client.MetaForgeClient;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code metaforge approve}. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description = "Approve what a session proposes: its files are written to the workspace, all or none.")
final class ApproveCommand implements Callable<Integer> {

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Parameters(paramLabel = "ID", description = "The session; a few characters of its id are enough.")
    private String session = "";

    @Option(names = "--comment", paramLabel = "TEXT", description = "Recorded with the decision.")
    private @Nullable String comment;

    @Option(
            names = "--only",
            paramLabel = "PATH",
            description = "Write only this file, and turn the others down. Can be given several times.")
    private @Nullable List<String> only;

    @Option(
            names = "--digest",
            paramLabel = "SHA-256",
            description = "Approve only if this is still the proposal: the digest that pending and status show.")
    private @Nullable String digest;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        MetaForgeClient client = gateway.client();
        Approval approval = only == null ? Approval.all() : Approval.only(only.toArray(String[]::new));
        if (comment != null) {
            approval = approval.withComment(comment);
        }
        if (digest != null) {
            approval = approval.withDigest(digest);
        }
        ApproveResponse approved =
                client.session(GatewayOption.complete(client, session)).approve(approval);
        print(new Terminal(spec), approved);
        return 0;
    }

    static void print(Terminal terminal, ApproveResponse approved) {
        terminal.line(terminal.good("Approved") + " " + approved.sessionId() + "; written:");
        approved.artifacts().forEach(path -> terminal.line("  " + Text.printable(path)));
    }
}
