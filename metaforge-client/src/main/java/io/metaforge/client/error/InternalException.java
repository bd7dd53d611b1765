package io.metaforge.client.error;

import io.metaforge.api.Failure;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells of a fault of the gateway ({@code INTERNAL_ERROR}). */
public final class InternalException extends ApiException {

    private static final long serialVersionUID = 1L;

    InternalException(int status, Failure failure, @Nullable Duration retryAfter) {
        super(status, failure, retryAfter);
    }

    /** Returns what to look for in the gateway's log. */
    public Optional<String> incident() {
        return details().get("incident") instanceof String incident ? Optional.of(incident) : Optional.empty();
    }
}
