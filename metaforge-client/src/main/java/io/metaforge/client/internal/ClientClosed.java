package io.metaforge.client.internal;

/** Tells that a call was made of a client that is closed, or that it was closed meanwhile. */
public final class ClientClosed extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public ClientClosed() {
        super("this client is closed");
    }
}
