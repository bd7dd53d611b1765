package io.metaforge.adapter.persistence;

import io.metaforge.adapter.persistence.unit.Columns;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the schema up to date and checks whose database it is. */
final class Schema {

    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    /** Version of the newest migration beside this class. */
    static final int NEWEST = 4;

    private static final String HISTORY = "schema_history";

    private final ServerConnections connections;

    Schema(ServerConnections connections) {
        this.connections = connections;
    }

    /**
     * Migrates where that is needed, and takes the database for a workspace or checks that it is of this one.
     *
     * <p>Whether it is needed is asked first: Flyway takes a third of a second to find out.
     */
    void prepare(String workspaceId, Clock clock) {
        try (Connection connection = connections.forMigrations().getConnection()) {
            if (!isNewest(connection)) {
                migrate();
            }
            claim(connection, workspaceId, clock);
        } catch (SQLException e) {
            throw ServerConnections.refused(e);
        }
    }

    private static boolean isNewest(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet exists = statement.executeQuery(
                        "select to_regclass('" + ServerConnections.SCHEMA + "." + HISTORY + "') is not null")) {
            exists.next();
            if (!exists.getBoolean(1)) {
                return false;
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select version from " + HISTORY
                        + " where success and version is not null" + " order by installed_rank desc limit 1")) {
            if (!row.next()) {
                return false;
            }
            int version = Integer.parseInt(row.getString(1));
            if (version > NEWEST) {
                throw new MetaForgeException(new Failure(
                        FailureKind.CONFLICT,
                        "The database was used by a newer release of MetaForge; use that release or another database"));
            }
            return version == NEWEST;
        }
    }

    private void migrate() {
        try {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(connections.forMigrations())
                    .schemas(ServerConnections.SCHEMA)
                    .table(HISTORY)
                    .locations("classpath:io/metaforge/adapter/persistence/migration")
                    .failOnMissingLocations(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw ServerConnections.refused(cause);
            }
            LOG.error("Migrating the database failed", e);
            throw new MetaForgeException(
                    new Failure(
                            FailureKind.CONFLICT,
                            "The database's tables are not as this release made them; the log says more"),
                    e);
        }
    }

    private static void claim(Connection connection, String workspaceId, Clock clock) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into workspace (id, first_opened) select ?, ? where not exists (select from workspace)"
                        + " on conflict do nothing")) {
            insert.setString(1, workspaceId);
            Columns.setInstant(insert, 2, clock.instant());
            insert.executeUpdate();
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select id from workspace")) {
            row.next();
            String owner = row.getString(1);
            if (!owner.equals(workspaceId)) {
                throw new MetaForgeException(new Failure(
                        FailureKind.CONFLICT,
                        "The database belongs to another workspace, '" + owner + "'; this one is '" + workspaceId
                                + "': give each workspace a database of its own",
                        Map.of("database_workspace", owner, "workspace", workspaceId)));
            }
        }
    }
}
