package io.metaforge.client.error;

import io.metaforge.api.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a gateway answered instead of what was asked for, or why a run failed. Codes that this client knows have
 * subclasses; any other comes as this class itself, with its {@link #code()}.
 */
public class ApiException extends MetaForgeClientException {

    private static final long serialVersionUID = 1L;

    /** Code of an answer that no gateway gave, such as the page of a proxy. */
    public static final String UNEXPECTED_RESPONSE = "UNEXPECTED_RESPONSE";

    private final int status;
    private final String code;
    private final transient @Nullable Map<String, @Nullable Object> details;
    private final @Nullable Duration retryAfter;

    ApiException(int status, Failure failure, @Nullable Duration retryAfter) {
        this(status, failure, retryAfter, null);
    }

    private ApiException(int status, Failure failure, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(failure.message(), cause);
        this.status = status;
        this.code = failure.code();
        this.details = failure.details();
        this.retryAfter = retryAfter;
    }

    /**
     * Returns the exception of the failure's code.
     *
     * @param status HTTP status it came with
     * @param retryAfter what the gateway said; null where it said nothing
     */
    public static ApiException of(int status, Failure failure, @Nullable Duration retryAfter) {
        return switch (failure.code()) {
            case "VALIDATION_ERROR" -> new ValidationException(status, failure, retryAfter);
            case "UNAUTHORIZED" -> new UnauthorizedException(status, failure, retryAfter);
            case "FORBIDDEN" -> new ForbiddenException(status, failure, retryAfter);
            case "NOT_FOUND" -> new NotFoundException(status, failure, retryAfter);
            case "CONFLICT" -> new ConflictException(status, failure, retryAfter);
            case "RATE_LIMITED" -> new RateLimitedException(status, failure, retryAfter);
            case "AGENT_ERROR" -> new AgentException(status, failure, retryAfter);
            case "TOOL_ERROR" -> new ToolException(status, failure, retryAfter);
            case "TIMEOUT" -> new RunTimeoutException(status, failure, retryAfter);
            case "UNAVAILABLE" -> new UnavailableException(status, failure, retryAfter);
            case "INTERNAL_ERROR" -> new InternalException(status, failure, retryAfter);
            default -> new ApiException(status, failure, retryAfter);
        };
    }

    /** Returns the exception of an answer that no gateway gave. */
    public static ApiException unexpected(int status, String message, @Nullable Throwable cause) {
        return new ApiException(status, new Failure(UNEXPECTED_RESPONSE, message, Map.of()), null, cause);
    }

    /** Returns the HTTP status; for a failed run the one that a caller who waits for it over HTTP gets. */
    public int status() {
        return status;
    }

    /** Returns the stable code, see {@link io.metaforge.api.ErrorCodes}; codes that are new to this client come as they are. */
    public String code() {
        return code;
    }

    /** Returns particulars, such as the field at fault; empty where there are none. */
    public Map<String, @Nullable Object> details() {
        return details == null ? Map.of() : details;
    }

    /** Returns how long to wait before trying again, where the gateway said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Returns the session it is about, where the answer names one. */
    public Optional<String> sessionId() {
        return details().get("session_id") instanceof String id ? Optional.of(id) : Optional.empty();
    }
}
