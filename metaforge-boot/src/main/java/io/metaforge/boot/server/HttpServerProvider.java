package io.metaforge.boot.server;

import io.metaforge.application.port.in.UseCases;
import io.metaforge.application.server.GatewayServer;
import io.metaforge.application.server.ServerProvider;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Serves gateways that live in other programs with the same HTTP server that the packaged one has. */
public final class HttpServerProvider implements ServerProvider {

    /** Held so that its level is not lost with it. */
    private static final Logger GRIZZLY = Logger.getLogger("org.glassfish.grizzly");

    @Override
    public GatewayServer serve(UseCases gateway, int port) {
        quietGrizzly();
        try {
            HttpFront front = HttpFront.start(new HttpFront.Address("127.0.0.1", port, List.of(), List.of()), gateway);
            return new Serving(front, new AtomicBoolean());
        } catch (BindException taken) {
            throw new Failure(
                            FailureKind.UNAVAILABLE,
                            "Port " + port + " is taken; choose another, or 0 for any that is free",
                            Map.of("port", port))
                    .asException();
        } catch (IOException e) {
            throw new Failure(FailureKind.UNAVAILABLE, "The HTTP server does not start: " + e.getMessage())
                    .asException();
        }
    }

    /** Grizzly tells every start and stop, some as warnings; a program that wants to read that sets a level itself. */
    private static void quietGrizzly() {
        if (GRIZZLY.getLevel() == null) {
            GRIZZLY.setLevel(Level.SEVERE);
        }
    }

    private record Serving(HttpFront front, AtomicBoolean closed) implements GatewayServer {

        @Override
        public URI url() {
            return URI.create("http://localhost:" + front.port());
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                front.close();
            }
        }
    }
}
