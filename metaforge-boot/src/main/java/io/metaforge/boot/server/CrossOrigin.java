package io.metaforge.boot.server;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.http.util.Header;

/**
 * Tells browsers which pages of other origins may read answers (CORS, WHATWG Fetch section 3.3). Thread-safe.
 *
 * <p>It only lets pages read; whether a request is heard at all is for {@link RequestGuard} to decide, which runs first.
 * Cookies play no part here, so credentials are never allowed.
 */
final class CrossOrigin {

    private static final String ORIGIN = "Origin";
    private static final String METHODS = "GET, HEAD, POST, DELETE";
    private static final String REQUEST_HEADERS =
            "Content-Type, Authorization, Idempotency-Key, Last-Event-ID, If-None-Match";
    private static final String RESPONSE_HEADERS =
            "Location, Retry-After, ETag, Content-Disposition, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset";

    /** In seconds; two hours are the most that browsers heed. */
    private static final String MAX_AGE = "7200";

    private final Set<String> origins;

    /**
     * Creates the rules.
     *
     * @param origins whose pages may read answers, in lower case; nothing is ever added to an answer where there are none
     */
    CrossOrigin(Collection<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    /** Answers a browser that asks whether its page may send a request; returns false where this is no such question. */
    boolean answeredPreflight(Request request, Response response) {
        if (!request.getMethod().matchesMethod("OPTIONS")
                || request.getHeader("Access-Control-Request-Method") == null
                || origin(request.getRequest()).isEmpty()) {
            return false;
        }
        response.setStatus(204);
        response.setHeader("Access-Control-Allow-Methods", METHODS);
        response.setHeader("Access-Control-Allow-Headers", REQUEST_HEADERS);
        response.setHeader("Access-Control-Max-Age", MAX_AGE);
        return true;
    }

    /** Adds to an answer, whoever made it, what lets the page read it. Adding it twice changes nothing. */
    void mark(HttpHeader header) {
        if (origins.isEmpty() || !(header instanceof HttpResponsePacket response)) {
            return;
        }
        String vary = response.getHeader(Header.Vary);
        if (vary == null) {
            response.setHeader(Header.Vary, ORIGIN);
        } else if (!vary.contains(ORIGIN)) {
            response.setHeader(Header.Vary, vary + ", " + ORIGIN);
        }
        origin(response.getRequest()).ifPresent(origin -> {
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Access-Control-Expose-Headers", RESPONSE_HEADERS);
        });
    }

    /** Returns the request's origin as it was sent, if it is an allowed one. */
    private Optional<String> origin(HttpRequestPacket request) {
        String origin = request == null ? null : request.getHeader(ORIGIN);
        return Optional.ofNullable(origin)
                .map(String::strip)
                .filter(value -> origins.contains(value.toLowerCase(Locale.ROOT)));
    }
}
