package io.metaforge.client.error;

import io.metaforge.api.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells that the present state refuses it ({@code CONFLICT}); the details say what stands against it, such as changed {@code paths}. */
public final class ConflictException extends ApiException {

    private static final long serialVersionUID = 1L;

    ConflictException(int status, Failure failure, @Nullable Duration retryAfter) {
        super(status, failure, retryAfter);
    }
}
