package io.metaforge.client.conformance;

import io.metaforge.client.error.AgentException;
import io.metaforge.client.error.ApiException;
import io.metaforge.client.error.ConflictException;
import io.metaforge.client.error.ForbiddenException;
import io.metaforge.client.error.GatewayUnreachableException;
import io.metaforge.client.error.InternalException;
import io.metaforge.client.error.NotFoundException;
import io.metaforge.client.error.RateLimitedException;
import io.metaforge.client.error.RunTimeoutException;
import io.metaforge.client.error.ToolException;
import io.metaforge.client.error.UnauthorizedException;
import io.metaforge.client.error.UnavailableException;
import io.metaforge.client.error.ValidationException;
import io.metaforge.client.error.WaitTimeoutException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names what the client throws as the suite does. */
final class Errors {

    private static final Map<Class<?>, String> TYPES = Map.ofEntries(
            Map.entry(ValidationException.class, "validation"),
            Map.entry(UnauthorizedException.class, "unauthorized"),
            Map.entry(ForbiddenException.class, "forbidden"),
            Map.entry(NotFoundException.class, "not_found"),
            Map.entry(ConflictException.class, "conflict"),
            Map.entry(RateLimitedException.class, "rate_limited"),
            Map.entry(AgentException.class, "agent"),
            Map.entry(ToolException.class, "tool"),
            Map.entry(RunTimeoutException.class, "timeout"),
            Map.entry(UnavailableException.class, "unavailable"),
            Map.entry(InternalException.class, "internal"),
            Map.entry(ApiException.class, "api"),
            Map.entry(GatewayUnreachableException.class, "unreachable"),
            Map.entry(WaitTimeoutException.class, "wait_timeout"),
            Map.entry(IllegalArgumentException.class, "invalid_argument"));

    private Errors() {}

    static Map<String, Object> describe(Throwable failure) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put(
                "type",
                TYPES.getOrDefault(failure.getClass(), failure.getClass().getName()));
        error.put("message", String.valueOf(failure.getMessage()));
        if (failure instanceof ApiException refusal) {
            error.put("code", refusal.code());
            error.put("status", refusal.status());
            error.put("details", refusal.details());
            refusal.retryAfter().ifPresent(time -> error.put("retry_after", time.toSeconds()));
            refusal.sessionId().ifPresent(session -> error.put("session_id", session));
        }
        if (failure instanceof WaitTimeoutException late) {
            error.put("session_id", late.sessionId());
        }
        return error;
    }
}
