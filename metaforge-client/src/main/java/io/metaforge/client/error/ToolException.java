package io.metaforge.client.error;

import io.metaforge.api.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells that an external program failed or is missing ({@code TOOL_ERROR}); the message is the program's own. */
public final class ToolException extends ApiException {

    private static final long serialVersionUID = 1L;

    ToolException(int status, Failure failure, @Nullable Duration retryAfter) {
        super(status, failure, retryAfter);
    }
}
