package io.metaforge.adapter.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.metaforge.adapter.persistence.access.PostgresApiKeyStore;
import io.metaforge.adapter.persistence.unit.Transactions;
import io.metaforge.application.port.out.ApiKeyStore;
import io.metaforge.domain.failure.MetaForgeException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** The API keys in a gateway's database, and nothing else of it: for whoever hands out keys beside running gateways. */
public final class PostgresKeys implements AutoCloseable {

    private final HikariDataSource pool;
    private final ApiKeyStore keys;

    private PostgresKeys(HikariDataSource pool) {
        this.pool = pool;
        this.keys = new PostgresApiKeyStore(new Transactions(pool, () -> true));
    }

    /**
     * Connects, and brings the schema up to date.
     *
     * @throws MetaForgeException as {@link PostgresStores#open} does
     */
    public static PostgresKeys open(PostgresSettings settings, Clock clock) {
        ServerConnections connections = new ServerConnections(settings);
        new Schema(connections).prepare(settings.workspaceId(), clock);
        HikariConfig config = new HikariConfig();
        config.setPoolName("metaforge-keys");
        config.setDataSource(connections.forUnits());
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(5));
        config.setInitializationFailTimeout(-1);
        return new PostgresKeys(new HikariDataSource(config));
    }

    public ApiKeyStore keys() {
        return keys;
    }

    @Override
    public void close() {
        pool.close();
    }
}
