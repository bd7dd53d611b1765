package io.metaforge.boot.cli.doctor;

import io.metaforge.adapter.persistence.PostgresSettings;
import io.metaforge.adapter.persistence.ServerProbe;
import io.metaforge.adapter.persistence.embedded.LocalDatabaseState;
import io.metaforge.boot.configuration.Configuration;
import io.metaforge.boot.configuration.DatabaseAddress;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.IOException;
import java.nio.file.Path;

/** Looks at the database: the workspace's own, or the one that is configured. */
final class DatabaseCheck {

    private static final String CHECK = "database";

    private final Configuration configuration;

    DatabaseCheck(Configuration configuration) {
        this.configuration = configuration;
    }

    Finding look() {
        return configuration.database().map(DatabaseCheck::external).orElseGet(this::embedded);
    }

    private Finding embedded() {
        Path forge = configuration.workspace().resolve(".forge");
        try {
            LocalDatabaseState state = LocalDatabaseState.in(forge);
            if (state.version() == null) {
                return Finding.ok(CHECK, "embedded PostgreSQL, made at the first start");
            }
            return Finding.ok(
                    CHECK,
                    "embedded PostgreSQL " + state.version() + ", " + (state.running() ? "running" : "not running")
                            + ", in .forge/postgres");
        } catch (IOException e) {
            return Finding.problem(
                    CHECK,
                    forge.resolve("postgres") + " cannot be read",
                    "give yourself the right to; it belongs to whoever started the gateway first");
        }
    }

    private static Finding external(DatabaseAddress address) {
        try {
            ServerProbe server = ServerProbe.of(new PostgresSettings(
                    address.jdbcUrl(),
                    address.user(),
                    address.password(),
                    PostgresSettings.DEFAULT_POOL_SIZE,
                    "doctor"));
            String found = "PostgreSQL " + server.version() + " at " + address.shown();
            return server.isNewEnough()
                    ? Finding.ok(CHECK, found)
                    : Finding.problem(
                            CHECK, found + " is too old", "upgrade it to " + ServerProbe.OLDEST + " or newer");
        } catch (MetaForgeException e) {
            return Finding.problem(
                    CHECK,
                    e.getMessage() + ": " + address.shown(),
                    e.failure().kind() == FailureKind.UNAVAILABLE
                            ? "start that server, or leave --database-url out to use the embedded one"
                            : "correct --database-url, or leave it out to use the embedded one");
        }
    }
}
