package io.metaforge.boot.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.boot.KeyDatabase;
import io.metaforge.boot.cli.terminal.Table;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.domain.access.ApiKey;
import io.metaforge.domain.access.Scope;
import java.time.Clock;
import java.time.Instant;
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
        Terminal terminal = Main.terminal(spec);
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
        Table table = new Table(1, "ID", "NAME", "SCOPES", "STATE", "EXPIRES", "LAST USED");
        for (ApiKey key : all) {
            table.row(
                    key.id().value(),
                    key.name(),
                    key.scopes().stream().map(Scope::wireName).collect(Collectors.joining(",")),
                    KeysOption.state(key, now),
                    day(key.expires()),
                    day(key.lastUsed()));
        }
        table.print(terminal);
        return 0;
    }

    private static String day(@Nullable Instant time) {
        return time == null ? "never" : Times.day(time);
    }
}
