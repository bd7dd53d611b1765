package io.metaforge.adapter.rest.resource;

import io.metaforge.adapter.rest.access.Needs;
import io.metaforge.adapter.rest.request.Query;
import io.metaforge.adapter.rest.response.SystemViews;
import io.metaforge.api.StatusResponse;
import io.metaforge.application.port.in.SystemQueries;
import io.metaforge.domain.access.Scope;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.glassfish.jersey.server.ContainerRequest;

/** Shows the state of the gateway, and the documents that describe its API. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class SystemResource {

    private final SystemQueries system;
    private final byte[] openApi;
    private final Supplier<byte[]> asyncApi;

    /**
     * Creates the resource.
     *
     * @param openApi the OpenAPI document
     * @param asyncApi supplies the AsyncAPI document; empty where there is none
     */
    public SystemResource(SystemQueries system, byte[] openApi, Supplier<byte[]> asyncApi) {
        this.system = system;
        this.openApi = openApi;
        this.asyncApi = asyncApi;
    }

    @GET
    @Path("health")
    public Response health() {
        SystemQueries.Health health = system.health();
        int status = health.condition() == SystemQueries.Condition.UNHEALTHY ? 503 : 200;
        return Response.status(status).entity(SystemViews.health(health)).build();
    }

    @GET
    @Path("status")
    @Needs(Scope.READ)
    public StatusResponse status(ContainerRequest request) {
        return SystemViews.status(system.status(new Query(request).flag("refresh")));
    }

    @GET
    @Path("openapi.json")
    public Response openApi() {
        return document(openApi);
    }

    @GET
    @Path("asyncapi.json")
    public Response asyncApi() {
        byte[] document = asyncApi.get();
        if (document.length == 0) {
            throw new NotFoundException();
        }
        return document(document);
    }

    private static Response document(byte[] json) {
        return Response.ok(json).header(HttpHeaders.CACHE_CONTROL, "no-cache").build();
    }
}
