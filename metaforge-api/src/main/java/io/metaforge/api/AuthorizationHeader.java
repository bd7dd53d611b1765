package io.metaforge.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Authorization} (RFC 9110, section 11.6.2), which carries an API key: as {@code Bearer} (RFC 6750), or as
 * the password of {@code Basic} (RFC 7617), whatever the user's name, so that a browser can ask for it.
 */
public final class AuthorizationHeader {

    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    private AuthorizationHeader() {}

    /**
     * Returns the key; null where there is none.
     *
     * @param values of all headers of that name: more than one count as none, for nobody could tell which is meant
     */
    public static @Nullable String key(Iterable<String> values) {
        Iterator<String> iterator = values.iterator();
        if (!iterator.hasNext()) {
            return null;
        }
        String value = iterator.next().strip();
        if (iterator.hasNext()) {
            return null;
        }
        if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return value.substring(BEARER.length()).strip();
        }
        return value.regionMatches(true, 0, BASIC, 0, BASIC.length())
                ? password(value.substring(BASIC.length()).strip())
                : null;
    }

    private static @Nullable String password(String credentials) {
        try {
            String decoded = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            return colon < 0 ? null : decoded.substring(colon + 1);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
