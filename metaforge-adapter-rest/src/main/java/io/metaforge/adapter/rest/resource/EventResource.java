package io.metaforge.adapter.rest.resource;

import io.metaforge.adapter.rest.access.KeyFilter;
import io.metaforge.adapter.rest.access.Needs;
import io.metaforge.adapter.rest.event.EventStreaming;
import io.metaforge.adapter.rest.request.Query;
import io.metaforge.adapter.rest.response.Views;
import io.metaforge.api.EventList;
import io.metaforge.application.port.in.EventStreams;
import io.metaforge.application.port.in.SessionQueries;
import io.metaforge.domain.access.Scope;
import io.metaforge.domain.session.RecordedEvent;
import io.metaforge.domain.session.SessionId;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.jersey.server.ContainerRequest;
import org.jspecify.annotations.Nullable;

/** Shows events: as pages of JSON, or as a stream that replays and goes live. */
@Path("/api/v1")
public final class EventResource {

    private final EventStreams events;
    private final SessionQueries sessions;
    private final EventStreaming streaming;

    public EventResource(EventStreams events, SessionQueries sessions, EventStreaming streaming) {
        this.events = events;
        this.sessions = sessions;
        this.streaming = streaming;
    }

    @GET
    @Path("events")
    @Needs(Scope.READ)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void stream(ContainerRequest request, @Context Request connection, @Suspended AsyncResponse response) {
        Query query = new Query(request);
        stream(request, query, query.session(), connection, response);
    }

    @GET
    @Path("events")
    @Needs(Scope.READ)
    @Produces(MediaType.APPLICATION_JSON + ";qs=0.5")
    public EventList list(ContainerRequest request) {
        Query query = new Query(request);
        return page(query, query.session());
    }

    @GET
    @Path("session/{id}/events")
    @Needs(Scope.READ)
    @Produces(MediaType.SERVER_SENT_EVENTS + ";qs=0.5")
    public void streamOfSession(
            @PathParam("id") String id,
            ContainerRequest request,
            @Context Request connection,
            @Suspended AsyncResponse response) {
        stream(request, new Query(request), SessionId.parse(id), connection, response);
    }

    @GET
    @Path("session/{id}/events")
    @Needs(Scope.READ)
    @Produces(MediaType.APPLICATION_JSON)
    public EventList listOfSession(@PathParam("id") String id, ContainerRequest request) {
        return page(new Query(request), SessionId.parse(id));
    }

    private EventList page(Query query, @Nullable SessionId session) {
        long after = query.after(events::head).orElse(0L);
        List<RecordedEvent> page = events.history(session, after, query.limit(Query.MAX_LIMIT));
        if (page.isEmpty()) {
            requireKnown(session);
        }
        long next = page.isEmpty() ? after : page.get(page.size() - 1).position();
        return new EventList(page.stream().map(Views::event).toList(), next);
    }

    private void stream(
            ContainerRequest request,
            Query query,
            @Nullable SessionId session,
            Request connection,
            AsyncResponse response) {
        long after = after(request, query);
        requireKnown(session);
        streaming.start(connection, response, after, session, KeyFilter.caller(request));
    }

    /** A reconnecting browser repeats the first URL and adds the header, so the header is newer. */
    private long after(ContainerRequest request, Query query) {
        String last = request.getHeaderString("Last-Event-ID");
        if (last != null && !last.isEmpty()) {
            return Query.integer("Last-Event-ID", last, 0, Long.MAX_VALUE);
        }
        return query.after(events::head).orElseGet(events::head);
    }

    /** The events of a deleted session stay; a session without any either has yet to begin or never was. */
    private void requireKnown(@Nullable SessionId session) {
        if (session != null && events.history(session, 0, 1).isEmpty()) {
            sessions.get(session);
        }
    }
}
