package io.metaforge.adapter.persistence.provenance;

import io.metaforge.adapter.persistence.json.Json;
import io.metaforge.adapter.persistence.unit.Columns;
import io.metaforge.adapter.persistence.unit.Transactions;
import io.metaforge.application.port.out.ApprovedArtifacts;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.InputFile;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.provenance.ApprovedArtifact;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.skill.SkillName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Approved artifacts in PostgreSQL, one row a path. */
public final class PostgresApprovedArtifacts implements ApprovedArtifacts {

    private static final Comparator<ApprovedArtifact> BY_PATH = Comparator.comparing(ApprovedArtifact::path);

    private static final String SELECT =
            "select path, content, session, skill, inputs, approved_at from approved_artifact ";

    private final Transactions transactions;

    public PostgresApprovedArtifacts(Transactions transactions) {
        this.transactions = transactions;
    }

    /** In the order of their paths, so that two units never wait for each other. */
    @Override
    public void record(Collection<ApprovedArtifact> artifacts) {
        if (artifacts.isEmpty()) {
            return;
        }
        transactions.call(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into approved_artifact (path_digest, path, content, session, skill, inputs, approved_at)
                    values (?, ?, ?, ?, ?, ?::json, ?)
                    on conflict (path_digest) do update
                    set content = excluded.content, session = excluded.session, skill = excluded.skill,
                        inputs = excluded.inputs, approved_at = excluded.approved_at""")) {
                for (ApprovedArtifact artifact :
                        artifacts.stream().sorted(BY_PATH).toList()) {
                    insert.setBytes(1, key(artifact.path()));
                    insert.setString(2, artifact.path().value());
                    insert.setBytes(3, bytes(artifact.content()));
                    insert.setObject(4, artifact.session().uuid());
                    insert.setString(5, artifact.skill().value());
                    insert.setString(6, write(artifact.inputs()));
                    Columns.setInstant(insert, 7, artifact.approved());
                    insert.addBatch();
                }
                return insert.executeBatch();
            }
        });
    }

    /** Leaves a row alone that says the same already: most runs that arrive at the same read the same. */
    @Override
    public void confirm(WorkspacePath path, @Nullable Digest content, SkillName skill, List<InputFile> inputs) {
        transactions.single(connection -> {
            try (PreparedStatement update = connection.prepareStatement("""
                    update approved_artifact set inputs = ?::json
                    where path_digest = ? and content is not distinct from ? and skill = ? and inputs::text <> ?""")) {
                String written = write(inputs);
                update.setString(1, written);
                update.setBytes(2, key(path));
                update.setBytes(3, bytes(content));
                update.setString(4, skill.value());
                update.setString(5, written);
                return update.executeUpdate();
            }
        });
    }

    @Override
    public List<ApprovedArtifact> find(Collection<WorkspacePath> paths) {
        byte[][] keys = paths.stream().map(PostgresApprovedArtifacts::key).toArray(byte[][]::new);
        return sorted("where path_digest = any (?)", "bytea", keys);
    }

    @Override
    public List<ApprovedArtifact> ofSessions(Collection<SessionId> sessions) {
        UUID[] ids = sessions.stream().map(SessionId::uuid).toArray(UUID[]::new);
        return sorted("where session = any (?)", "uuid", ids);
    }

    private List<ApprovedArtifact> sorted(String condition, String type, Object[] values) {
        if (values.length == 0) {
            return List.of();
        }
        List<ApprovedArtifact> found = select(
                SELECT + condition, (connection, select) -> select.setArray(1, connection.createArrayOf(type, values)));
        found.sort(BY_PATH);
        return found;
    }

    @Override
    public List<ApprovedArtifact> newest(int limit) {
        return select(
                SELECT + "order by approved_at desc, path collate \"C\" limit ?",
                (connection, select) -> select.setInt(1, limit));
    }

    private interface Binding {
        void bind(Connection connection, PreparedStatement select) throws SQLException;
    }

    private List<ApprovedArtifact> select(String sql, Binding binding) {
        return transactions.single(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                binding.bind(connection, select);
                try (ResultSet rows = select.executeQuery()) {
                    List<ApprovedArtifact> artifacts = new ArrayList<>();
                    while (rows.next()) {
                        artifacts.add(new ApprovedArtifact(
                                new WorkspacePath(rows.getString(1)),
                                rows.getBytes(2) == null ? null : Columns.digest(rows, 2),
                                SessionId.of(rows.getObject(3, UUID.class)),
                                new SkillName(rows.getString(4)),
                                read(rows.getString(5)),
                                Columns.instant(rows, 6)));
                    }
                    return artifacts;
                }
            }
        });
    }

    private static byte[] key(WorkspacePath path) {
        return Columns.bytes(Digest.of(path.value()));
    }

    private static byte @Nullable [] bytes(@Nullable Digest digest) {
        return digest == null ? null : Columns.bytes(digest);
    }

    private static String write(List<InputFile> inputs) {
        return Json.write(Map.of(
                "files", inputs.stream().map(PostgresApprovedArtifacts::write).toList()));
    }

    private static Map<String, Object> write(InputFile input) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("path", input.path().value());
        json.put("size", input.size());
        json.put("digest", input.digest().hex());
        return json;
    }

    private static List<InputFile> read(String inputs) {
        List<InputFile> read = new ArrayList<>();
        if (Json.read(inputs).get("files") instanceof List<?> files) {
            for (Object file : files) {
                if (file instanceof Map<?, ?> json
                        && json.get("path") instanceof String path
                        && json.get("size") instanceof Number size
                        && json.get("digest") instanceof String digest) {
                    read.add(new InputFile(new WorkspacePath(path), size.longValue(), new Digest(digest)));
                }
            }
        }
        return read;
    }
}
