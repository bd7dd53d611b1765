package io.metaforge.adapter.rest.page;

import io.metaforge.adapter.rest.access.Needs;
import io.metaforge.adapter.rest.request.Query;
import io.metaforge.application.port.in.SessionQueries;
import io.metaforge.application.port.in.SystemQueries;
import io.metaforge.domain.access.Scope;
import io.metaforge.domain.session.SessionId;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.glassfish.jersey.server.ContainerRequest;

/**
 * Serves the human page. It reads through the ports like everybody else; decisions taken on it go through the JSON API,
 * from a script of this origin.
 */
@Path("/")
public final class PageResource {

    /** Nothing from elsewhere, nothing inline, no frame: what a proposal smuggles into the page stays text. */
    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
            + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final int SHOWN = 50;

    private final SessionQueries sessions;
    private final SystemQueries system;
    private final byte[] style = resource("page.css");
    private final byte[] script = resource("page.js");

    public PageResource(SessionQueries sessions, SystemQueries system) {
        this.sessions = sessions;
        this.system = system;
    }

    @GET
    @Needs(Scope.READ)
    @Produces(MediaType.TEXT_HTML)
    public Response overview() {
        return page(Pages.overview(system.health(), system.status(false), sessions.pending(SHOWN, 0)));
    }

    @GET
    @Path("ui/session/{id}")
    @Needs(Scope.READ)
    @Produces(MediaType.TEXT_HTML)
    public Response session(@PathParam("id") String id, ContainerRequest request) {
        SessionId session = SessionId.parse(id);
        boolean previous = new Query(request).againstPrevious();
        String diff = previous ? sessions.diffToPrevious(session) : sessions.diff(session);
        return page(Pages.session(sessions.describe(session), diff, previous));
    }

    @GET
    @Path("ui/page.css")
    @Needs(Scope.READ)
    @Produces("text/css")
    public Response style() {
        return asset(style, "text/css");
    }

    @GET
    @Path("ui/page.js")
    @Needs(Scope.READ)
    @Produces("text/javascript")
    public Response script() {
        return asset(script, "text/javascript");
    }

    private static Response page(String html) {
        return Response.ok(html.getBytes(StandardCharsets.UTF_8), MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static Response asset(byte[] bytes, String type) {
        return Response.ok(bytes, MediaType.valueOf(type).withCharset("utf-8"))
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }

    private static byte[] resource(String name) {
        try (InputStream in = PageResource.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
