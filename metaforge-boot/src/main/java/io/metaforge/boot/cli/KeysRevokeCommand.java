package io.metaforge.boot.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.metaforge.boot.KeyDatabase;
import io.metaforge.boot.cli.terminal.Terminal;
import io.metaforge.domain.access.ApiKey;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code metaforge keys revoke}. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = "Take a key back. Gateways refuse it within seconds, and close what it has open.")
final class KeysRevokeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID|NAME", description = "Of the key, as 'metaforge keys list' shows it.")
    private String key = "";

    @Mixin
    private KeysOption keys = new KeysOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        ApiKey revoked;
        try (KeyDatabase database = keys.open(false)) {
            revoked = database.keys().revoke(key);
        }
        Terminal terminal = Main.terminal(spec);
        terminal.line(
                keys.json()
                        ? JsonMapper.builder()
                                .build()
                                .writeValueAsString(KeysOption.json(
                                        revoked, Clock.systemUTC().instant()))
                        : "Revoked the key of '" + revoked.name() + "' (" + revoked.id() + ").");
        return 0;
    }
}
