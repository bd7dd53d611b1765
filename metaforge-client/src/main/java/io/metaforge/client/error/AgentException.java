package io.metaforge.client.error;

import io.metaforge.api.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells that an agent could not do its work ({@code AGENT_ERROR}). */
public final class AgentException extends ApiException {

    private static final long serialVersionUID = 1L;

    AgentException(int status, Failure failure, @Nullable Duration retryAfter) {
        super(status, failure, retryAfter);
    }
}
