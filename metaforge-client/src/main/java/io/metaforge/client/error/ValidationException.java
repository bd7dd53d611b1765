package io.metaforge.client.error;

import io.metaforge.api.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells that the request is wrong ({@code VALIDATION_ERROR}); the details name the {@code field} and what was {@code expected}. */
public final class ValidationException extends ApiException {

    private static final long serialVersionUID = 1L;

    ValidationException(int status, Failure failure, @Nullable Duration retryAfter) {
        super(status, failure, retryAfter);
    }
}
