package io.metaforge.boot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the reference's JavaScript word for word under Node, against a server on the documented port 3000. What the
 * snippets leave to the reader (a {@code sleep}, importing {@code ws}) stands before them.
 */
class SnippetsIT {

    private static final int DOCUMENTED_PORT = 3000;
    private static final Reference REFERENCE = new Reference();

    @TempDir
    Path temp;

    private Path workspace;
    private PackagedGateway gateway;

    @BeforeEach
    void startServerOnTheDocumentedPort() throws Exception {
        assumeTrue(runs("node", "--version"), "skipped: Node.js is not installed");
        workspace = Workspaces.withPrd(temp.resolve("workspace"));
        gateway = PackagedGateway.startOn(DOCUMENTED_PORT, workspace);
    }

    @AfterEach
    void stopServer() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void complete_workflow_runs_as_printed() throws Exception {
        String snippet = REFERENCE.text("Complete Workflow", "", "javascript");
        Path script = temp.resolve("workflow.mjs");
        Files.writeString(script, "const sleep = (ms) => new Promise((done) => setTimeout(done, ms));\n" + snippet);

        String output = run(temp, "node", script.toString());

        assertThat(workspace.resolve("constraints.json")).as(output).isRegularFile();
        assertThat(gateway.http()
                        .get("/api/v1/sessions")
                        .json()
                        .at("/sessions/0/status")
                        .asText())
                .isEqualTo("approved");
        assertThat(gateway.http().get("/api/v1/sessions").json().path("total").asInt())
                .as("the run started the session that the snippet created")
                .isEqualTo(1);
    }

    @Test
    void websocket_snippet_runs_with_the_npm_package_ws() throws Exception {
        assumeTrue(runs("npm", "--version"), "skipped: npm is not installed");
        Path project = Files.createDirectories(temp.resolve("ws-client"));
        Files.writeString(project.resolve("package.json"), "{\"name\":\"ws-client\",\"private\":true}\n");
        assumeTrue(
                runs(project, "npm", "install", "--silent", "--no-package-lock", "ws@8"),
                "skipped: the npm package ws cannot be installed here");
        String snippet = REFERENCE.text("Connect", "", "javascript");
        Path script = project.resolve("events.mjs");
        Files.writeString(script, "import WebSocket from 'ws';\n" + snippet);
        Process node = new ProcessBuilder("node", script.toString())
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(project.resolve("output").toFile())
                .start();
        try {
            awaitOutput(project.resolve("output"), "Connected to MetaForge Gateway");
            gateway.http().post("/api/v1/agent/run?wait=30", "{\"skill\":\"spec\",\"input\":{\"files\":[\"PRD.md\"]}}");
            String output = awaitOutput(project.resolve("output"), "session.complete");
            assertThat(output).contains("Event:").contains("session.started").contains("agent.progress");
        } finally {
            node.destroyForcibly();
        }
    }

    private static String awaitOutput(Path output, String text) throws Exception {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!Files.readString(output).contains(text)) {
            assertThat(System.nanoTime())
                    .as("waiting for '%s', got:%n%s", text, Files.readString(output))
                    .isLessThan(deadline);
            Thread.sleep(20);
        }
        return Files.readString(output);
    }

    private static boolean runs(String... command) {
        return runs(Path.of("").toAbsolutePath(), command);
    }

    private static boolean runs(Path folder, String... command) {
        try {
            run(folder, command);
            return true;
        } catch (Exception | AssertionError e) {
            return false;
        }
    }

    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(output).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
