package io.metaforge.adapter.persistence.unit;

import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what an SQL error means to the application.
 *
 * <p>States are those of PostgreSQL's appendix "Error Codes". A message never repeats the server's: that may hold SQL,
 * values, or where the server is; the cause has it for the log.
 */
public final class SqlFailures {

    /** Out of connections, or the server is stopping, starting or was killed. */
    private static final Set<String> OUT_OF_REACH = Set.of("53300", "57P01", "57P02", "57P03", "57P04", "57P05");

    private static final Set<String> DISK = Set.of("53100", "53200", "58030");

    /**
     * Serialization failure, deadlock, and a content that was removed between finding it and linking to it: the same
     * unit can succeed when it is executed again.
     */
    private static final Set<String> PASSING = Set.of("40001", "40P01", "23503");

    private SqlFailures() {}

    /** Returns the exception to throw for {@code error}. */
    public static RuntimeException of(SQLException error) {
        String state = state(error);
        if (state != null && PASSING.contains(state)) {
            return new PassingFailure(error);
        }
        if (isConnectionLost(error)) {
            return new MetaForgeException(
                    new Failure(FailureKind.UNAVAILABLE, "The database cannot be reached right now"), error);
        }
        if (state != null && DISK.contains(state)) {
            return new MetaForgeException(
                    new Failure(FailureKind.UNAVAILABLE, "The database is out of disk space or memory"), error);
        }
        return new IllegalStateException("a statement failed with SQL state " + state, error);
    }

    /** Reports whether the connection, not the statement, is at fault. */
    public static boolean isConnectionLost(SQLException error) {
        String state = state(error);
        return error instanceof SQLTransientConnectionException
                || error instanceof SQLRecoverableException
                || (state != null && (state.startsWith("08") || OUT_OF_REACH.contains(state)));
    }

    private static @Nullable String state(SQLException error) {
        return error.getSQLState();
    }

    /** A unit that can succeed when it is executed again. */
    static final class PassingFailure extends MetaForgeException {

        private static final long serialVersionUID = 1L;

        PassingFailure(SQLException cause) {
            super(new Failure(FailureKind.UNAVAILABLE, "The database is busy with conflicting changes"), cause);
        }
    }
}
