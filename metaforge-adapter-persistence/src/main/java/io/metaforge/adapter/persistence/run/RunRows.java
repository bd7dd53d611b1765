package io.metaforge.adapter.persistence.run;

import io.metaforge.adapter.persistence.unit.Columns;
import io.metaforge.adapter.persistence.unit.Transactions;
import io.metaforge.domain.session.SessionId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * The statements on db-scheduler's table that have to be part of a unit of work, or to cope with a row that is gone.
 *
 * <p>A row's version changes whenever it changes hands, so a worker that was given up for dead cannot touch it any more.
 */
final class RunRows {

    /** Name of the only task. */
    static final String TASK = "run";

    private final Transactions transactions;

    RunRows(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A run that is in a worker's hand just now is marked, and handed out again after that. */
    void insert(SessionId session, Instant due) {
        transactions.single(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into scheduled_tasks as queued (task_name, task_instance, execution_time, picked, version)
                    values ('run', ?, ?, false, 1)
                    on conflict (task_name, task_instance) do update set state = 'again' where queued.picked""")) {
                insert.setString(1, session.value());
                Columns.setInstant(insert, 2, due);
                return insert.executeUpdate();
            }
        });
    }

    void delete(SessionId session) {
        transactions.single(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(
                    "delete from scheduled_tasks where task_name = 'run' and task_instance = ?")) {
                delete.setString(1, session.value());
                return delete.executeUpdate();
            }
        });
    }

    /** Removes a run that was executed; one that was enqueued again meanwhile is due again. */
    void done(SessionId session, long version, Instant now) {
        int deleted = transactions.single(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("""
                    delete from scheduled_tasks
                    where task_name = 'run' and task_instance = ? and version = ? and state is null""")) {
                delete.setString(1, session.value());
                delete.setLong(2, version);
                return delete.executeUpdate();
            }
        });
        if (deleted == 0) {
            giveBack(session, version, now);
        }
    }

    /** Makes a run due that nobody executes any more. Does nothing where it is gone or in other hands. */
    void giveBack(SessionId session, long version, Instant due) {
        transactions.single(connection -> {
            try (PreparedStatement update = connection.prepareStatement("""
                    update scheduled_tasks
                    set picked = false, picked_by = null, last_heartbeat = null, state = null,
                        execution_time = ?, version = version + 1
                    where task_name = 'run' and task_instance = ? and version = ?""")) {
                Columns.setInstant(update, 1, due);
                update.setString(2, session.value());
                update.setLong(3, version);
                return update.executeUpdate();
            }
        });
    }

    /** Makes a run due later because its execution failed. */
    void failed(SessionId session, long version, Instant now, Instant due) {
        transactions.single(connection -> {
            try (PreparedStatement update = connection.prepareStatement("""
                    update scheduled_tasks
                    set picked = false, picked_by = null, last_heartbeat = null, state = null, last_failure = ?,
                        consecutive_failures = coalesce(consecutive_failures, 0) + 1,
                        execution_time = ?, version = version + 1
                    where task_name = 'run' and task_instance = ? and version = ?""")) {
                Columns.setInstant(update, 1, now);
                Columns.setInstant(update, 2, due);
                update.setString(3, session.value());
                update.setLong(4, version);
                return update.executeUpdate();
            }
        });
    }

    /** Returns the version of a queued run; empty where it is not in the queue. */
    OptionalLong version(SessionId session) {
        return transactions.single(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "select version from scheduled_tasks where task_name = 'run' and task_instance = ?")) {
                select.setString(1, session.value());
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
                }
            }
        });
    }
}
