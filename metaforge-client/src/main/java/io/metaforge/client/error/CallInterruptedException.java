package io.metaforge.client.error;

/**
 * Tells that the thread was interrupted while it waited for a call; its interrupt status is set. What was asked may have
 * happened.
 */
public final class CallInterruptedException extends MetaForgeClientException {

    private static final long serialVersionUID = 1L;

    public CallInterruptedException(InterruptedException cause) {
        super("interrupted while waiting for the gateway", cause);
    }
}
