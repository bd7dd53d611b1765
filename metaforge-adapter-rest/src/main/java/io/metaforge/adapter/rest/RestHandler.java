package io.metaforge.adapter.rest;

import io.metaforge.adapter.rest.failure.HttpError;
import io.metaforge.adapter.rest.failure.HttpErrors;
import java.io.IOException;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpContainer;
import org.glassfish.jersey.server.ContainerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands requests to Jersey, and answers those itself that Jersey cannot even read. */
final class RestHandler extends HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(RestHandler.class);

    private final GrizzlyHttpContainer jersey;
    private final Runnable whenDestroyed;

    RestHandler(ResourceConfig config, Runnable whenDestroyed) {
        super("metaforge-rest");
        this.jersey = ContainerFactory.createContainer(GrizzlyHttpContainer.class, config);
        this.whenDestroyed = whenDestroyed;
        // Grizzly answers an encoded slash with 500 where it decodes; Jersey decodes by itself.
        setDecodeUrl(false);
    }

    @Override
    public void start() {
        jersey.start();
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        response.setHeader("X-Content-Type-Options", "nosniff");
        try {
            jersey.service(request, response);
        } catch (IllegalArgumentException e) {
            if (response.isCommitted() || response.isSuspended()) {
                throw e;
            }
            LOG.info("{} refused: not a URI", request.getMethod());
            respond(response, HttpErrors.invalidUri());
        }
    }

    private static void respond(Response response, HttpError error) throws IOException {
        response.reset();
        response.setStatus(error.status());
        response.setContentType("application/json");
        error.headers().forEach(response::setHeader);
        response.getOutputStream().write(error.bytes());
    }

    @Override
    public void destroy() {
        jersey.destroy();
        whenDestroyed.run();
    }
}
