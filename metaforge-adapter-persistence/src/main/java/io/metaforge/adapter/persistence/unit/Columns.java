package io.metaforge.adapter.persistence.unit;

import io.metaforge.domain.artifact.Digest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/** Maps values to columns: instants to {@code timestamptz}, digests to {@code bytea}. */
public final class Columns {

    private Columns() {}

    /** Sets an instant, cut to the microseconds that the database keeps; the driver alone would round. */
    public static void setInstant(PreparedStatement statement, int index, Instant instant) throws SQLException {
        statement.setObject(index, instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
    }

    public static Instant instant(ResultSet row, int index) throws SQLException {
        return row.getObject(index, OffsetDateTime.class).toInstant();
    }

    public static byte[] bytes(Digest digest) {
        return HexFormat.of().parseHex(digest.hex());
    }

    public static Digest digest(ResultSet row, int index) throws SQLException {
        return new Digest(HexFormat.of().formatHex(row.getBytes(index)));
    }
}
