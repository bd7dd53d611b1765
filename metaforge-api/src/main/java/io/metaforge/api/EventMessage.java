package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event, as a WebSocket message and as the data of a server-sent event.
 *
 * @param event its name, see {@link Events}; receivers MUST ignore names they do not know
 * @param data members as documented for the event; more may be added
 * @param id position in the log, ascending; what a reconnecting receiver sends as {@code after}
 * @param time when it happened; ISO 8601, UTC
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventMessage(
        String event,
        Map<String, @Nullable Object> data,
        @Nullable Long id,
        @Nullable String time) {

    public EventMessage {
        data = Wire.map(data);
    }
}
