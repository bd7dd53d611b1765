package io.metaforge.boot;

import io.metaforge.adapter.persistence.PostgresKeys;
import io.metaforge.adapter.persistence.PostgresSettings;
import io.metaforge.adapter.persistence.embedded.LocalDatabase;
import io.metaforge.application.access.KeyAdministration;
import io.metaforge.application.port.in.ApiKeys;
import io.metaforge.boot.configuration.Configuration;
import io.metaforge.boot.configuration.ConfigurationException;
import io.metaforge.boot.configuration.DatabaseAddress;
import io.metaforge.boot.workspace.ForgeFolder;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API keys of a workspace, straight in its database, whether or not a gateway runs: whoever can read the password of
 * the database is trusted with the keys.
 */
public final class KeyDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyDatabase.class);

    /** How long a gateway that starts or stops just now, or another command, is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final PostgresKeys keys;
    private final @Nullable LocalDatabase started;
    private final @Nullable FileChannel turn;

    private KeyDatabase(PostgresKeys keys, @Nullable LocalDatabase started, @Nullable FileChannel turn) {
        this.keys = keys;
        this.started = started;
        this.turn = turn;
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
            return new KeyDatabase(connect(external.get(), forge), null, null);
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        FileChannel turn = turn(forge, deadline);
        try {
            return embedded(forge, turn, deadline);
        } catch (RuntimeException e) {
            release(turn);
            throw e;
        }
    }

    /** Lets one command after the other work on the embedded database: who started it would stop it under the others. */
    private static FileChannel turn(ForgeFolder forge, long deadline) {
        try {
            FileChannel turn = FileChannel.open(
                    forge.path().resolve("keys.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            while (turn.tryLock() == null && System.nanoTime() < deadline) {
                pause();
            }
            return turn;
        } catch (IOException e) {
            throw new ConfigurationException("nothing can be written to " + forge.path() + ": " + e.getMessage());
        }
    }

    private static KeyDatabase embedded(ForgeFolder forge, FileChannel turn, long deadline) {
        while (true) {
            Optional<LocalDatabase.Address> running = LocalDatabase.running(forge.path());
            try {
                return running.isPresent() ? beside(running.get(), forge, turn) : alone(forge, turn);
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

    private static KeyDatabase beside(LocalDatabase.Address server, ForgeFolder forge, FileChannel turn) {
        return new KeyDatabase(
                connect(new DatabaseAddress(server.jdbcUrl(), server.user(), server.password()), forge), null, turn);
    }

    private static KeyDatabase alone(ForgeFolder forge, FileChannel turn) {
        LocalDatabase server = LocalDatabase.start(forge.path());
        try {
            return new KeyDatabase(
                    connect(new DatabaseAddress(server.jdbcUrl(), server.user(), server.password()), forge),
                    server,
                    turn);
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

    private static void release(FileChannel turn) {
        try {
            turn.close();
        } catch (IOException e) {
            LOG.debug("Closing the lock failed", e);
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
        if (turn != null) {
            release(turn);
        }
    }
}
