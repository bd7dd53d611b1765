package io.metaforge.adapter.persistence.event;

import io.metaforge.adapter.persistence.json.Json;
import io.metaforge.adapter.persistence.unit.Columns;
import io.metaforge.adapter.persistence.unit.Transactions;
import io.metaforge.application.port.out.EventLog;
import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.SessionEvent;
import io.metaforge.domain.session.SessionId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The event log in PostgreSQL. What is visible of it {@link LogTail} says. */
public final class PostgresEventLog implements EventLog {

    private final Transactions transactions;
    private final LogTail tail;
    private final Runnable appended;

    /** @param appended is called after each commit of a unit that appended */
    public PostgresEventLog(Transactions transactions, LogTail tail, Runnable appended) {
        this.transactions = transactions;
        this.tail = tail;
        this.appended = appended;
    }

    @Override
    public void append(List<? extends SessionEvent> events, Instant time) {
        if (events.isEmpty()) {
            return;
        }
        transactions.call(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into event (time, session, name, data) values (?, ?, ?, ?::json)""")) {
                for (SessionEvent event : events) {
                    Columns.setInstant(insert, 1, time);
                    insert.setObject(2, event.session().uuid());
                    insert.setString(3, event.name());
                    insert.setString(4, Json.write(event.data()));
                    if (events.size() == 1) {
                        insert.executeUpdate();
                    } else {
                        insert.addBatch();
                    }
                }
                if (events.size() > 1) {
                    insert.executeBatch();
                }
            }
            transactions.afterCommit(appended);
            return events.size();
        });
    }

    @Override
    public List<RecordedEvent> read(long after, @Nullable SessionId session, int limit) {
        return transactions.single(connection -> {
            try (PreparedStatement select = connection.prepareStatement(session == null ? """
                            select position, time, session, name, data from event
                            where position > ? and position <= ? order by position limit ?""" : """
                            select position, time, session, name, data from event
                            where position > ? and position <= ? and session = ? order by position limit ?""")) {
                select.setLong(1, after);
                select.setLong(2, tail.head());
                int index = 3;
                if (session != null) {
                    select.setObject(index++, session.uuid());
                }
                select.setInt(index, limit);
                try (ResultSet rows = select.executeQuery()) {
                    List<RecordedEvent> events = new ArrayList<>();
                    while (rows.next()) {
                        events.add(EventRow.read(rows));
                    }
                    return events;
                }
            }
        });
    }

    @Override
    public long head() {
        return tail.head();
    }

    @Override
    public long oldest() {
        return transactions.single(connection -> {
            try (PreparedStatement select = connection.prepareStatement("select oldest from event_log");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** Never trims what is yet to come: at most everything up to the head. */
    @Override
    public void trimBefore(long position) {
        long bound = Math.min(position, tail.head() + 1);
        transactions.call(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("update event_log set oldest = ? where oldest < ?")) {
                update.setLong(1, bound);
                update.setLong(2, bound);
                update.executeUpdate();
            }
            try (PreparedStatement delete = connection.prepareStatement("delete from event where position < ?")) {
                delete.setLong(1, bound);
                return delete.executeUpdate();
            }
        });
    }

    @Override
    public AutoCloseable onAppended(Listener listener) {
        return tail.onAppended(listener);
    }
}
