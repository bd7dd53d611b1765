package io.metaforge.adapter.persistence.idempotency;

import io.metaforge.adapter.persistence.unit.Columns;
import io.metaforge.adapter.persistence.unit.Transactions;
import io.metaforge.application.port.out.IdempotencyKeys;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.session.SessionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Idempotency keys in PostgreSQL, under a digest of actor and key: whatever a client sends as a key fits the index.
 *
 * <p>The primary key makes a second caller wait: its insert returns when the first one's transaction has ended.
 */
public final class PostgresIdempotencyKeys implements IdempotencyKeys {

    private final Transactions transactions;

    public PostgresIdempotencyKeys(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<Use> claim(Actor actor, String key, Use use, Instant now) {
        byte[] digest = digest(actor, key);
        return transactions.call(connection -> {
            while (!taken(connection, digest, use, now)) {
                Optional<Use> earlier = find(connection, digest);
                if (earlier.isPresent()) {
                    return earlier;
                }
                // It expired between the two statements.
            }
            return Optional.empty();
        });
    }

    @Override
    public Optional<Use> find(Actor actor, String key) {
        return transactions.single(connection -> find(connection, digest(actor, key)));
    }

    /** Names hold no control characters, so the separator cannot be forged. */
    private static byte[] digest(Actor actor, String key) {
        return Columns.bytes(Digest.of(actor.name() + '\u001f' + key));
    }

    private static boolean taken(Connection connection, byte[] digest, Use use, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into idempotency_key (digest, operation, request, session, claimed_at) values (?, ?, ?, ?, ?)
                on conflict do nothing""")) {
            insert.setBytes(1, digest);
            insert.setString(2, use.operation());
            insert.setBytes(3, Columns.bytes(use.request()));
            insert.setObject(4, use.session().uuid());
            Columns.setInstant(insert, 5, now);
            return insert.executeUpdate() == 1;
        }
    }

    private static Optional<Use> find(Connection connection, byte[] digest) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select operation, request, session from idempotency_key where digest = ?")) {
            select.setBytes(1, digest);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Use(
                                row.getString(1), Columns.digest(row, 2), SessionId.of(row.getObject(3, UUID.class))))
                        : Optional.empty();
            }
        }
    }

    @Override
    public int expire(Instant before) {
        return transactions.single(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from idempotency_key where claimed_at < ?")) {
                Columns.setInstant(delete, 1, before);
                return delete.executeUpdate();
            }
        });
    }
}
