package io.metaforge.application.server;

import java.net.URI;

/** A gateway that is served over HTTP. Thread-safe. */
public interface GatewayServer extends AutoCloseable {

    /** Returns the address that clients are given, such as {@code http://localhost:3000}, without a slash at its end. */
    URI url();

    /** Returns the port it listens on. */
    default int port() {
        return url().getPort();
    }

    /**
     * Stops to accept, closes sockets with 1001, and lets requests in hand finish for some seconds. The gateway itself
     * goes on. Has no effect the second time.
     */
    @Override
    void close();
}
