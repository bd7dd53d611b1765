package io.metaforge.adapter.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metaforge.domain.session.SessionEvent;
import io.metaforge.testkit.Sessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The clients that users of JavaScript have: the package {@code ws} of the API reference, and the browser's interface. */
@Timeout(60)
class NodeClientTest {

    /** As printed in the API reference, but for the address and the end. */
    private static final String REFERENCE = """
            const WebSocket = require('ws');
            const ws = new WebSocket(process.argv[2]);
            ws.on('open', () => {
              console.log('Connected to MetaForge Gateway', ws.extensions);
              ws.ping();
            });
            ws.on('pong', () => console.log('pong'));
            ws.on('message', (data) => {
              const event = JSON.parse(data);
              console.log('Event:', event.event, event.id);
              if (event.id === 2) ws.close(1000, 'bye');
            });
            ws.on('close', (code) => console.log('closed', code));
            """;

    private static final String BROWSER = """
            const ws = new WebSocket(process.argv[2]);
            ws.onopen = () => console.log('open', ws.extensions, ws.protocol);
            ws.onmessage = (message) => {
              const event = JSON.parse(message.data);
              console.log(event.event, event.data.message ?? event.data.skill, event.id);
              if (event.id === 2) ws.close(1000);
            };
            ws.onclose = (event) => console.log('closed', event.code, event.wasClean);
            ws.onerror = (event) => console.log('error', event.message);
            """;

    @TempDir
    private Path folder;

    private List<String> run(String script, String... flags) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("client.js"), script);
        try (TestGateway gateway = TestGateway.start()) {
            Sessions sessions = new Sessions();
            gateway.append(new SessionEvent.Started(sessions.unknownId(), Sessions.SKILL));
            gateway.append(new SessionEvent.Progressed(sessions.unknownId(), Sessions.AGENT, 1, "µ ⚡"));
            List<String> command = new ArrayList<>(List.of("node"));
            command.addAll(List.of(flags));
            command.addAll(List.of(file.toString(), gateway.uri("?after=0").toString()));
            Process node = new ProcessBuilder(command).redirectErrorStream(true).start();
            try {
                List<String> lines = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
                assertThat(node.waitFor(20, TimeUnit.SECONDS)).isTrue();
                return lines;
            } finally {
                node.destroyForcibly();
            }
        }
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void theReferencesSnippetWorksWithThePackageWs() throws Exception {
        assumeTrue(succeeds("node", "-e", "require('ws')"), "node with the package ws on NODE_PATH is not here");

        assertThat(run(REFERENCE))
                .containsExactlyInAnyOrder(
                        "Connected to MetaForge Gateway ",
                        "Event: session.started 1",
                        "Event: agent.progress 2",
                        "pong",
                        "closed 1000");
    }

    @Test
    void theInterfaceOfBrowsersWorks() throws Exception {
        String flag = "--experimental-websocket";
        boolean builtIn = succeeds("node", "-e", "process.exit(typeof WebSocket === 'function' ? 0 : 1)");
        assumeTrue(builtIn || succeeds("node", flag, "-e", "new Function()"), "node with a WebSocket is not here");

        assertThat(builtIn ? run(BROWSER) : run(BROWSER, flag))
                .filteredOn(line -> !line.contains("Warning") && !line.contains("--trace-warnings"))
                .containsExactly("open  ", "session.started spec 1", "agent.progress µ ⚡ 2", "closed 1000 true");
    }
}
