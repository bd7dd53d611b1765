package io.metaforge.boot.server;

import java.nio.charset.StandardCharsets;

/**
 * An answer to a request that goes no further.
 *
 * @param code as {@code error.code} shows it
 * @param message never holds what the caller sent, so it needs no escaping in JSON
 * @param header the header at fault; empty where it is none
 */
record Refusal(int status, String code, String message, String header) {

    static final Refusal MALFORMED = new Refusal(
            400,
            "VALIDATION_ERROR",
            "The request is not valid HTTP/1.1, or its request line and headers exceed "
                    + HttpLimits.HEADER_BYTES / 1024 + " KiB or " + HttpLimits.HEADERS + " fields",
            "");

    static final Refusal NOT_SERVING =
            new Refusal(503, "UNAVAILABLE", "The gateway is starting or stopping; try again in a moment", "");

    static Refusal validation(String message, String header) {
        return new Refusal(400, "VALIDATION_ERROR", message, header);
    }

    static Refusal forbidden(String message, String header) {
        return new Refusal(403, "FORBIDDEN", message, header);
    }

    /** Returns the body, in the form every failure has. */
    byte[] json() {
        String details = header.isEmpty() ? "{}" : "{\"header\":\"" + header + "\"}";
        String json =
                "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\",\"details\":" + details + "}}";
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
