package io.metaforge.adapter.persistence.session;

import io.metaforge.adapter.persistence.json.Json;
import io.metaforge.adapter.persistence.unit.Columns;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.session.Predecessor;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.session.SessionSummary;
import io.metaforge.domain.skill.AgentName;
import io.metaforge.domain.skill.SkillName;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Maps sessions to rows of the table {@code session}. */
final class SessionRow {

    /** Selects what {@link #read} expects, in its order; a condition follows. */
    static final String SELECT =
            "select id, skill, agent, status, input, temperature, is_verbose, created_by, created_at,"
                    + " updated_at, version, state, revises, predecessor, warnings from session ";

    private SessionRow() {}

    /** Returns the status as the database has it; unlike on the wire, applying has a name of its own. */
    static String name(SessionStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static SessionStatus status(String name) {
        return SessionStatus.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Binds all 16 columns. */
    static void bindNew(PreparedStatement insert, Session session) throws SQLException {
        insert.setObject(1, session.id().uuid());
        insert.setString(2, session.skill().value());
        insert.setString(3, session.agent().value());
        insert.setString(4, name(session.status()));
        insert.setString(5, input(session.input()));
        insert.setBytes(6, Columns.bytes(session.input().fingerprint()));
        bindTemperature(insert, 7, session.options().temperature());
        insert.setBoolean(8, session.options().verbose());
        insert.setString(9, session.createdBy().name());
        Columns.setInstant(insert, 10, session.created());
        Columns.setInstant(insert, 11, session.updated());
        insert.setLong(12, session.version());
        insert.setString(13, Json.write(StateJson.write(session.state())));
        insert.setString(14, NotesJson.write(session.warnings()));
        Predecessor predecessor = session.predecessor();
        insert.setObject(15, predecessor == null ? null : predecessor.session().uuid(), Types.OTHER);
        insert.setString(16, predecessor == null ? null : NotesJson.write(predecessor));
    }

    /** Binds the 7 columns that verbs change. */
    static void bindChanged(PreparedStatement update, Session session) throws SQLException {
        update.setString(1, name(session.status()));
        bindTemperature(update, 2, session.options().temperature());
        update.setBoolean(3, session.options().verbose());
        Columns.setInstant(update, 4, session.updated());
        update.setLong(5, session.version());
        update.setString(6, Json.write(StateJson.write(session.state())));
        update.setString(7, NotesJson.write(session.warnings()));
    }

    private static void bindTemperature(PreparedStatement statement, int index, @Nullable Double temperature)
            throws SQLException {
        if (temperature == null) {
            statement.setNull(index, Types.DOUBLE);
        } else {
            statement.setDouble(index, temperature);
        }
    }

    static Optional<Session> first(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(read(row)) : Optional.empty();
        }
    }

    static List<Session> all(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            List<Session> sessions = new ArrayList<>();
            while (rows.next()) {
                sessions.add(read(rows));
            }
            return sessions;
        }
    }

    private static Session read(ResultSet row) throws SQLException {
        double temperature = row.getDouble(6);
        RunOptions options = new RunOptions(row.wasNull() ? null : temperature, row.getBoolean(7));
        return new Session(
                SessionId.of(row.getObject(1, UUID.class)),
                new SkillName(row.getString(2)),
                new AgentName(row.getString(3)),
                input(row.getString(5)),
                options,
                new Actor(row.getString(8)),
                Columns.instant(row, 9),
                Columns.instant(row, 10),
                row.getLong(11),
                StateJson.read(status(row.getString(4)), Json.read(row.getString(12))),
                NotesJson.readPredecessor(row.getObject(13, UUID.class), row.getString(14)),
                NotesJson.readWarnings(row.getString(15)));
    }

    /** Reads id, skill, status, created_at. */
    static SessionSummary summary(ResultSet row) throws SQLException {
        return new SessionSummary(
                SessionId.of(row.getObject(1, UUID.class)),
                new SkillName(row.getString(2)),
                status(row.getString(3)),
                Columns.instant(row, 4));
    }

    private static String input(RunInput input) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("files", input.files().stream().map(WorkspacePath::value).toList());
        json.put("args", input.args());
        return Json.write(json);
    }

    @SuppressWarnings("unchecked") // written above
    private static RunInput input(String text) {
        Map<String, @Nullable Object> json = Json.read(text);
        List<WorkspacePath> files = new ArrayList<>();
        if (json.get("files") instanceof List<?> paths) {
            paths.forEach(path -> files.add(new WorkspacePath((String) path)));
        }
        return new RunInput(
                files, json.get("args") instanceof Map<?, ?> args ? (Map<String, @Nullable Object>) args : Map.of());
    }
}
