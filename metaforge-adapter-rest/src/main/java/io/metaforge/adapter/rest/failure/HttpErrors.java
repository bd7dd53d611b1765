package io.metaforge.adapter.rest.failure;

import io.metaforge.api.ErrorCodes;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Decides what HTTP says of a failure. The only place that does. */
public final class HttpErrors {

    private HttpErrors() {}

    /** Returns the HTTP status of failures of {@code kind}. */
    public static int status(FailureKind kind) {
        return switch (kind) {
            case VALIDATION -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case RATE_LIMITED -> 429;
            case AGENT, TOOL, INTERNAL -> 500;
            case UNAVAILABLE -> 503;
            case TIMEOUT -> 504;
        };
    }

    /**
     * Describes what was thrown. Anything but a {@link MetaForgeException} and what the HTTP framework throws by itself
     * is a bug and reads as one, without a word of what is inside.
     *
     * @param path as requested, for "nothing here"
     * @param method as requested
     */
    public static HttpError describe(Throwable thrown, String method, String path) {
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof MetaForgeException exception) {
            return describe(exception.failure());
        }
        if (cause instanceof WebApplicationException exception) {
            return describe(exception, method, path);
        }
        return withIncident(new Failure(
                FailureKind.INTERNAL, "The gateway made a mistake; its log says more under the incident's id"));
    }

    /** Describes a failure. */
    public static HttpError describe(Failure failure) {
        int status = status(failure.kind());
        if (status >= 500) {
            return withIncident(failure);
        }
        Map<String, String> headers = Map.of();
        if (failure.kind() == FailureKind.RATE_LIMITED) {
            headers = failure.details().containsKey("window_seconds")
                    ? Map.of(
                            HttpHeaders.RETRY_AFTER,
                            retryAfter(failure),
                            "RateLimit-Limit",
                            String.valueOf(failure.details().get("limit")),
                            "RateLimit-Remaining",
                            "0",
                            "RateLimit-Reset",
                            retryAfter(failure))
                    : Map.of(HttpHeaders.RETRY_AFTER, retryAfter(failure));
        } else if (failure.kind() == FailureKind.UNAUTHENTICATED) {
            headers = Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"metaforge\"");
        }
        return new HttpError(status, failure.kind().code(), failure.message(), failure.details(), headers, null);
    }

    /** Describes a status that the HTTP layer itself answers with. */
    public static HttpError ofStatus(int status) {
        return switch (status) {
            case 404 -> HttpError.of(404, ErrorCodes.NOT_FOUND, "There is nothing at this path");
            case 405 -> HttpError.of(405, ErrorCodes.METHOD_NOT_ALLOWED, "This path does not offer this method");
            case 406 ->
                HttpError.of(
                        406, ErrorCodes.NOT_ACCEPTABLE, "None of the media types in 'Accept' can be produced here");
            case 413 -> HttpError.of(413, ErrorCodes.PAYLOAD_TOO_LARGE, "The request is too large");
            case 415 ->
                new HttpError(
                        415,
                        ErrorCodes.UNSUPPORTED_MEDIA_TYPE,
                        "The body must be declared as 'Content-Type: application/json', in UTF-8",
                        ordered("field", "Content-Type", "expected", "application/json"),
                        Map.of("Accept", "application/json"),
                        null);
            case 503 ->
                withIncident(
                        new Failure(FailureKind.UNAVAILABLE, "The gateway is not able to answer now; try again later"));
            case 504 -> withIncident(new Failure(FailureKind.TIMEOUT, "The gateway did not answer in time"));
            default ->
                status >= 500
                        ? withIncident(new Failure(FailureKind.INTERNAL, "The gateway could not answer"))
                        : HttpError.of(status, ErrorCodes.VALIDATION_ERROR, "Invalid request");
        };
    }

    /** Describes a request line whose target is not a URI (RFC 3986). */
    public static HttpError invalidUri() {
        return describe(Failure.invalid(
                "uri", "URI as of RFC 3986", "Invalid request: the target of the request line is not a valid URI"));
    }

    private static HttpError describe(WebApplicationException exception, String method, String path) {
        int status = exception.getResponse().getStatus();
        HttpError error = ofStatus(status);
        if (status == 404) {
            return error.with("There is nothing at " + shortened(path), Map.of("path", shortened(path)), Map.of());
        }
        if (status == 405) {
            TreeSet<String> methods = new TreeSet<>(exception.getResponse().getAllowedMethods());
            if (methods.contains("GET")) {
                methods.add("HEAD");
            }
            String allow = String.join(", ", methods);
            return error.with(
                    shortened(path) + " does not offer " + shortened(method) + ", only " + allow,
                    ordered("method", shortened(method), "allowed", List.copyOf(methods)),
                    Map.of(HttpHeaders.ALLOW, allow));
        }
        return error;
    }

    private static HttpError withIncident(Failure failure) {
        String incident = UUID.randomUUID().toString();
        Map<String, Object> details = new LinkedHashMap<>(failure.details());
        details.put("incident", incident);
        Map<String, String> headers = failure.kind() == FailureKind.UNAVAILABLE
                ? Map.of(HttpHeaders.RETRY_AFTER, retryAfter(failure))
                : Map.of();
        return new HttpError(
                status(failure.kind()), failure.kind().code(), failure.message(), details, headers, incident);
    }

    private static String retryAfter(Failure failure) {
        return failure.details().get("retry_after") instanceof Number seconds
                ? Long.toString(Math.max(1, seconds.longValue()))
                : "1";
    }

    static String shortened(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }

    private static Map<String, @Nullable Object> ordered(String name, Object value, String name2, Object value2) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put(name, value);
        map.put(name2, value2);
        return map;
    }
}
