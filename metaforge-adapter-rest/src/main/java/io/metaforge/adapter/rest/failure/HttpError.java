package io.metaforge.adapter.rest.failure;

import io.metaforge.adapter.rest.json.Json;
import io.metaforge.api.ErrorResponse;
import io.metaforge.api.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as HTTP says it.
 *
 * @param status 400 or more
 * @param code stable, for programs
 * @param message for a person
 * @param details for programs
 * @param headers to send with it
 * @param incident what the log is searched for, on every status of 500 or more; null below
 */
public record HttpError(
        int status,
        String code,
        String message,
        Map<String, ? extends @Nullable Object> details,
        Map<String, String> headers,
        @Nullable String incident) {

    static HttpError of(int status, String code, String message) {
        return new HttpError(status, code, message, Map.of(), Map.of(), null);
    }

    HttpError with(
            String newMessage, Map<String, ? extends @Nullable Object> newDetails, Map<String, String> newHeaders) {
        return new HttpError(status, code, newMessage, newDetails, newHeaders, incident);
    }

    /** Returns the body. */
    public ErrorResponse body() {
        return new ErrorResponse(new Failure(code, message, new LinkedHashMap<>(details)));
    }

    /** Returns the body as it is sent. */
    public byte[] bytes() {
        return Json.bytes(body());
    }
}
