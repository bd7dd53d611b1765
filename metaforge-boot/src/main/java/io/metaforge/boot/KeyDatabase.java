package io.metaforge.boot;

import io.metaforge.adapter.persistence.PostgresKeys;
import io.metaforge.adapter.persistence.PostgresSettings;
import io.metaforge.adapter.persistence.embedded.LocalDatabase;
import io.metaforge.application.access.KeyAdministration;
import io.metaforge.application.port.in.ApiKeys;
import io.metaforge.boot.configuration.Configuration;
import io.metaforge.boot.configuration.DatabaseAddress;
import io.metaforge.boot.workspace.ForgeFolder;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The API keys of a workspace, straight in its database, whether or not a gateway runs: whoever can read the password of
 * the database is trusted with the keys.
 */
public final class KeyDatabase implements AutoCloseable {

    /** How long a gateway that starts or stops just now is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final PostgresKeys keys;
    private final @Nullable LocalDatabase started;

    private KeyDatabase(PostgresKeys keys, @Nullable LocalDatabase started) {
        this.keys = keys;
        this.started = started;
    }

    /**
     * Connects to the database that is configured. The embedded one is started for the moment where it does not run.
     *
     * @throws MetaForgeException where the database cannot be used
     */
    public static KeyDatabase open(Configuration configuration) {
        ForgeFolder forge = ForgeFolder.in(configuration.workspace());
        Optional<DatabaseAddress> external = configuration.database();
        if (external.isPresent()) {
            return new KeyDatabase(connect(external.get(), forge), null);
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<LocalDatabase.Address> running = LocalDatabase.running(forge.path());
            try {
                return running.isPresent() ? beside(running.get(), forge) : alone(forge);
            } catch (MetaForgeException e) {
                boolean passing = running.isPresent()
                        ? e.failure().kind() == FailureKind.UNAVAILABLE
                        : e.failure().details().containsKey("pid");
                if (!passing || System.nanoTime() > deadline) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static KeyDatabase beside(LocalDatabase.Address server, ForgeFolder forge) {
        return new KeyDatabase(
                connect(new DatabaseAddress(server.jdbcUrl(), server.user(), server.password()), forge), null);
    }

    private static KeyDatabase alone(ForgeFolder forge) {
        LocalDatabase server = LocalDatabase.start(forge.path());
        try {
            return new KeyDatabase(
                    connect(new DatabaseAddress(server.jdbcUrl(), server.user(), server.password()), forge), server);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static PostgresKeys connect(DatabaseAddress address, ForgeFolder forge) {
        return PostgresKeys.open(
                new PostgresSettings(
                        address.jdbcUrl(),
                        address.user(),
                        address.password(),
                        PostgresSettings.DEFAULT_POOL_SIZE,
                        forge.workspaceId()),
                Clock.systemUTC());
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public ApiKeys keys() {
        return new KeyAdministration(keys.keys(), Clock.systemUTC());
    }

    @Override
    public void close() {
        keys.close();
        if (started != null) {
            started.close();
        }
    }
}
