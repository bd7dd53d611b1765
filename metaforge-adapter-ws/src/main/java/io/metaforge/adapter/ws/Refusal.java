package io.metaforge.adapter.ws;

import io.metaforge.api.ErrorCodes;
import io.metaforge.domain.failure.Failure;
import java.util.Map;

/**
 * Says why a request to the endpoint does not become a socket.
 *
 * @param status of the HTTP response
 * @param headers of the response, beside those every one has
 */
record Refusal(int status, String code, String message, Map<String, Object> details, Map<String, String> headers) {

    /** Where a {@link HandshakeFilter} leaves it for the {@link RefusalHandler}. */
    static final String ATTRIBUTE = Refusal.class.getName();

    static final Refusal NO_UPGRADE = new Refusal(
            426,
            ErrorCodes.VALIDATION_ERROR,
            "This is a WebSocket endpoint; connect with a WebSocket client",
            Map.of("field", "Upgrade", "expected", "websocket"),
            Map.of("Upgrade", "websocket"));

    static final Refusal OTHER_VERSION = new Refusal(
            426,
            ErrorCodes.VALIDATION_ERROR,
            "Only version 13 of the WebSocket protocol is spoken here",
            Map.of("field", "Sec-WebSocket-Version", "expected", "13"),
            Map.of("Upgrade", "websocket", "Sec-WebSocket-Version", "13"));

    static final Refusal NO_KEY = badHeader("Sec-WebSocket-Key", "16 bytes in Base64");

    static final Refusal NO_CONNECTION_UPGRADE = badHeader("Connection", "Upgrade");

    static final Refusal OTHER_METHOD = new Refusal(
            405,
            ErrorCodes.METHOD_NOT_ALLOWED,
            "Only GET is allowed here",
            Map.of("allowed", "GET"),
            Map.of("Allow", "GET"));

    static final Refusal NO_PLACE = new Refusal(
            503,
            ErrorCodes.UNAVAILABLE,
            "No more sockets can be opened at present",
            Map.of(),
            Map.of("Retry-After", "5"));

    private static Refusal badHeader(String name, String expected) {
        return new Refusal(
                400,
                ErrorCodes.VALIDATION_ERROR,
                "Invalid handshake: header " + name,
                Map.of("field", name, "expected", expected),
                Map.of());
    }

    /** Returns the refusal for a failure. */
    static Refusal of(Failure failure) {
        return switch (failure.kind()) {
            case VALIDATION -> of(failure, 400, Map.of());
            case UNAUTHENTICATED -> of(failure, 401, Map.of("WWW-Authenticate", "Bearer realm=\"metaforge\""));
            case FORBIDDEN -> of(failure, 403, Map.of());
            case RATE_LIMITED ->
                of(
                        failure,
                        429,
                        Map.of("Retry-After", String.valueOf(failure.details().getOrDefault("retry_after", 1))));
            default -> of(failure, 503, NO_PLACE.headers());
        };
    }

    private static Refusal of(Failure failure, int status, Map<String, String> headers) {
        return new Refusal(status, failure.kind().code(), failure.message(), failure.details(), headers);
    }
}
