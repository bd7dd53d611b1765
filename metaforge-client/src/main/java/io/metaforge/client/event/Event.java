package io.metaforge.client.event;

import io.metaforge.api.Events;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a session.
 *
 * @param name see {@link Events}; names that are new to this client come as they are
 * @param data members as documented for the event
 * @param id position in the gateway's log, ascending; numbers may be missing
 * @param time when it happened; null for {@link Events#GAP}, which happened to the log
 */
public record Event(
        String name,
        Map<String, @Nullable Object> data,
        long id,
        @Nullable Instant time) {

    public Event {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    /** Returns the session it happened to; null for {@link Events#GAP}. */
    public @Nullable String sessionId() {
        return data.get("session_id") instanceof String id ? id : null;
    }

    /** Returns how far the run is, where this event tells it. */
    public Optional<Progress> progress() {
        if (!name.equals(Events.AGENT_PROGRESS)) {
            return Optional.empty();
        }
        double fraction = data.get("progress") instanceof Number number ? number.doubleValue() : 0;
        return Optional.of(new Progress(text("session_id"), text("agent"), fraction, text("message")));
    }

    private String text(String member) {
        return data.get(member) instanceof String text ? text : "";
    }
}
