package io.metaforge.adapter.persistence;

import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens connections to the server, each kind with the driver's settings that suit it. */
final class ServerConnections {

    /** The schema that holds all tables. */
    static final String SCHEMA = "metaforge";

    private static final Set<String> LOGIN_REFUSED = Set.of("28000", "28P01", "42501");

    private final PostgresSettings settings;

    ServerConnections(PostgresSettings settings) {
        this.settings = settings;
    }

    /** For units of work. A statement is prepared on the server from its first use; a dead server is noticed. */
    DataSource forUnits() {
        PGSimpleDataSource source = source();
        source.setSocketTimeout(60);
        return source;
    }

    /** For migrations, which may take as long as they take. */
    DataSource forMigrations() {
        return source();
    }

    /** For following the log: a server that does not answer is given up after two seconds. */
    Connection open() throws SQLException {
        PGSimpleDataSource source = source();
        source.setConnectTimeout(2);
        source.setSocketTimeout(2);
        return source.getConnection();
    }

    private PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        try {
            source.setUrl(settings.jdbcUrl());
        } catch (IllegalArgumentException e) {
            throw Failure.invalid(
                            "database-url",
                            "jdbc:postgresql://HOST[:PORT]/DATABASE",
                            "The database URL cannot be understood")
                    .asException();
        }
        if (settings.user() != null) {
            source.setUser(settings.user());
        }
        if (settings.password() != null) {
            source.setPassword(settings.password());
        }
        source.setApplicationName("metaforge");
        source.setCurrentSchema(SCHEMA);
        source.setPrepareThreshold(1);
        source.setReWriteBatchedInserts(true);
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(5);
        return source;
    }

    /** Returns what to tell whoever starts the gateway, without saying where the server is. */
    static MetaForgeException refused(SQLException error) {
        String state = error.getSQLState();
        if (state != null && LOGIN_REFUSED.contains(state)) {
            return new MetaForgeException(
                    new Failure(
                            FailureKind.FORBIDDEN,
                            "The database refuses the user: check user and password, and that it may create the schema '"
                                    + SCHEMA + "'"),
                    error);
        }
        if ("3D000".equals(state)) {
            return new MetaForgeException(
                    new Failure(FailureKind.NOT_FOUND, "The database named in the database URL does not exist"), error);
        }
        return new MetaForgeException(
                new Failure(FailureKind.UNAVAILABLE, "The database cannot be reached right now"), error);
    }
}
