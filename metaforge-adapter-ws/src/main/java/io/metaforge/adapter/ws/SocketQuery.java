package io.metaforge.adapter.ws;

import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.session.SessionId;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for in the query of the handshake. Parameters beyond these are ignored.
 *
 * @param after position after which everything is to be sent; null for what is to come only
 * @param session whose events are wanted; null for all
 */
record SocketQuery(@Nullable Long after, @Nullable SessionId session) {

    private static final String LATEST = "latest";
    private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");

    /**
     * Parses a query string.
     *
     * @param query without the question mark; null where there is none
     * @throws MetaForgeException of kind {@code VALIDATION}
     */
    static SocketQuery parse(@Nullable String query) {
        String after = null;
        String session = null;
        if (query != null) {
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
                if (name.equals("after")) {
                    after = once("after", after, value);
                } else if (name.equals("session")) {
                    session = once("session", session, value);
                }
            }
        }
        return new SocketQuery(
                after == null || after.equals(LATEST) ? null : position(after),
                session == null ? null : session(session));
    }

    private static String once(String name, @Nullable String before, String value) {
        if (before != null) {
            throw Failure.invalid(name, "at most once", "Invalid query: " + name + " is given more than once")
                    .asException();
        }
        return value;
    }

    private static long position(String text) {
        if (!POSITION.matcher(text).matches()) {
            throw Failure.invalid(
                            "after",
                            "the id of an event, 0 or latest",
                            "Invalid query: after must be the id of an event, 0 for all, or latest for none so far")
                    .asException();
        }
        return Long.parseLong(text);
    }

    private static SessionId session(String text) {
        try {
            return SessionId.parse(text);
        } catch (MetaForgeException e) {
            throw Failure.invalid(
                            "session", "the id of a session", "Invalid query: session must be the id of a session")
                    .asException();
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Failure.invalid("query", "percent-encoded UTF-8", "Invalid query: it is not percent-encoded UTF-8")
                    .asException();
        }
    }
}
