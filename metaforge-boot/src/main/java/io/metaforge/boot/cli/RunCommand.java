package io.metaforge.boot.cli;

import io.metaforge.api.AgentStatus;
import io.metaforge.api.ApproveRequest;
import io.metaforge.api.EventMessage;
import io.metaforge.api.RejectRequest;
import io.metaforge.api.RunAgentRequest;
import io.metaforge.api.RunInput;
import io.metaforge.client.ApiException;
import io.metaforge.client.MetaForgeClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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

    /** How long progress is looked for before the state itself is asked for, should an event be lost. */
    private static final int POLL_SECONDS = 2;

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
    public Integer call() throws Exception {
        MetaForgeClient client = gateway.client();
        Terminal terminal = new Terminal(spec);
        BlockingQueue<EventMessage> events = new LinkedBlockingQueue<>();
        AgentStatus ended;
        try (AutoCloseable subscription = client.events(null, events::add)) {
            AgentStatus started = client.run(new RunAgentRequest(skill, new RunInput(files, Map.of()), null, null));
            terminal.line(terminal.faint(started.sessionId() + " is run by " + started.agent()));
            ended = follow(client, started.sessionId(), events, terminal);
        } catch (ApiException failed) {
            if (List.of("AGENT_ERROR", "TOOL_ERROR", "TIMEOUT").contains(failed.code())) {
                terminal.line(terminal.bad("Failed: ") + Text.printable(failed.getMessage()));
                return Main.RUN_FAILED;
            }
            throw failed;
        }
        return switch (ended.status()) {
            case "pending_approval" -> decide(client, ended.sessionId(), terminal);
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

    /** Prints progress until the session has ended, and returns how it stands then. */
    static AgentStatus follow(
            MetaForgeClient client, String session, BlockingQueue<EventMessage> events, Terminal terminal)
            throws InterruptedException {
        while (true) {
            EventMessage event = events.poll(POLL_SECONDS, TimeUnit.SECONDS);
            if (event != null && !session.equals(event.data().get("session_id"))) {
                continue;
            }
            if (event != null && event.event().equals("agent.progress")) {
                terminal.line(progress(event.data()));
            } else if (event == null || !event.event().equals("session.started")) {
                AgentStatus status = client.await(session, Duration.ofSeconds(event == null ? 0 : POLL_SECONDS));
                if (!status.status().equals("running")) {
                    return status;
                }
            }
        }
    }

    private static String progress(Map<String, ?> data) {
        double fraction = data.get("progress") instanceof Number number ? number.doubleValue() : 0;
        return String.format(
                Locale.ROOT, "  %3.0f %%  %s", fraction * 100, Text.printable(String.valueOf(data.get("message"))));
    }

    private int decide(MetaForgeClient client, String session, Terminal terminal) {
        terminal.line("");
        terminal.diff(client.diff(session), 0);
        terminal.line("");
        String digest = client.session(session).digest();
        if (!yes && !Terminal.isInteractive()) {
            terminal.line(session + " waits for your decision:");
            terminal.line("  metaforge approve " + session);
            terminal.line("  metaforge reject " + session + " --reason \"…\"");
            return 0;
        }
        if (yes || terminal.confirm("Write these files?")) {
            // Bound to the digest: what was shown is what is written.
            ApproveCommand.print(terminal, client.approve(session, new ApproveRequest(null, digest, null)));
            return 0;
        }
        String reason = terminal.ask("Why not? (empty leaves it pending)");
        if (reason.isEmpty()) {
            terminal.line(session + " stays pending.");
        } else {
            client.reject(session, new RejectRequest(reason, digest));
            terminal.line("Rejected " + session + ".");
        }
        return 0;
    }
}
