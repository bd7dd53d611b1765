package io.metaforge.boot.cli;

import io.metaforge.boot.KeyDatabase;
import io.metaforge.boot.configuration.Configuration;
import io.metaforge.boot.configuration.Option;
import io.metaforge.domain.access.ApiKey;
import io.metaforge.domain.access.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Finds the database whose keys a command works on, as {@code serve} does, and says how a key is shown. */
final class KeysOption {

    private final Map<Option, String> given = new EnumMap<>(Option.class);

    @CommandLine.Option(
            names = "--workspace",
            paramLabel = "FOLDER",
            description = "The workspace; the current folder, or the nearest above it that a gateway has served.")
    void workspace(String value) {
        given.put(Option.WORKSPACE, value);
    }

    @CommandLine.Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "The external database of the gateways, where they have one.")
    void databaseUrl(String value) {
        given.put(Option.DATABASE_URL, value);
    }

    @CommandLine.Option(names = "--database-user", paramLabel = "NAME", description = "Wins over the one in the URL.")
    void databaseUser(String value) {
        given.put(Option.DATABASE_USER, value);
    }

    @CommandLine.Option(names = "--json", description = "Print JSON.")
    private boolean json;

    boolean json() {
        return json;
    }

    /**
     * Opens the keys.
     *
     * @param first whether this can be the first thing that happens in a workspace
     */
    KeyDatabase open(boolean first) {
        Map<String, String> environment = System.getenv();
        if (!given.containsKey(Option.WORKSPACE) && !environment.containsKey(Option.WORKSPACE.environmentName())) {
            Path nearest = nearest();
            if (nearest != null) {
                given.put(Option.WORKSPACE, nearest.toString());
            }
        }
        Configuration configuration = Configuration.resolve(given, environment, Path.of(""));
        if (!first && configuration.database().isEmpty() && !isServed(configuration.workspace())) {
            throw new CommandFailure(
                    ExitCodes.FAILED,
                    "no gateway has served " + configuration.workspace() + " yet, so it has no keys;"
                            + " name the workspace with --workspace");
        }
        return KeyDatabase.open(configuration);
    }

    private static @Nullable Path nearest() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (isServed(folder)) {
                return folder;
            }
        }
        return null;
    }

    private static boolean isServed(Path folder) {
        return Files.isRegularFile(folder.resolve(".forge/workspace-id"));
    }

    /** Returns a key as JSON shows it: members that are not there are null, so that tables can be made of them. */
    static Map<String, @Nullable Object> json(ApiKey key, Instant now) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("id", key.id().value());
        shown.put("name", key.name());
        shown.put("scopes", key.scopes().stream().map(Scope::wireName).toList());
        shown.put("state", state(key, now));
        shown.put("created", key.created().toString());
        shown.put("expires", text(key.expires()));
        shown.put("revoked", text(key.revoked()));
        shown.put("last_used", text(key.lastUsed()));
        return shown;
    }

    static String state(ApiKey key, Instant now) {
        return key.revoked() != null ? "revoked" : key.isUsable(now) ? "active" : "expired";
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
