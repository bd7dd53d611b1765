package io.metaforge.client.internal;

import io.metaforge.api.EventList;
import io.metaforge.api.EventMessage;
import io.metaforge.client.error.ApiException;
import io.metaforge.client.event.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of past events.
 *
 * @param events ascending
 * @param next position to ask for events after
 */
public record EventPage(List<Event> events, long next) {

    /** Returns whether there is no point in asking on; a page that leads nowhere would be asked for for ever. */
    public boolean isLast(long after) {
        return events.isEmpty() || next <= after;
    }

    /** Asks for the events of a session after a position. */
    public static Request of(String session, long after) {
        return Request.get("/session/" + GatewayAddress.segment(session) + "/events?after=" + after);
    }

    /** Reads the answer to {@link #of}. */
    public static EventPage read(Answer answer) {
        EventList list = Answer.json(EventList.class, "events", "next").read(answer);
        List<Event> events = new ArrayList<>();
        try {
            for (EventMessage message : list.events()) {
                events.add(EventFeed.event(message));
            }
        } catch (IOException e) {
            throw ApiException.unexpected(answer.status(), "HTTP " + answer.status() + " with events that are none", e);
        }
        return new EventPage(events, list.next());
    }
}
