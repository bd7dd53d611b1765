package io.metaforge.boot.cli;

import io.metaforge.client.MetaForgeClient;
import io.metaforge.client.Session;
import io.metaforge.client.error.AgentException;
import io.metaforge.client.error.RunTimeoutException;
import io.metaforge.client.error.ToolException;
import io.metaforge.client.event.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code metaforge run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run a skill, show what it proposes, and ask what to do with it.")
final class RunCommand implements Callable<Integer> {

    /** Longer than any run is let run; Ctrl-C is quicker. */
    private static final Duration PATIENCE = Duration.ofDays(1);

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Parameters(index = "0", paramLabel = "SKILL", description = "Such as spec or architecture.")
    private String skill = "";

    @Parameters(
            index = "1..*",
            paramLabel = "FILE",
            description = "What it works on, relative to the workspace; without any, the skill's own default.")
    private List<String> files = List.of();

    @Option(names = "--yes", description = "Approve whatever is proposed, without asking.")
    private boolean yes;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(spec);
        try (MetaForgeClient client = gateway.client()) {
            Session started = client.runSkill(skill, files.toArray(String[]::new));
            terminal.line(terminal.faint(started.id() + " is run by " + started.agent()));
            return close(follow(started, terminal), terminal);
        } catch (AgentException | ToolException | RunTimeoutException failed) {
            terminal.line(terminal.bad("Failed: ") + Text.printable(failed.getMessage()));
            return Main.RUN_FAILED;
        }
    }

    private int close(Session ended, Terminal terminal) {
        return switch (ended.status()) {
            case "pending_approval" -> decide(ended, terminal);
            case "completed" -> {
                terminal.line(terminal.good("Done: ") + "nothing to write, the files already are as proposed.");
                yield 0;
            }
            case "approved" -> {
                terminal.line(terminal.good("Done: ") + "approved by the skill's policy.");
                yield 0;
            }
            default -> {
                terminal.line(terminal.bad("Ended: ") + ended.status());
                yield Main.RUN_FAILED;
            }
        };
    }

    /** Prints progress until the session has ended, and returns it. */
    static Session follow(Session session, Terminal terminal) {
        return session.waitForCompletion(PATIENCE, progress -> terminal.line(text(progress)));
    }

    private static String text(Progress progress) {
        return String.format(
                Locale.ROOT, "  %3.0f %%  %s", progress.fraction() * 100, Text.printable(progress.message()));
    }

    private int decide(Session session, Terminal terminal) {
        terminal.line("");
        terminal.diff(session.diff(), 0);
        terminal.line("");
        if (!yes && !Terminal.isInteractive()) {
            terminal.line(session.id() + " waits for your decision:");
            terminal.line("  metaforge approve " + session.id());
            terminal.line("  metaforge reject " + session.id() + " --reason \"…\"");
            return 0;
        }
        // Both decisions are bound to the digest that the session knows: what was shown is what is decided on.
        if (yes || terminal.confirm("Write these files?")) {
            ApproveCommand.print(terminal, session.approve());
            return 0;
        }
        String reason = terminal.ask("Why not? (empty leaves it pending)");
        if (reason.isEmpty()) {
            terminal.line(session.id() + " stays pending.");
        } else {
            session.reject(reason);
            terminal.line("Rejected " + session.id() + ".");
        }
        return 0;
    }
}
