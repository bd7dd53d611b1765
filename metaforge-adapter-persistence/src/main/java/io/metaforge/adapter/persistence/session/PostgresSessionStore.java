package io.metaforge.adapter.persistence.session;

import io.metaforge.adapter.persistence.unit.Columns;
import io.metaforge.adapter.persistence.unit.Transactions;
import io.metaforge.application.port.out.SessionStore;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.session.SessionSummary;
import io.metaforge.domain.skill.SkillName;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Sessions in PostgreSQL, one row each. */
public final class PostgresSessionStore implements SessionStore {

    private final Transactions transactions;

    public PostgresSessionStore(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void insert(Session session) {
        transactions.single(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into session (id, skill, agent, status, input, fingerprint, temperature, is_verbose, created_by,
                                         created_at, updated_at, version, state, warnings, revises, predecessor)
                    values (?, ?, ?, ?, ?::json, ?, ?, ?, ?, ?, ?, ?, ?::json, ?::json, ?, ?::json)""")) {
                SessionRow.bindNew(insert, session);
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public void update(Session session, long loadedVersion) {
        int updated = transactions.single(connection -> {
            try (PreparedStatement update = connection.prepareStatement("""
                    update session
                    set status = ?, temperature = ?, is_verbose = ?, updated_at = ?, version = ?, state = ?::json,
                        warnings = ?::json
                    where id = ? and version = ?""")) {
                SessionRow.bindChanged(update, session);
                update.setObject(8, session.id().uuid());
                update.setLong(9, loadedVersion);
                return update.executeUpdate();
            }
        });
        if (updated == 0) {
            throw new Failure(
                            FailureKind.CONFLICT,
                            session.id() + " was changed by somebody else meanwhile",
                            Map.of("session_id", session.id().value()))
                    .asException();
        }
    }

    @Override
    public Optional<Session> find(SessionId id) {
        return one(id, SessionRow.SELECT + "where id = ?");
    }

    @Override
    public Optional<Session> findForUpdate(SessionId id) {
        return one(id, SessionRow.SELECT + "where id = ? for no key update");
    }

    private Optional<Session> one(SessionId id, String sql) {
        return transactions.single(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setObject(1, id.uuid());
                return SessionRow.first(select);
            }
        });
    }

    /** The order is written as only one index has it, or the planner may walk all sessions in {@code created} by age. */
    @Override
    public Optional<Session> findOldestCreated(SkillName skill, RunInput input, Actor createdBy) {
        return transactions.single(connection -> {
            try (PreparedStatement select = connection.prepareStatement(SessionRow.SELECT + """
                    where status = 'created' and skill = ? and fingerprint = ? and created_by = ?
                    order by created_at at time zone 'UTC', id
                    limit 1
                    for no key update skip locked""")) {
                select.setString(1, skill.value());
                select.setBytes(2, Columns.bytes(input.fingerprint()));
                select.setString(3, createdBy.name());
                return SessionRow.first(select);
            }
        });
    }

    @Override
    public List<SessionSummary> list(Set<SessionStatus> statuses, int limit, long offset) {
        return transactions.single(connection -> {
            try (PreparedStatement select = connection.prepareStatement(SessionLists.sql(statuses, offset))) {
                SessionLists.bind(select, limit, offset);
                try (ResultSet rows = select.executeQuery()) {
                    List<SessionSummary> sessions = new ArrayList<>();
                    while (rows.next()) {
                        sessions.add(SessionRow.summary(rows));
                    }
                    return sessions;
                }
            }
        });
    }

    /** The status stands in the statement itself: only then does the planner know that the partial index covers it. */
    @Override
    public List<Session> inStatus(SessionStatus status, int limit, long offset) {
        return transactions.single(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement(SessionRow.SELECT + """
                    where status = '%s' order by updated_at, id limit ? offset ?""".formatted(SessionRow.name(status)))) {
                select.setInt(1, limit);
                select.setLong(2, offset);
                return SessionRow.all(select);
            }
        });
    }

    @Override
    public Map<SessionStatus, Long> counts() {
        return transactions.single(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                            select sum(created)::bigint, sum(running)::bigint, sum(pending_approval)::bigint,
                                   sum(applying)::bigint, sum(completed)::bigint, sum(approved)::bigint,
                                   sum(rejected)::bigint, sum(failed)::bigint, sum(cancelled)::bigint
                            from session_count""");
                    ResultSet row = select.executeQuery()) {
                row.next();
                Map<SessionStatus, Long> counts = new EnumMap<>(SessionStatus.class);
                for (SessionStatus status : SessionStatus.values()) {
                    long count = row.getLong(status.ordinal() + 1);
                    if (count != 0) {
                        counts.put(status, count);
                    }
                }
                return counts;
            }
        });
    }

    @Override
    public long countRunning(Actor createdBy) {
        return transactions.single(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "select count(*) from session where created_by = ? and status = 'running'")) {
                select.setString(1, createdBy.name());
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    @Override
    public List<SessionId> revisionsOf(SessionId rejected, int limit) {
        return transactions.single(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "select id from session where revises = ? order by created_at, id limit ?")) {
                select.setObject(1, rejected.uuid());
                select.setInt(2, limit);
                try (ResultSet rows = select.executeQuery()) {
                    List<SessionId> revisions = new ArrayList<>();
                    while (rows.next()) {
                        revisions.add(SessionId.of(rows.getObject(1, UUID.class)));
                    }
                    return revisions;
                }
            }
        });
    }

    @Override
    public boolean delete(SessionId id) {
        return transactions.single(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("delete from session where id = ?")) {
                delete.setObject(1, id.uuid());
                return delete.executeUpdate() == 1;
            }
        });
    }
}
