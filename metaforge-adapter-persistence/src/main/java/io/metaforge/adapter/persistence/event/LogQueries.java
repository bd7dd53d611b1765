package io.metaforge.adapter.persistence.event;

import io.metaforge.domain.session.RecordedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What {@link LogTail} asks the server; each in a snapshot of its own, so the connection is in autocommit mode. */
record LogQueries(Connection connection) {

    /** Reads committed rows above a position. */
    List<RecordedEvent> after(long position, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select position, time, session, name, data from event where position > ? order by position limit ?""")) {
            select.setLong(1, position);
            select.setInt(2, limit);
            try (ResultSet rows = select.executeQuery()) {
                List<RecordedEvent> events = new ArrayList<>();
                while (rows.next()) {
                    events.add(EventRow.read(rows));
                }
                return events;
            }
        }
    }

    /** Returns the highest committed position; of a log that was trimmed to nothing, that of its last row; else 0. */
    long highest() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                        select greatest((select max(position) from event), (select oldest - 1 from event_log))""");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Returns the virtual ids of the transactions that may have drawn positions and have not ended. */
    List<String> appending() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                        select virtualtransaction from pg_locks
                        where locktype = 'relation' and mode = 'RowExclusiveLock' and granted
                          and database = (select oid from pg_database where datname = current_database())
                          and relation = 'event'::regclass""");
                ResultSet rows = select.executeQuery()) {
            List<String> transactions = new ArrayList<>();
            while (rows.next()) {
                transactions.add(rows.getString(1));
            }
            return transactions;
        }
    }
}
