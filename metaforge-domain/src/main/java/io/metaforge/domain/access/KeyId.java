package io.metaforge.domain.access;

import java.util.regex.Pattern;

/**
 * Identifies an API key. It stands in the key's own text and in lists, and is no secret.
 *
 * @param value 12 lower-case Crockford base32 digits
 */
public record KeyId(String value) implements Comparable<KeyId> {

    static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final Pattern FORM = Pattern.compile("[" + ALPHABET + "]{12}");

    public KeyId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not the id of an API key: " + value);
        }
    }

    /** Reports whether {@code text} has the form of an id. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public int compareTo(KeyId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
