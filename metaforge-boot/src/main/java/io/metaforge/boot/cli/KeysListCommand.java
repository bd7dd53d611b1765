package io.metaforge.boot.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.boot.KeyDatabase;
import io.metaforge.domain.access.ApiKey;
import io.metaforge.domain.access.Scope;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code metaforge keys list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "List all keys, without their secrets.")
final class KeysListCommand implements Callable<Integer> {

    private static final String ROW = "%-12s  %-20s  %-22s  %-8s  %-20s  %s";

    @Mixin
    private KeysOption keys = new KeysOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        List<ApiKey> all;
        try (KeyDatabase database = keys.open(false)) {
            all = database.keys().list();
        }
        Terminal terminal = new Terminal(spec);
        Instant now = Clock.systemUTC().instant();
        if (keys.json()) {
            terminal.line(JsonMapper.builder()
                    .build()
                    .writeValueAsString(Map.of(
                            "keys",
                            all.stream().map(key -> KeysOption.json(key, now)).toList())));
            return 0;
        }
        if (all.isEmpty()) {
            terminal.line("There are no keys. Create one with 'metaforge keys create NAME --scopes read,run'.");
            return 0;
        }
        terminal.heading(String.format(ROW, "ID", "NAME", "SCOPES", "STATE", "EXPIRES", "LAST USED"));
        for (ApiKey key : all) {
            terminal.line(String.format(
                    ROW,
                    key.id(),
                    key.name(),
                    key.scopes().stream().map(Scope::wireName).collect(Collectors.joining(",")),
                    KeysOption.state(key, now),
                    time(key.expires()),
                    time(key.lastUsed())));
        }
        return 0;
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "never" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
