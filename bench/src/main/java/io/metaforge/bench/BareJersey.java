package io.metaforge.bench;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;

/** A Jersey resource on Grizzly that returns fixed bytes: the most a server built on these two can do. */
public final class BareJersey {

    private static volatile byte[] body = new byte[0];

    private BareJersey() {}

    /** Answers {@code GET /}. */
    @Path("/")
    public static final class Resource {

        /** Returns the bytes. */
        @GET
        @Produces("application/json")
        public byte[] get() {
            return body;
        }
    }

    public static void main(String[] arguments) throws Exception {
        body = arguments.length > 1 ? Base64.getDecoder().decode(arguments[1]) : "{}".getBytes(StandardCharsets.UTF_8);
        HttpServer server = GrizzlyHttpServerFactory.createHttpServer(
                URI.create("http://127.0.0.1:" + arguments[0] + "/"), new ResourceConfig(Resource.class), false);
        // Without this Grizzly closes each connection after 256 requests.
        server.getListeners().forEach(listener -> listener.getKeepAlive().setMaxRequestsCount(-1));
        server.start();
        Thread.currentThread().join();
    }
}
