package io.metaforge.adapter.rest.resource;

import io.metaforge.adapter.rest.access.Needs;
import io.metaforge.adapter.rest.request.Commands;
import io.metaforge.adapter.rest.request.Query;
import io.metaforge.adapter.rest.response.SystemViews;
import io.metaforge.adapter.rest.response.Views;
import io.metaforge.api.SkillList;
import io.metaforge.application.port.in.RunAgent;
import io.metaforge.application.port.in.SessionQueries;
import io.metaforge.application.port.in.SystemQueries;
import io.metaforge.domain.access.Scope;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionStatus;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.glassfish.jersey.server.ContainerRequest;

/**
 * Runs skills and shows how far a run is.
 *
 * <p>Callers that pass {@code wait} get a run's failure as an HTTP error; others find it in the session. A method that
 * may wait returns {@code Object}: the response itself, or a stage of it, which holds no thread meanwhile.
 */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class AgentResource {

    private final Commands commands;
    private final RunAgent runAgent;
    private final SessionQueries sessions;
    private final SystemQueries system;
    private final Executor responders;

    /**
     * Creates the resource.
     *
     * @param responders writes the responses of those who waited; never the thread that ended the run
     */
    public AgentResource(
            Commands commands, RunAgent runAgent, SessionQueries sessions, SystemQueries system, Executor responders) {
        this.commands = commands;
        this.runAgent = runAgent;
        this.sessions = sessions;
        this.system = system;
        this.responders = responders;
    }

    @POST
    @Path("agent/run")
    @Needs(Scope.RUN)
    public Object run(ContainerRequest request) {
        Optional<Duration> wait = new Query(request).waitAtMost();
        Session session = runAgent.run(commands.runAgent(request));
        if (wait.isEmpty()) {
            return Response.accepted(Views.accepted(session)).build();
        }
        return ended(session, wait.get(), Response.Status.ACCEPTED);
    }

    @GET
    @Path("agent/{id}/status")
    @Needs(Scope.READ)
    public Object status(@PathParam("id") String id, ContainerRequest request) {
        Optional<Duration> wait = new Query(request).waitAtMost();
        Session session = sessions.get(SessionId.parse(id));
        if (wait.isEmpty()) {
            return Views.agentStatus(session);
        }
        return ended(session, wait.get(), Response.Status.OK);
    }

    @GET
    @Path("skills")
    @Needs(Scope.READ)
    public SkillList skills() {
        return SystemViews.skills(system.skills());
    }

    private Object ended(Session session, Duration wait, Response.Status whileRunning) {
        if (wait.isZero() || !runs(session)) {
            return answer(session, whileRunning);
        }
        CompletionStage<Session> end = sessions.awaitEnd(session.id(), wait);
        return end.thenApplyAsync(ended -> answer(ended, whileRunning), responders);
    }

    private static Response answer(Session session, Response.Status whileRunning) {
        if (session.failure().isPresent()) {
            Failure failure = session.failure().get();
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("session_id", session.id().value());
            details.putAll(failure.details());
            throw new Failure(failure.kind(), failure.message(), details).asException();
        }
        return Response.status(runs(session) ? whileRunning : Response.Status.OK)
                .entity(Views.agentStatus(session))
                .build();
    }

    private static boolean runs(Session session) {
        return session.status() == SessionStatus.CREATED || session.status() == SessionStatus.RUNNING;
    }
}
