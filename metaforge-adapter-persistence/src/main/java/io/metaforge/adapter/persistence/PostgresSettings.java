package io.metaforge.adapter.persistence;

import io.metaforge.domain.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Says where the database is, and for which workspace.
 *
 * @param jdbcUrl {@code jdbc:postgresql:…}
 * @param user to connect as; null where the URL or the environment says
 * @param password of the user; null where none is needed
 * @param poolSize most connections for units of work, 2 or more; two more are kept to follow the log
 * @param workspaceId names the workspace the same way for every gateway on it; a database belongs to one
 */
public record PostgresSettings(
        String jdbcUrl, @Nullable String user, @Nullable String password, int poolSize, String workspaceId) {

    /** Enough for ten runs and as many requests at once: units are short. */
    public static final int DEFAULT_POOL_SIZE = 12;

    public PostgresSettings {
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw Failure.invalid(
                            "database-url",
                            "jdbc:postgresql://HOST[:PORT]/DATABASE",
                            "The database URL must start with 'jdbc:postgresql:'")
                    .asException();
        }
        if (poolSize < 2) {
            throw new IllegalArgumentException("the pool needs 2 connections or more");
        }
        if (workspaceId.isBlank()) {
            throw new IllegalArgumentException("a workspace has an id");
        }
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "PostgresSettings[user=" + user + ", poolSize=" + poolSize + ", workspaceId=" + workspaceId + "]";
    }
}
