package io.metaforge.adapter.rest.resource;

import io.metaforge.adapter.rest.access.Needs;
import io.metaforge.adapter.rest.request.Commands;
import io.metaforge.adapter.rest.request.Query;
import io.metaforge.adapter.rest.response.Views;
import io.metaforge.api.ApproveResponse;
import io.metaforge.api.AuditList;
import io.metaforge.api.PendingList;
import io.metaforge.api.RejectResponse;
import io.metaforge.application.port.in.ApproveSession;
import io.metaforge.application.port.in.RejectSession;
import io.metaforge.application.port.in.SessionQueries;
import io.metaforge.application.port.in.SystemQueries;
import io.metaforge.domain.access.Scope;
import io.metaforge.domain.session.SessionId;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.glassfish.jersey.server.ContainerRequest;

/** Shows what waits for a decision, takes decisions, and shows those taken. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class ApprovalResource {

    private static final int DEFAULT_AUDIT_LIMIT = 50;

    private final Commands commands;
    private final ApproveSession approveSession;
    private final RejectSession rejectSession;
    private final SessionQueries sessions;
    private final SystemQueries system;

    public ApprovalResource(
            Commands commands,
            ApproveSession approveSession,
            RejectSession rejectSession,
            SessionQueries sessions,
            SystemQueries system) {
        this.commands = commands;
        this.approveSession = approveSession;
        this.rejectSession = rejectSession;
        this.sessions = sessions;
        this.system = system;
    }

    /** The reference knows no pages here, so a caller that asks for none gets as many as one page can hold. */
    @GET
    @Path("pending")
    @Needs(Scope.READ)
    public PendingList pending(ContainerRequest request) {
        Query query = new Query(request);
        return Views.pending(sessions.pending(query.limit(Query.MAX_LIMIT), query.offset()));
    }

    @POST
    @Path("approve/{session}")
    @Needs(Scope.APPROVE)
    public ApproveResponse approve(@PathParam("session") String session, ContainerRequest request) {
        return Views.approval(approveSession.approve(commands.approve(SessionId.parse(session), request)));
    }

    @POST
    @Path("reject/{session}")
    @Needs(Scope.APPROVE)
    public RejectResponse reject(@PathParam("session") String session, ContainerRequest request) {
        RejectSession.Command command = commands.reject(SessionId.parse(session), request);
        return Views.rejection(rejectSession.reject(command), command.reason());
    }

    @GET
    @Path("audit")
    @Needs(Scope.READ)
    public AuditList audit(ContainerRequest request) {
        Query query = new Query(request);
        int limit = query.limit(DEFAULT_AUDIT_LIMIT);
        long offset = query.offset();
        return Views.audit(system.audit(limit, offset), limit, offset);
    }
}
