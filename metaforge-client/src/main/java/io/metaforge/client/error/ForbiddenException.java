package io.metaforge.client.error;

import io.metaforge.api.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells that the caller may not do this ({@code FORBIDDEN}). */
public final class ForbiddenException extends ApiException {

    private static final long serialVersionUID = 1L;

    ForbiddenException(int status, Failure failure, @Nullable Duration retryAfter) {
        super(status, failure, retryAfter);
    }
}
