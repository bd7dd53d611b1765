package io.metaforge.client;

import java.io.IOException;
import java.net.URI;

/** Tells that no gateway answered, or the connection was lost before it did; what was asked may have happened. */
public final class GatewayUnreachableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public GatewayUnreachableException(URI gateway, IOException cause) {
        super("No gateway answers at " + gateway, cause);
    }
}
