package io.metaforge.boot.cli;

import io.metaforge.api.Decision;
import io.metaforge.api.SessionResponse;
import io.metaforge.api.StatusResponse;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.boot.cli.terminal.Text;
import io.metaforge.boot.cli.terminal.UnifiedDiff;
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

/** {@code metaforge status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {"Show how the gateway is, or one session."},
        footer = {
            "",
            "Examples:",
            "  metaforge status",
            "  metaforge status --refresh               look for tools again first",
            "  metaforge status 01kbq3x9ab              one session",
            "  metaforge status 01kbq3x9ab --json | jq -r .status",
        })
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Parameters(arity = "0..1", paramLabel = "ID", description = "A session; without it, the gateway.")
    private @Nullable String session;

    @Option(names = "--refresh", description = "Look for tools again first.")
    private boolean refresh;

    @Option(names = "--json", description = "Print JSON, as GET /status or GET /session/:id answers.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Terminal terminal = Main.terminal(spec);
        MetaForgeClient client = gateway.client(terminal);
        if (session != null) {
            SessionResponse answer = SessionIds.find(client, session).refresh();
            if (json) {
                terminal.line(Json.line(answer));
            } else {
                print(terminal, answer);
            }
            return ExitCodes.DONE;
        }
        StatusResponse answer = client.status(refresh);
        if (json) {
            terminal.line(Json.line(answer));
        } else {
            print(terminal, client, answer);
        }
        return ExitCodes.DONE;
    }

    private static void print(Terminal terminal, MetaForgeClient client, StatusResponse status) {
        terminal.heading("MetaForge " + Text.oneLine(status.version()) + " at " + client.gateway());
        terminal.line("  workspace  " + Text.oneLine(status.workspace()));
        terminal.line("  sessions   " + status.sessions().active() + " active, "
                + status.sessions().pending() + " waiting for you, "
                + status.sessions().completed() + " ended");
        for (StatusResponse.LoadedAgent agent : status.agents()) {
            terminal.line("  agent      " + Text.oneLine(agent.name()) + " " + Text.oneLine(agent.version())
                    + (agent.loaded() ? "" : "  " + terminal.bad("not loaded: " + Text.oneLine(agent.problem() + ""))));
        }
        for (StatusResponse.ToolStatus tool : status.tools()) {
            String name = Text.oneLine(tool.name());
            if (tool.available()) {
                terminal.line("  tool       " + name + " " + Text.oneLine(tool.version() + ""));
                continue;
            }
            terminal.line("  tool       " + name + " " + terminal.warned("not available"));
            if (tool.advice() != null) {
                int room = terminal.readableColumns() - 15;
                for (String line : Text.wrapped(Text.oneLine(tool.advice()), room)) {
                    terminal.line("               " + terminal.faint(line));
                }
            }
        }
        if (status.usage() != null) {
            terminal.line("  model      " + Budget.used(status.usage()));
        }
        if (status.artifacts() != null) {
            Artifacts.print(terminal, status.artifacts());
        }
    }

    private static void print(Terminal terminal, SessionResponse session) {
        terminal.heading(session.id());
        terminal.line("  skill    " + Text.oneLine(session.skill())
                + (session.agent() == null ? "" : terminal.faint(" by " + Text.oneLine(session.agent()))));
        terminal.line("  status   " + Text.oneLine(session.status()));
        terminal.line("  created  " + session.created());
        terminal.line("  updated  " + session.updated());
        if (session.input() != null && !session.input().files().isEmpty()) {
            terminal.line("  input    "
                    + Text.oneLine(String.join(", ", session.input().files())));
        }
        if (session.error() != null) {
            terminal.line("  error    " + terminal.bad(session.error().code()) + "  "
                    + Text.oneLine(session.error().message()));
        }
        if (session.digest() != null) {
            terminal.line("  digest   " + session.digest());
        }
        if (session.usage() != null) {
            terminal.line("  model    " + Budget.used(session.usage()));
        }
        if (session.approval() != null) {
            terminal.line("  asks     " + Budget.requested(session.approval()));
            Budget.print(terminal, session.approval());
        }
        Decision decision = session.decision();
        if (decision != null) {
            String comment = decision.comment() == null ? "" : ": " + Text.oneLine(decision.comment());
            terminal.line("  decided  " + decision.verdict() + " by " + Text.oneLine(decision.actor()) + comment);
        }
        if (session.revises() != null) {
            terminal.line("  revises  " + Text.oneLine(session.revises()));
        }
        for (String revision : session.revisedBy() == null ? List.<String>of() : session.revisedBy()) {
            terminal.line("  revised by " + Text.oneLine(revision));
        }
        if (session.output() != null && !session.output().artifacts().isEmpty()) {
            terminal.line("");
            terminal.lines(new Proposal(session.output().artifacts(), UnifiedDiff.of("")).summary(terminal));
            Artifacts.printStates(terminal, session.output().artifacts());
        }
        Warnings.print(terminal, session.warnings());
    }
}
