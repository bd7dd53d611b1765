package io.metaforge.bench;

import io.metaforge.adapter.persistence.embedded.LocalDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

/** The insert of a session without a server around it. */
final class PlainJdbc {

    private PlainJdbc() {}

    static String url(LocalDatabase database) {
        return database.jdbcUrl() + (database.jdbcUrl().contains("?") ? "&" : "?") + "user=" + database.user()
                + "&password=" + database.password();
    }

    static Connection connect(LocalDatabase database) throws Exception {
        Connection connection = DriverManager.getConnection(url(database));
        connection.setSchema("metaforge");
        return connection;
    }

    /** Inserts rows like those of the server into its own table, each in a transaction of its own. */
    static double inserts(LocalDatabase database, int connections, double seconds) throws Exception {
        List<Callable<Load.Step>> inserters = new ArrayList<>();
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Connection connection = connect(database);
            open.add(connection);
            inserters.add(() -> {
                PreparedStatement insert = connection.prepareStatement("""
                        insert into session (id, skill, agent, status, input, fingerprint, temperature, is_verbose,
                                             created_by, created_at, updated_at, version, state)
                        values (?, 'spec', 'requirements', 'created', ?::json, ?, null, false, 'local', ?, ?, 0,
                                '{}'::json)""");
                byte[] fingerprint = new byte[32];
                return () -> {
                    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
                    insert.setObject(
                            1,
                            new UUID(System.nanoTime(), Thread.currentThread().hashCode()));
                    insert.setString(2, "{\"files\":[\"PRD.md\"],\"args\":{}}");
                    insert.setBytes(3, fingerprint);
                    insert.setObject(4, now);
                    insert.setObject(5, now);
                    insert.executeUpdate();
                };
            });
        }
        Load.run(3, inserters);
        double perSecond = Load.run(seconds, inserters).perSecond();
        for (Connection connection : open) {
            connection.close();
        }
        return perSecond;
    }
}
