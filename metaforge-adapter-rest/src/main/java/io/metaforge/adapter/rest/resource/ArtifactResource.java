package io.metaforge.adapter.rest.resource;

import io.metaforge.adapter.rest.access.Needs;
import io.metaforge.adapter.rest.request.Query;
import io.metaforge.adapter.rest.response.Views;
import io.metaforge.api.ArtifactList;
import io.metaforge.application.port.in.SessionQueries;
import io.metaforge.domain.access.Scope;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import org.glassfish.jersey.server.ContainerRequest;

/** Shows what a session proposes: the list, the bytes and the diff. */
@Path("/api/v1")
public final class ArtifactResource {

    private static final String DIFF = "text/x-diff";

    private final SessionQueries sessions;

    public ArtifactResource(SessionQueries sessions) {
        this.sessions = sessions;
    }

    @GET
    @Path("session/{id}/artifacts")
    @Needs(Scope.READ)
    @Produces(MediaType.APPLICATION_JSON)
    public ArtifactList list(@PathParam("id") String id) {
        return Views.artifacts(sessions.get(SessionId.parse(id)));
    }

    /**
     * Answers with bytes that nobody has reviewed yet: whatever they are, a browser must not run them as part of this
     * site.
     */
    @GET
    @Path("session/{id}/artifacts/{path: .+}")
    @Needs(Scope.READ)
    @Produces(MediaType.WILDCARD)
    public Response bytes(@PathParam("id") String id, @PathParam("path") String path, ContainerRequest request) {
        WorkspacePath file = new WorkspacePath(path);
        byte[] bytes = sessions.artifact(SessionId.parse(id), file);
        EntityTag tag = new EntityTag(Digest.of(bytes).hex());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        if (unchanged != null) {
            return unchanged.build();
        }
        return Response.ok(bytes)
                .type(SafeMediaTypes.of(file))
                .tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header(HttpHeaders.CONTENT_DISPOSITION, SafeMediaTypes.disposition(file))
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .build();
    }

    @GET
    @Path("session/{id}/diff")
    @Needs(Scope.READ)
    @Produces({DIFF, MediaType.TEXT_PLAIN + ";qs=0.5"})
    public Response diff(@PathParam("id") String id, ContainerRequest request) {
        Session session = sessions.get(SessionId.parse(id));
        String previous = new Query(request).againstPrevious() ? previousDigest(session) : null;
        Response.ResponseBuilder response = Response.ok();
        if (session.proposal().isPresent()) {
            // Written once and for ever with the proposal, so the digest names the diff as well.
            String digest = session.proposal().get().digest().hex();
            EntityTag tag = new EntityTag(previous == null ? digest : previous + "-" + digest);
            Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
            if (unchanged != null) {
                return unchanged.build();
            }
            response.tag(tag);
        }
        String diff = previous == null ? sessions.diff(session.id()) : sessions.diffToPrevious(session.id());
        MediaType accepted = request.getAcceptableMediaTypes().stream().anyMatch(t -> t.isCompatible(diffType()))
                ? diffType()
                : MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8");
        return response.entity(diff.getBytes(StandardCharsets.UTF_8))
                .type(accepted)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }

    /** A deleted attempt and one that never was are for the comparison itself to refuse. */
    private String previousDigest(Session session) {
        if (session.predecessor() == null) {
            return "";
        }
        return sessions.get(session.predecessor().session())
                .proposal()
                .map(proposal -> proposal.digest().hex())
                .orElse("");
    }

    private static MediaType diffType() {
        return new MediaType("text", "x-diff", "utf-8");
    }
}
