package io.metaforge.adapter.rest.access;

import io.metaforge.api.AuthorizationHeader;
import io.metaforge.application.port.in.AccessControl;
import io.metaforge.application.port.in.AccessControl.Admission;
import io.metaforge.application.port.in.AccessControl.Allowance;
import io.metaforge.domain.access.Caller;
import io.metaforge.domain.access.FailedAttempts;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import jakarta.inject.Provider;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Set;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for a key before anything else of a request is looked at, its path included, and tells callers how many requests are
 * left to them.
 *
 * <p>Pages accept the key as password of HTTP Basic, which browsers ask for; they send it along with what scripts of the
 * page request, so everything else accepts it as well, without asking for it. No page of another origin gains from that:
 * those are refused before they come here.
 */
@PreMatching
public final class KeyFilter implements ContainerRequestFilter, ContainerResponseFilter {

    /** Name of the request's property that holds the {@link Caller}. */
    static final String CALLER = "io.metaforge.caller";

    private static final String ALLOWANCE = "io.metaforge.allowance";
    private static final String BEARER = "Bearer realm=\"metaforge\"";
    private static final String BASIC = "Basic realm=\"metaforge\", charset=\"UTF-8\"";
    private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> PUBLIC = Set.of("api/v1/health", "api/v1/openapi.json", "api/v1/asyncapi.json");

    private static final Logger LOG = LoggerFactory.getLogger(KeyFilter.class);

    private final AccessControl access;
    private final FailedAttempts failedAttempts = new FailedAttempts();

    @Context
    private @Nullable Provider<Request> connection;

    public KeyFilter(AccessControl access) {
        this.access = access;
    }

    /** Returns who sends a request that needed a key, if keys are needed. */
    public static Caller caller(ContainerRequestContext request) {
        if (request.getProperty(CALLER) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("nobody was admitted");
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (READING.contains(request.getMethod())
                && PUBLIC.contains(request.getUriInfo().getPath(false))) {
            return;
        }
        List<String> authorization = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        try {
            Admission admission =
                    access.admit(AuthorizationHeader.key(authorization == null ? List.of() : authorization));
            request.setProperty(CALLER, admission.caller());
            admission.allowance().ifPresent(allowance -> request.setProperty(ALLOWANCE, allowance));
        } catch (MetaForgeException e) {
            if (e.failure().kind() == FailureKind.UNAUTHENTICATED) {
                failedAttempts
                        .note(System.nanoTime())
                        .ifPresent(more -> LOG.info(
                                "No valid API key in a request from {}{}",
                                peer(),
                                more == 0 ? "" : " (" + more + " before it were not logged)"));
            }
            throw e;
        }
    }

    private String peer() {
        Provider<Request> current = connection;
        return current == null ? "?" : current.get().getRemoteAddr();
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        if (response.getStatus() == 401) {
            headers.putSingle(HttpHeaders.WWW_AUTHENTICATE, isPage(request) ? BASIC : BEARER);
        }
        if (request.getProperty(ALLOWANCE) instanceof Allowance allowance) {
            headers.putSingle("RateLimit-Limit", allowance.limit());
            headers.putSingle("RateLimit-Remaining", allowance.remaining());
            headers.putSingle(
                    "RateLimit-Reset", allowance.reset().plusMillis(999).toSeconds());
        }
    }

    private static boolean isPage(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath(false);
        return path.isEmpty() || path.equals("/") || path.startsWith("ui/");
    }
}
