package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * Response of {@code GET /session/:id/events}, ascending.
 *
 * @param events this page
 * @param next position to ask for events after; the one asked for where there were none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EventList(List<EventMessage> events, long next) {

    public EventList {
        events = Wire.list(events);
    }
}
