package io.metaforge.client.error;

import java.time.Duration;

/** Tells that a run had not ended in the time its caller wanted to wait; the run goes on. */
public final class WaitTimeoutException extends MetaForgeClientException {

    private static final long serialVersionUID = 1L;

    private final String sessionId;

    public WaitTimeoutException(String sessionId, String status, Duration waited) {
        super(sessionId + " is still '" + status + "' after " + text(waited) + "; the run goes on", null);
        this.sessionId = sessionId;
    }

    /** Returns the session that was waited for. */
    public String sessionId() {
        return sessionId;
    }

    private static String text(Duration time) {
        return time.toMillis() < 1000 ? time.toMillis() + " ms" : time.toSeconds() + " s";
    }
}
