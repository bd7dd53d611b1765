package io.metaforge.client.error;

import io.metaforge.api.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells that something the gateway depends on is out of reach ({@code UNAVAILABLE}); later it may work. */
public final class UnavailableException extends ApiException {

    private static final long serialVersionUID = 1L;

    UnavailableException(int status, Failure failure, @Nullable Duration retryAfter) {
        super(status, failure, retryAfter);
    }
}
