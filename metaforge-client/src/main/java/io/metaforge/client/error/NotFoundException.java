package io.metaforge.client.error;

import io.metaforge.api.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells that there is no such thing, or no longer ({@code NOT_FOUND}). */
public final class NotFoundException extends ApiException {

    private static final long serialVersionUID = 1L;

    NotFoundException(int status, Failure failure, @Nullable Duration retryAfter) {
        super(status, failure, retryAfter);
    }
}
