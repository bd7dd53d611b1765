package io.metaforge.boot.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.client.MetaForgeClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Finds the gateway that a command talks to. */
final class GatewayOption {

    private static final String DEFAULT = "http://localhost:3000";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The gateway to talk to. Without it: the one that serves the workspace named, else"
                    + " METAFORGE_SERVER, else the one that serves the current folder or the nearest above"
                    + " it, else " + DEFAULT + ".")
    private @Nullable String server;

    @Option(names = "--workspace", paramLabel = "FOLDER", description = "The workspace whose gateway is meant.")
    private @Nullable Path workspace;

    MetaForgeClient client() {
        try {
            return MetaForgeClient.connect(url());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(2, "--server: " + e.getMessage());
        }
    }

    private String url() {
        if (server != null) {
            return server;
        }
        Path named = workspace;
        if (named != null) {
            // Any other gateway would be that of another workspace.
            return address(named)
                    .orElseThrow(() -> new CommandFailure(
                            Main.NO_GATEWAY,
                            "no gateway serves " + named + "; start one with 'metaforge serve --workspace " + named
                                    + "', or name one with --server"));
        }
        String given = System.getenv("METAFORGE_SERVER");
        return given == null || given.isBlank() ? nearest().orElse(DEFAULT) : given.strip();
    }

    private static Optional<String> nearest() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Optional<String> address = address(folder);
            if (address.isPresent()) {
                return address;
            }
        }
        return Optional.empty();
    }

    /** Reads the address that a serving gateway leaves in its workspace; one whose process is gone does not count. */
    private static Optional<String> address(Path folder) {
        Path file = folder.resolve(".forge/server.json");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            JsonNode server = JsonMapper.builder().build().readTree(Files.readAllBytes(file));
            long pid = server.path("pid").asLong(-1);
            int port = server.path("port").asInt(-1);
            return port > 0 && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)
                    ? Optional.of("http://localhost:" + port)
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Completes the beginning or end of the id of a pending session.
     *
     * @return the whole id; what was typed where nothing or more than one fits, for the gateway to say what it thinks of it
     */
    static String complete(MetaForgeClient client, String typed) {
        if (typed.length() >= "session-".length() + 26) {
            return typed;
        }
        List<String> fitting = client.pending().pending().stream()
                .map(pending -> pending.sessionId())
                .filter(id -> id.startsWith(typed) || id.endsWith(typed))
                .toList();
        if (fitting.size() > 1) {
            throw new CommandFailure(
                    Main.FAILED, "'" + typed + "' fits " + fitting.size() + " pending sessions; type more of the id");
        }
        return fitting.isEmpty() ? typed : fitting.get(0);
    }
}
