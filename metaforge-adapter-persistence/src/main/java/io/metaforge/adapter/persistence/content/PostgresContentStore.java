package io.metaforge.adapter.persistence.content;

import io.metaforge.adapter.persistence.unit.Columns;
import io.metaforge.adapter.persistence.unit.Transactions;
import io.metaforge.application.port.out.ContentStore;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.session.SessionId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Bytes in PostgreSQL, once each, and which session keeps them.
 *
 * <p>Everybody takes contents in the order of their digests, so units that share some wait for each other instead of
 * deadlocking. A unit that keeps a content just as its last keeper gives it up fails on the foreign key, and is executed
 * again.
 */
public final class PostgresContentStore implements ContentStore {

    private final Transactions transactions;

    public PostgresContentStore(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void put(SessionId session, Collection<byte[]> contents) {
        Map<String, byte[]> byDigest = new TreeMap<>();
        for (byte[] bytes : contents) {
            byDigest.put(Digest.of(bytes).hex(), bytes);
        }
        if (byDigest.isEmpty()) {
            return;
        }
        transactions.call(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into content (digest, bytes) values (?, ?) on conflict do nothing""")) {
                for (Map.Entry<String, byte[]> content : byDigest.entrySet()) {
                    insert.setBytes(1, Columns.bytes(new Digest(content.getKey())));
                    insert.setBytes(2, content.getValue());
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into session_content (session, digest) values (?, ?) on conflict do nothing""")) {
                for (String digest : byDigest.keySet()) {
                    insert.setObject(1, session.uuid());
                    insert.setBytes(2, Columns.bytes(new Digest(digest)));
                    insert.addBatch();
                }
                return insert.executeBatch().length;
            }
        });
    }

    @Override
    public Optional<byte[]> get(Digest digest) {
        return transactions.single(connection -> {
            try (PreparedStatement select = connection.prepareStatement("select bytes from content where digest = ?")) {
                select.setBytes(1, Columns.bytes(digest));
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
                }
            }
        });
    }

    @Override
    public void release(SessionId session) {
        transactions.call(connection -> {
            List<byte[]> given = unlink(connection, session);
            return given.isEmpty() ? 0 : removeUnkept(connection, given);
        });
    }

    private static List<byte[]> unlink(Connection connection, SessionId session) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from session_content where session = ? returning digest")) {
            delete.setObject(1, session.uuid());
            return digests(delete);
        }
    }

    /**
     * Locks first and looks for other keepers after that, in another statement and so in a newer snapshot: a keeper that
     * was adding its link at the time of the lock is seen.
     */
    private static int removeUnkept(Connection connection, List<byte[]> given) throws SQLException {
        Array digests = connection.createArrayOf("bytea", given.toArray(new byte[0][]));
        try (PreparedStatement lock = connection.prepareStatement("""
                select digest from content where digest = any(?) order by digest for update""")) {
            lock.setArray(1, digests);
            digests(lock);
        }
        try (PreparedStatement delete = connection.prepareStatement("""
                delete from content c where digest = any(?)
                and not exists (select from session_content s where s.digest = c.digest)""")) {
            delete.setArray(1, digests);
            return delete.executeUpdate();
        }
    }

    private static List<byte[]> digests(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<byte[]> digests = new ArrayList<>();
            while (rows.next()) {
                digests.add(rows.getBytes(1));
            }
            return digests;
        }
    }
}
