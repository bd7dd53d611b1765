package io.metaforge.domain.failure;

import java.util.LinkedHashMap;
import java.util.Map;

/** Refuses a verb that the present state of a session does not allow, naming both. */
public final class IllegalTransition extends MetaForgeException {

    private static final long serialVersionUID = 1L;

    public IllegalTransition(String sessionId, String status, String verb) {
        this(sessionId, status, status, verb);
    }

    /**
     * Refuses a verb.
     *
     * @param status as clients know it
     * @param condition the same for a person: what the session is
     */
    public IllegalTransition(String sessionId, String status, String condition, String verb) {
        super(new Failure(
                FailureKind.CONFLICT,
                "Cannot " + verb + " " + sessionId + ": it is " + condition,
                details(sessionId, status, verb)));
    }

    private static Map<String, Object> details(String sessionId, String status, String verb) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("session_id", sessionId);
        details.put("status", status);
        details.put("verb", verb);
        return details;
    }
}
