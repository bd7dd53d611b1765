package io.metaforge.boot.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.client.MetaForgeClient;
import io.metaforge.client.MetaForgeClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Finds the gateway that a command talks to, and the key it does so with. */
final class GatewayOption {

    private static final String DEFAULT = "http://localhost:3000";

    @Option(
            names = {"--gateway", "--server"},
            paramLabel = "URL",
            description = "The gateway to talk to. Without it: the one that serves the workspace named, else"
                    + " METAFORGE_GATEWAY, else the one that serves the current folder or the nearest above"
                    + " it, else port 3000 of this machine.")
    private @Nullable String gateway;

    @Option(names = "--workspace", paramLabel = "FOLDER", description = "The workspace whose gateway is meant.")
    private @Nullable Path workspace;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "Holds the API key. Without it: METAFORGE_API_KEY, if set. There is no option for the key"
                    + " itself: others could see it in the list of processes.")
    private @Nullable Path keyFile;

    /** Returns a client of the gateway meant, and warns where its key would be readable on the way. */
    MetaForgeClient client(Terminal terminal) {
        Map<String, String> environment = terminal.surroundings().environment();
        String url = url(environment);
        Optional<String> key = new KeySource(keyFile, environment).read(terminal);
        try {
            if (key.isPresent() && !KeySource.isSafeTo(URI.create(url))) {
                terminal.warning(
                        "the API key travels to " + URI.create(url).getHost() + " unencrypted; use https, or a tunnel");
            }
            MetaForgeClientBuilder builder = MetaForgeClient.builder(url);
            key.ifPresent(builder::apiKey);
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCodes.USAGE, source(environment) + ": " + e.getMessage());
        }
    }

    private String url(Map<String, String> environment) {
        if (gateway != null) {
            return gateway;
        }
        Path named = workspace;
        if (named != null) {
            // Any other gateway would be that of another workspace.
            return address(named)
                    .orElseThrow(() -> new CommandFailure(
                            ExitCodes.NO_GATEWAY,
                            "no gateway serves " + named + "; start one with 'metaforge serve --workspace " + named
                                    + "', or name one with --gateway"));
        }
        String given = environment.getOrDefault("METAFORGE_GATEWAY", environment.getOrDefault("METAFORGE_SERVER", ""));
        return given.isBlank() ? nearest().orElse(DEFAULT) : given.strip();
    }

    /** Returns what an address that is none was given by; itself it is not repeated, as it may hold a password. */
    private String source(Map<String, String> environment) {
        if (gateway != null) {
            return "--gateway";
        }
        return environment.containsKey("METAFORGE_GATEWAY") ? "METAFORGE_GATEWAY" : "METAFORGE_SERVER";
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
    static Optional<String> address(Path folder) {
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
}
