package io.metaforge.domain.session;

import io.metaforge.domain.failure.Failure;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Identifies a session: {@code session-} and 26 lower-case Crockford base32 digits of a UUIDv7 (RFC 9562), so ids sort
 * by time of creation and cannot be guessed.
 *
 * @param value the id as printed
 */
public record SessionId(String value) implements Comparable<SessionId> {

    private static final String PREFIX = "session-";
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final Pattern FORM = Pattern.compile("session-[0-7][" + ALPHABET + "]{25}");

    public SessionId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not the id of a session: " + value);
        }
    }

    /**
     * Parses what a caller sent.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code NOT_FOUND} where {@code text} cannot name a
     *     session: a malformed id and an unknown one are the same to a caller
     */
    public static SessionId parse(String text) {
        if (!FORM.matcher(text).matches()) {
            String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
            throw Failure.notFound("session", shown.replaceAll("\\p{Cntrl}", "\uFFFD"))
                    .asException();
        }
        return new SessionId(text);
    }

    /** Encodes a UUID. */
    public static SessionId of(UUID uuid) {
        char[] digits = new char[26];
        long high = uuid.getMostSignificantBits();
        long low = uuid.getLeastSignificantBits();
        for (int i = 25; i >= 0; i--) {
            digits[i] = ALPHABET.charAt((int) (low & 31));
            low = (low >>> 5) | (high << 59);
            high >>>= 5;
        }
        return new SessionId(PREFIX + new String(digits));
    }

    /** Decodes the UUID, which databases store in 16 bytes. */
    public UUID uuid() {
        long high = 0;
        long low = 0;
        for (int i = PREFIX.length(); i < value.length(); i++) {
            high = (high << 5) | (low >>> 59);
            low = (low << 5) | ALPHABET.indexOf(value.charAt(i));
        }
        return new UUID(high, low);
    }

    @Override
    public int compareTo(SessionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
