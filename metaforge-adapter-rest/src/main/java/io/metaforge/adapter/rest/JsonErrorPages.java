package io.metaforge.adapter.rest;

import io.metaforge.adapter.rest.failure.HttpError;
import io.metaforge.adapter.rest.failure.HttpErrors;
import java.nio.charset.StandardCharsets;
import org.glassfish.grizzly.http.server.ErrorPageGenerator;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.http.server.ServerConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Grizzly's own errors, those outside any handler, JSON like all others: a request line that is none, headers that
 * are too long, {@code TRACE}, a server that stops.
 */
public final class JsonErrorPages implements ErrorPageGenerator {

    private static final Logger LOG = LoggerFactory.getLogger(JsonErrorPages.class);

    /**
     * Installs itself on a server and on the listeners it has so far. To be called after listeners were added and before
     * the server is started.
     */
    public static void installOn(HttpServer server) {
        ServerConfiguration configuration = server.getServerConfiguration();
        configuration.setDefaultErrorPageGenerator(new JsonErrorPages());
        // Grizzly would answer TRACE by itself, without a body.
        configuration.setPassTraceRequest(true);
        for (NetworkListener listener : server.getListeners()) {
            listener.registerAddOn(new JsonCodecErrors(configuration));
        }
    }

    @Override
    public String generate(
            Request request,
            int status,
            @Nullable String reasonPhrase,
            @Nullable String description,
            @Nullable Throwable exception) {
        HttpError error = HttpErrors.ofStatus(status);
        if (error.incident() != null) {
            LOG.error("request failed in the server, incident {}: {}", error.incident(), status, exception);
        }
        Response response = request.getResponse();
        response.setContentType("application/json;charset=utf-8");
        error.headers().forEach(response::setHeader);
        return new String(error.bytes(), StandardCharsets.UTF_8);
    }
}
