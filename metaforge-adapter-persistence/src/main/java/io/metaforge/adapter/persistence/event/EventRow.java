package io.metaforge.adapter.persistence.event;

import io.metaforge.adapter.persistence.json.Json;
import io.metaforge.adapter.persistence.unit.Columns;
import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/** Maps rows of the table {@code event}: position, time, session, name, data. */
final class EventRow {

    private EventRow() {}

    @SuppressWarnings({"unchecked", "NullAway"}) // published members are never null
    static RecordedEvent read(ResultSet row) throws SQLException {
        return new RecordedEvent(
                row.getLong(1),
                Columns.instant(row, 2),
                SessionId.of(row.getObject(3, UUID.class)),
                row.getString(4),
                (Map<String, Object>) (Map<String, ?>) Json.read(row.getString(5)));
    }
}
