package io.metaforge.boot.configuration;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An external database and who connects to it.
 *
 * @param jdbcUrl without credentials
 * @param user null for the operating system's
 * @param password null for none
 */
public record DatabaseAddress(
        String jdbcUrl, @Nullable String user, @Nullable String password) {

    private static final String EXPECTED =
            "postgres://USER:PASSWORD@HOST:PORT/DATABASE or jdbc:postgresql://HOST:PORT/DATABASE";

    /**
     * Parses what was configured. Credentials beside the URL win over those inside.
     *
     * @param place where the URL was set, for messages
     */
    static DatabaseAddress parse(String url, @Nullable String user, @Nullable String password, String place) {
        String plain = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
        URI uri;
        try {
            uri = new URI(plain);
        } catch (URISyntaxException e) {
            // The URL itself can hold a password, so it is not repeated.
            throw wrong(place);
        }
        String scheme = uri.getScheme();
        if (!("postgresql".equals(scheme) || (!url.startsWith("jdbc:") && "postgres".equals(scheme)))
                || uri.getHost() == null
                || uri.getPath() == null
                || uri.getPath().length() < 2) {
            throw wrong(place);
        }
        String userInUrl = null;
        String passwordInUrl = null;
        if (uri.getRawUserInfo() != null) {
            String[] parts = uri.getRawUserInfo().split(":", 2);
            userInUrl = decode(parts[0]);
            passwordInUrl = parts.length == 2 ? decode(parts[1]) : null;
        }
        List<String> parameters = new ArrayList<>();
        if (uri.getRawQuery() != null) {
            for (String parameter : uri.getRawQuery().split("&")) {
                if (parameter.startsWith("user=")) {
                    userInUrl = decode(parameter.substring("user=".length()));
                } else if (parameter.startsWith("password=")) {
                    passwordInUrl = decode(parameter.substring("password=".length()));
                } else if (!parameter.isEmpty()) {
                    parameters.add(parameter);
                }
            }
        }
        String port = uri.getPort() == -1 ? "" : ":" + uri.getPort();
        String query = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
        return new DatabaseAddress(
                "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query,
                user != null ? user : userInUrl,
                password != null ? password : passwordInUrl);
    }

    /** Returns the address as it can be shown: without the password. */
    public String shown() {
        String plain = jdbcUrl.substring("jdbc:".length());
        return user == null
                ? plain
                : plain.replaceFirst("//", "//" + URLEncoder.encode(user, StandardCharsets.UTF_8) + "@");
    }

    @Override
    public String toString() {
        return shown();
    }

    private static String decode(String text) {
        // In user info and JDBC parameters a plus sign is itself.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static ConfigurationException wrong(String place) {
        return new ConfigurationException(place + " is not the address of a PostgreSQL database; expected " + EXPECTED);
    }
}
