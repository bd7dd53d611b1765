package io.metaforge.boot.cli;

import io.metaforge.api.ApproveResponse;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.client.Approval;
import io.metaforge.client.Session;
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
        description = {
            "Approve what a session proposes; its files are written.",
            "",
            "All files are written, or none. A proposal never changes once it is made; --digest makes sure that it is the one you have looked at. A file"
                    + " that was changed by hand since is never overwritten: the approval is then refused."
        },
        footer = {
            "",
            "Examples:",
            "  metaforge approve 01kbq3x9ab",
            "  metaforge approve 01kbq3x9ab --digest 4f0c2b7a91d3   if it is still that",
            "  metaforge approve 01kbq3x9ab --only bom.csv          turn the rest down",
        })
final class ApproveCommand implements Callable<Integer> {

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Parameters(paramLabel = "ID", description = "The session; the beginning or end of its id is enough.")
    private String id = "";

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
            description = "Approve only if this is still the proposal: the digest that diff shows, or its first 12"
                    + " characters.")
    private @Nullable String digest;

    @Option(names = "--json", description = "Print JSON, as POST /approve answers.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Terminal terminal = Main.terminal(spec);
        Session session = SessionIds.find(gateway.client(terminal), id);
        Digests.require(session, digest);
        Approval approval = only == null ? Approval.all() : Approval.only(only.toArray(new String[0]));
        ApproveResponse approved = session.approve(comment == null ? approval : approval.withComment(comment));
        if (json) {
            terminal.line(Json.line(approved));
        } else {
            Review.printApproved(terminal, approved);
        }
        return ExitCodes.DONE;
    }
}
