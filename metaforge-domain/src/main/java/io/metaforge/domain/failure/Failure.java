package io.metaforge.domain.failure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Says what went wrong, in words a person can act on and details a program can read.
 *
 * <p>Messages and details reach clients as they are: they MUST NOT hold stack traces, SQL or absolute paths of the
 * machine.
 *
 * @param kind what sort of failure it is
 * @param message one sentence for a person
 * @param details machine-readable particulars of JSON types (string, number, boolean, list, map), in a stable order
 */
public record Failure(FailureKind kind, String message, Map<String, Object> details) {

    public Failure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(message, "message");
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    public Failure(FailureKind kind, String message) {
        this(kind, message, Map.of());
    }

    /** Returns the failure of one field of a request: which field, and what was expected there. */
    public static Failure invalid(String field, String expected, String message) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("field", field);
        details.put("expected", expected);
        return new Failure(FailureKind.VALIDATION, message, details);
    }

    /** Returns the failure to find a {@code what} (such as "session") called {@code name}. */
    public static Failure notFound(String what, String name) {
        return new Failure(FailureKind.NOT_FOUND, "There is no " + what + " " + name, Map.of(what, name));
    }

    /** Returns the exception that carries this failure. */
    public MetaForgeException asException() {
        return new MetaForgeException(this);
    }
}
