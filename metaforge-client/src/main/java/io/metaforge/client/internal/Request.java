package io.metaforge.client.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request below {@code /api/v1} that is safe to repeat: it reads, it may be done twice, or it carries a key.
 *
 * @param method of HTTP
 * @param path encoded, with its query
 * @param body JSON; null for none
 * @param idempotencyKey null where the request may be done twice as it is
 * @param patience how long the gateway may hold the answer back because it was asked to, beside the usual limit
 */
public record Request(
        String method,
        String path,
        byte @Nullable [] body,
        @Nullable String idempotencyKey,
        Duration patience) {

    /** Asks for something. */
    public static Request get(String path) {
        return new Request("GET", path, null, null, Duration.ZERO);
    }

    /** Asks for something that the gateway may take its time to answer. */
    public static Request get(String path, Duration patience) {
        return new Request("GET", path, null, null, patience);
    }

    /** Does something that may be done twice. */
    public static Request post(String path) {
        return new Request("POST", path, null, null, Duration.ZERO);
    }

    /** Does something at most once. */
    public static Request post(String path, Object body, String idempotencyKey) {
        try {
            return new Request("POST", path, Json.MAPPER.writeValueAsBytes(body), idempotencyKey, Duration.ZERO);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the request cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Removes something; that it is gone after a repetition is success. */
    public static Request delete(String path) {
        return new Request("DELETE", path, null, null, Duration.ZERO);
    }
}
