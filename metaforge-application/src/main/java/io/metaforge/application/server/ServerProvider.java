package io.metaforge.application.server;

import io.metaforge.application.port.in.UseCases;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Serves gateways over HTTP: the REST API, its pages and the WebSocket, on one port.
 *
 * <p>Found by {@link ServiceLoader}, through a public constructor without parameters. Implementations MUST be thread-safe
 * and serve any number of gateways at once.
 */
public interface ServerProvider {

    /**
     * Begins to serve, to this machine only: on the loopback addresses, and to no web page of another origin;
     * whether callers need a key is for the gateway's {@link UseCases#access()} to say. Returns when it answers.
     *
     * @param port 0 for any that is free
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code UNAVAILABLE} where the port is taken or the
     *     server does not start
     */
    GatewayServer serve(UseCases gateway, int port);

    /** Returns the first provider on the class path, if there is one. */
    static Optional<ServerProvider> find() {
        return ServiceLoader.load(ServerProvider.class).findFirst();
    }
}
