package io.metaforge.boot.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.api.StatusResponse;
import io.metaforge.client.MetaForgeClient;
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
        description = "Show the state of the gateway, or of one session.")
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Parameters(arity = "0..1", paramLabel = "ID", description = "A session; without it, the gateway.")
    private @Nullable String session;

    @Option(names = "--refresh", description = "Look for tools again first.")
    private boolean refresh;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        MetaForgeClient client = gateway.client();
        Terminal terminal = new Terminal(spec);
        Object answer = session == null
                ? client.status(refresh)
                : client.session(GatewayOption.complete(client, session)).refresh();
        if (json || session != null) {
            terminal.line(JsonMapper.builder()
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(answer));
            return 0;
        }
        print(terminal, client, (StatusResponse) answer);
        return 0;
    }

    private static void print(Terminal terminal, MetaForgeClient client, StatusResponse status) {
        terminal.heading("MetaForge " + status.version() + " at " + client.gateway());
        terminal.line("  workspace  " + Text.printable(status.workspace()));
        terminal.line("  sessions   " + status.sessions().active() + " active, "
                + status.sessions().pending() + " waiting for you, "
                + status.sessions().completed() + " ended");
        for (StatusResponse.LoadedAgent agent : status.agents()) {
            terminal.line("  agent      " + agent.name() + " " + agent.version()
                    + (agent.loaded() ? "" : "  " + terminal.bad("not loaded: " + agent.problem())));
        }
        for (StatusResponse.ToolStatus tool : status.tools()) {
            terminal.line("  tool       " + tool.name() + " "
                    + (tool.available() ? tool.version() : "not available")
                    + (tool.advice() == null ? "" : "  " + terminal.faint(tool.advice())));
        }
    }
}
