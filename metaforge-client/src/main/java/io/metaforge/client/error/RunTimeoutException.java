package io.metaforge.client.error;

import io.metaforge.api.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells that a run took longer than the gateway allows ({@code TIMEOUT}); it has been stopped. */
public final class RunTimeoutException extends ApiException {

    private static final long serialVersionUID = 1L;

    RunTimeoutException(int status, Failure failure, @Nullable Duration retryAfter) {
        super(status, failure, retryAfter);
    }
}
