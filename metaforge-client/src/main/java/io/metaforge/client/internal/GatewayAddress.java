package io.metaforge.client.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a gateway is.
 *
 * @param root without a slash at the end, such as {@code http://localhost:3000}
 */
public record GatewayAddress(URI root) {

    private static final String API = "/api/v1";

    /**
     * Reads an address as users type it: a slash or {@code /api/v1} at its end is dropped.
     *
     * @throws IllegalArgumentException where it is not one of http or https with a host; the message never repeats a password
     */
    public static GatewayAddress parse(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw invalid("it is not a URL");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw invalid("it does not begin with http:// or https://");
        }
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65535) {
            throw invalid("it names no host, or a port that is none");
        }
        if (uri.getRawUserInfo() != null) {
            throw invalid("it holds a user name; an API key is an option of its own");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw invalid("it has a query or fragment");
        }
        String path = withoutSlashes(uri.getRawPath());
        if (path.endsWith(API)) {
            path = withoutSlashes(path.substring(0, path.length() - API.length()));
        }
        return new GatewayAddress(URI.create(scheme + "://" + uri.getRawAuthority() + path));
    }

    private static String withoutSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    private static IllegalArgumentException invalid(String why) {
        return new IllegalArgumentException(
                "not the address of a gateway: " + why + "; a good one is http://localhost:3000");
    }

    /** Returns the address of a path below {@code /api/v1}. */
    URI rest(String path) {
        return URI.create(root + API + path);
    }

    /** Encodes one segment of a path. */
    public static String segment(String text) {
        return encoded(text).replace("+", "%20");
    }

    /**
     * Encodes the path of a file, segment by segment.
     *
     * @throws IllegalArgumentException where it cannot be one, but would lead to something else
     */
    public static String path(String path) {
        if (Arrays.stream(path.split("/", -1)).anyMatch(Set.of("", ".", "..")::contains)) {
            throw new IllegalArgumentException("not the path of a file, such as docs/power.md: '" + path + "'");
        }
        return Arrays.stream(path.split("/", -1)).map(GatewayAddress::segment).collect(Collectors.joining("/"));
    }

    /** Encodes the value of a query parameter. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
