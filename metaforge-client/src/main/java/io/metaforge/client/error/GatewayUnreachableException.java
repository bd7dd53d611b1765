package io.metaforge.client.error;

import java.net.URI;

/** Tells that no gateway answered, or the connection was lost before it did; what was asked may have happened. */
public final class GatewayUnreachableException extends MetaForgeClientException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param reason such as {@code connection refused}
     */
    public GatewayUnreachableException(URI gateway, String reason, Throwable cause) {
        super("No gateway answers at " + gateway + ": " + reason, cause);
    }
}
