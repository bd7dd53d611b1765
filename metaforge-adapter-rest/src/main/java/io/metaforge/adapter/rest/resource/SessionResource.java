package io.metaforge.adapter.rest.resource;

import io.metaforge.adapter.rest.access.Needs;
import io.metaforge.adapter.rest.request.Commands;
import io.metaforge.adapter.rest.request.Query;
import io.metaforge.adapter.rest.response.Views;
import io.metaforge.api.CancelResponse;
import io.metaforge.api.DeleteResponse;
import io.metaforge.api.SessionList;
import io.metaforge.api.SessionResponse;
import io.metaforge.application.port.in.CancelSession;
import io.metaforge.application.port.in.CreateSession;
import io.metaforge.application.port.in.DeleteSession;
import io.metaforge.application.port.in.Page;
import io.metaforge.application.port.in.SessionQueries;
import io.metaforge.domain.access.Scope;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.domain.session.SessionSummary;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.glassfish.jersey.server.ContainerRequest;

/** Creates, shows, lists, cancels and deletes sessions. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class SessionResource {

    private static final int DEFAULT_LIMIT = 50;

    /** "create" is a verb here and no session, so that another method than POST on it is told so. */
    private static final String ONE = "session/{id: (?!create$)[^/]+}";

    private final Commands commands;
    private final CreateSession createSession;
    private final CancelSession cancelSession;
    private final DeleteSession deleteSession;
    private final SessionQueries sessions;

    public SessionResource(
            Commands commands,
            CreateSession createSession,
            CancelSession cancelSession,
            DeleteSession deleteSession,
            SessionQueries sessions) {
        this.commands = commands;
        this.createSession = createSession;
        this.cancelSession = cancelSession;
        this.deleteSession = deleteSession;
        this.sessions = sessions;
    }

    @POST
    @Path("session/create")
    @Needs(Scope.RUN)
    public Response create(ContainerRequest request) {
        Session session = createSession.create(commands.createSession(request));
        return Response.created(URI.create("/api/v1/session/" + session.id()))
                .entity(Views.summary(session))
                .build();
    }

    @GET
    @Path(ONE)
    @Needs(Scope.READ)
    public SessionResponse get(@PathParam("id") String id) {
        return Views.session(sessions.describe(SessionId.parse(id)));
    }

    @GET
    @Path("sessions")
    @Needs(Scope.READ)
    public SessionList list(ContainerRequest request) {
        Query query = new Query(request);
        Page<SessionSummary> page = sessions.list(query.status(), query.limit(DEFAULT_LIMIT), query.offset());
        List<SessionId> approved = page.items().stream()
                .filter(session -> session.status() == SessionStatus.APPROVED)
                .map(SessionSummary::id)
                .toList();
        return Views.list(page, sessions.stale(approved));
    }

    @DELETE
    @Path(ONE)
    @Needs(Scope.RUN)
    public DeleteResponse delete(@PathParam("id") String id, ContainerRequest request) {
        SessionId session = SessionId.parse(id);
        deleteSession.delete(session, commands.actor(request));
        return new DeleteResponse(true, session.value());
    }

    @POST
    @Path("session/{id}/cancel")
    @Needs(Scope.RUN)
    public CancelResponse cancel(@PathParam("id") String id, ContainerRequest request) {
        Session session = cancelSession.cancel(SessionId.parse(id), commands.actorOfBodilessPost(request));
        return new CancelResponse(session.id().value(), session.status().wireName());
    }
}
