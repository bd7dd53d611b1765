package io.metaforge.client.error;

import io.metaforge.api.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells that the caller used up its allowance ({@code RATE_LIMITED}), also after the repetitions that {@link #retryAfter()} asked for. */
public final class RateLimitedException extends ApiException {

    private static final long serialVersionUID = 1L;

    RateLimitedException(int status, Failure failure, @Nullable Duration retryAfter) {
        super(status, failure, retryAfter);
    }
}
