package io.metaforge.adapter.persistence.access;

import io.metaforge.adapter.persistence.unit.Columns;
import io.metaforge.adapter.persistence.unit.Transactions;
import io.metaforge.application.port.out.ApiKeyStore;
import io.metaforge.domain.access.ApiKey;
import io.metaforge.domain.access.KeyId;
import io.metaforge.domain.access.RequestWindow;
import io.metaforge.domain.access.Scope;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** API keys in PostgreSQL. Counting requests locks a row of its own, so it waits for nobody who reads or revokes keys. */
public final class PostgresApiKeyStore implements ApiKeyStore {

    private static final String COLUMNS =
            "k.id, k.name, k.scopes, k.created_at, k.expires_at, k.revoked_at, u.last_used";

    private final Transactions transactions;

    public PostgresApiKeyStore(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void insert(ApiKey key, Digest digest) {
        boolean inserted = transactions.single(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into api_key (id, name, scopes, digest, created_at, expires_at, revoked_at)
                    values (?, ?, ?, ?, ?, ?, ?)
                    on conflict (name) where revoked_at is null do nothing""")) {
                insert.setString(1, key.id().value());
                insert.setString(2, key.name());
                insert.setString(3, key.scopes().stream().map(Scope::wireName).collect(Collectors.joining(" ")));
                insert.setBytes(4, Columns.bytes(digest));
                Columns.setInstant(insert, 5, key.created());
                setOptional(insert, 6, key.expires());
                setOptional(insert, 7, key.revoked());
                return insert.executeUpdate() == 1;
            }
        });
        if (!inserted) {
            throw new Failure(
                            FailureKind.CONFLICT,
                            "There is a key of '" + key.name() + "' already; revoke it first",
                            Map.of("name", key.name()))
                    .asException();
        }
    }

    @Override
    public List<ApiKey> list() {
        return transactions.single(connection -> {
            try (PreparedStatement select = connection.prepareStatement("select " + COLUMNS
                            + " from api_key k left join api_key_use u on u.key = k.id"
                            + " order by k.created_at, k.id collate \"C\"");
                    ResultSet row = select.executeQuery()) {
                List<ApiKey> keys = new ArrayList<>();
                while (row.next()) {
                    keys.add(key(row));
                }
                return keys;
            }
        });
    }

    @Override
    public List<Held> held() {
        return transactions.single(connection -> {
            try (PreparedStatement select = connection.prepareStatement("select " + COLUMNS
                            + ", k.digest from api_key k left join api_key_use u on u.key = k.id"
                            + " where k.revoked_at is null");
                    ResultSet row = select.executeQuery()) {
                List<Held> held = new ArrayList<>();
                while (row.next()) {
                    held.add(new Held(key(row), Columns.digest(row, 8)));
                }
                return held;
            }
        });
    }

    @Override
    public boolean revoke(KeyId id, Instant now) {
        return transactions.single(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "update api_key set revoked_at = ? where id = ? and revoked_at is null")) {
                Columns.setInstant(update, 1, now);
                update.setString(2, id.value());
                return update.executeUpdate() == 1;
            }
        });
    }

    @Override
    public boolean lock(String name) {
        return transactions.call(connection -> {
            // "no key": rows that count requests refer to this one, and adding them must not wait.
            try (PreparedStatement select = connection.prepareStatement(
                    "select from api_key where name = ? and revoked_at is null for no key update")) {
                select.setString(1, name);
                try (ResultSet row = select.executeQuery()) {
                    return row.next();
                }
            }
        });
    }

    @Override
    public Grant take(KeyId id, int wanted, int limit, Instant now) {
        return transactions.call(connection -> {
            RequestWindow.Taken taken = lockedWindow(connection, id, now).take(wanted, limit, now);
            if (taken.granted() > 0) {
                try (PreparedStatement update = connection.prepareStatement(
                        "update api_key_use set began_at = ?, used = ?, last_used = ? where key = ?")) {
                    Columns.setInstant(update, 1, taken.window().began());
                    update.setInt(2, taken.window().used());
                    Columns.setInstant(update, 3, now);
                    update.setString(4, id.value());
                    update.executeUpdate();
                }
            }
            return new Grant(
                    taken.granted(), taken.window().used(), taken.window().ends());
        });
    }

    private static RequestWindow lockedWindow(Connection connection, KeyId id, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into api_key_use (key, began_at, used) values (?, ?, 0) on conflict do nothing")) {
            insert.setString(1, id.value());
            Columns.setInstant(insert, 2, now);
            insert.executeUpdate();
        }
        try (PreparedStatement select =
                connection.prepareStatement("select began_at, used from api_key_use where key = ? for update")) {
            select.setString(1, id.value());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new RequestWindow(Columns.instant(row, 1), row.getInt(2));
            }
        }
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String name : row.getString(3).split(" ")) {
            scopes.add(Scope.ofWireName(name).orElseThrow(() -> new IllegalStateException("unknown scope " + name)));
        }
        return new ApiKey(
                new KeyId(row.getString(1)),
                row.getString(2),
                scopes,
                Columns.instant(row, 4),
                optional(row, 5),
                optional(row, 6),
                optional(row, 7));
    }

    private static void setOptional(PreparedStatement statement, int index, @Nullable Instant instant)
            throws SQLException {
        if (instant == null) {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            Columns.setInstant(statement, index, instant);
        }
    }

    private static @Nullable Instant optional(ResultSet row, int index) throws SQLException {
        OffsetDateTime time = row.getObject(index, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
