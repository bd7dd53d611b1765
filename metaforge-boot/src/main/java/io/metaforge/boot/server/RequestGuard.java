package io.metaforge.boot.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.Protocol;
import org.glassfish.grizzly.http.util.Header;
import org.jspecify.annotations.Nullable;

/**
 * Decides by its headers whether a request may go on, so that no web page can drive a gateway on the same machine.
 *
 * <p>A page on another site can make a browser send requests here, but not choose their {@code Origin}; and with a name of
 * its own that resolves to 127.0.0.1 (DNS rebinding) it counts as the same origin, but then {@code Host} is that name.
 * Images, scripts and the like come without an {@code Origin}, yet with a password that the browser remembers: what tells
 * them apart are the fetch metadata, which browsers send to this machine and over TLS.
 */
final class RequestGuard {

    private static final String ORIGIN = "Origin";
    private static final String SITE = "Sec-Fetch-Site";
    private static final Pattern LOOPBACK_V4 = Pattern.compile("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+\\]");
    private static final Pattern HOST = Pattern.compile("([a-z0-9._-]+|\\[[0-9a-f:.]+\\])(:[0-9]{1,5})?");

    private final Set<String> allowedHosts;
    private final Set<String> allowedOrigins;
    private final boolean anyAddress;

    /**
     * Creates a guard.
     *
     * @param allowedHosts beside the loopback's, in lower case, without ports
     * @param allowedOrigins beside the server's own, in lower case
     * @param anyAddress whether {@code Host} may be any address: names can be rebound, addresses cannot
     */
    RequestGuard(Collection<String> allowedHosts, Collection<String> allowedOrigins, boolean anyAddress) {
        this.allowedHosts = Set.copyOf(allowedHosts);
        this.allowedOrigins = Set.copyOf(allowedOrigins);
        this.anyAddress = anyAddress;
    }

    /** Returns why the request must not go on; empty where it may. */
    Optional<Refusal> check(HttpRequestPacket request) {
        Refusal refusal = form(request);
        if (refusal == null) {
            String host = single(request.getHeaders().values(Header.Host));
            refusal = host == null
                    ? Refusal.validation("Exactly one Host header is required", "Host")
                    : hostAndOrigin(request, host.toLowerCase(Locale.ROOT));
        }
        return Optional.ofNullable(refusal);
    }

    private static @Nullable Refusal form(HttpRequestPacket request) {
        Protocol protocol = request.getProtocol();
        if (protocol != Protocol.HTTP_1_1 && protocol != Protocol.HTTP_1_0) {
            return Refusal.MALFORMED;
        }
        if (request.getMethod().matchesMethod("CONNECT")) {
            return new Refusal(405, "METHOD_NOT_ALLOWED", "CONNECT is not allowed: this is no proxy", "");
        }
        String target = request.getRequestURI();
        if (!target.startsWith("/") && !target.equals("*")) {
            return Refusal.validation("The request target must be a path", "");
        }
        try {
            String query = request.getQueryString();
            new URI(query == null || query.isEmpty() ? target : target + "?" + query);
        } catch (URISyntaxException e) {
            return Refusal.validation(
                    "The request target is not a valid URI; percent-encode what is not allowed there (RFC 3986)", "");
        }
        return null;
    }

    private @Nullable Refusal hostAndOrigin(HttpRequestPacket request, String host) {
        if (!isAllowedHost(host)) {
            return Refusal.forbidden(
                    "This gateway does not answer to that Host; use localhost, or start it with --allowed-host",
                    "Host");
        }
        if (!request.containsHeader(ORIGIN)) {
            return isForeignPage(request)
                    ? Refusal.forbidden(
                            "Pages of other origins may not call this gateway; those of --allowed-origin may, by CORS",
                            SITE)
                    : null;
        }
        String origin = single(request.getHeaders().values(ORIGIN));
        if (origin == null || !isAllowedOrigin(origin.toLowerCase(Locale.ROOT), host)) {
            return Refusal.forbidden(
                    "Pages of that Origin may not call this gateway; start it with --allowed-origin to let them",
                    ORIGIN);
        }
        return null;
    }

    /** Reports whether a page of another origin makes the request by itself (W3C Fetch Metadata); links may be followed. */
    private static boolean isForeignPage(HttpRequestPacket request) {
        String site = request.getHeader(SITE);
        return ("cross-site".equals(site) || "same-site".equals(site))
                && !(request.getMethod() == Method.GET
                        && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                        && "document".equals(request.getHeader("Sec-Fetch-Dest")));
    }

    private boolean isAllowedHost(String host) {
        if (!HOST.matcher(host).matches()) {
            return false;
        }
        String name = host.replaceFirst(":[0-9]+$", "");
        return name.equals("localhost")
                || name.equals("[::1]")
                || LOOPBACK_V4.matcher(name).matches()
                || allowedHosts.contains(name)
                || (anyAddress && ADDRESS.matcher(name).matches());
    }

    /** Where TLS is spoken for the gateway, anybody on the way can make a plain page of its name. */
    private boolean isAllowedOrigin(String origin, String host) {
        return allowedOrigins.contains(origin)
                || (origin.equals("http://" + host.replaceFirst(":80$", ""))
                        && !allowedOrigins.contains("https://" + host));
    }

    /** Returns the header's value, or null where it is absent or given more than once. */
    private static @Nullable String single(Iterable<String> header) {
        Iterator<String> values = header.iterator();
        if (!values.hasNext()) {
            return null;
        }
        String value = values.next();
        return values.hasNext() ? null : value.strip();
    }
}
