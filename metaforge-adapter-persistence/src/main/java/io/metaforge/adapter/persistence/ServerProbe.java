package io.metaforge.adapter.persistence;

import io.metaforge.domain.failure.MetaForgeException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/**
 * What a database server says of itself, asked once; nothing is changed there.
 *
 * @param version as the server prints it, such as {@code 16.4}
 * @param major the number before the first dot
 */
public record ServerProbe(String version, int major) {

    /** The oldest PostgreSQL a gateway works with. */
    public static final int OLDEST = 15;

    /**
     * Connects and asks.
     *
     * @throws MetaForgeException of kind {@code UNAVAILABLE}, {@code FORBIDDEN} or {@code NOT_FOUND}, saying what is wrong
     */
    public static ServerProbe of(PostgresSettings settings) {
        try (Connection connection = new ServerConnections(settings).open()) {
            DatabaseMetaData server = connection.getMetaData();
            return new ServerProbe(server.getDatabaseProductVersion(), server.getDatabaseMajorVersion());
        } catch (SQLException e) {
            throw ServerConnections.refused(e);
        }
    }

    /** Reports whether a gateway works with it. */
    public boolean isNewEnough() {
        return major >= OLDEST;
    }
}
