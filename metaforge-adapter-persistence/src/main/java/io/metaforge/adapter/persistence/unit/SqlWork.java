package io.metaforge.adapter.persistence.unit;

import java.sql.Connection;
import java.sql.SQLException;

/** Work on a connection. It MUST NOT commit, roll back, close or keep the connection. */
@FunctionalInterface
public interface SqlWork<T> {

    T on(Connection connection) throws SQLException;
}
