package io.metaforge.domain.access;

import io.metaforge.domain.artifact.Digest;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An API key as its owner holds it: {@code mfk_}, the id, {@code _}, and 256 random bits in 52 Crockford base32 digits.
 * The prefix lets scanners for leaked secrets find keys.
 *
 * <p>The gateway keeps {@link #digest()} only. One round of SHA-256 is enough, and a slow hash such as Argon2 would add
 * nothing but load: those are for passwords that people choose, of which one guess in some billions hits. Here every guess
 * is one in 2²⁵⁶, however quickly it is checked.
 */
public final class KeyText {

    /** What every key begins with. */
    public static final String PREFIX = "mfk_";

    private static final int ID_DIGITS = 12;
    private static final int SECRET_DIGITS = 52;
    private static final int LENGTH = PREFIX.length() + ID_DIGITS + 1 + SECRET_DIGITS;
    private static final Pattern FORM =
            Pattern.compile(PREFIX + "([" + KeyId.ALPHABET + "]{12})_[" + KeyId.ALPHABET + "]{52}");

    private final KeyId id;
    private final String text;

    private KeyText(KeyId id, String text) {
        this.id = id;
        this.text = text;
    }

    /** Makes a new key of {@code random}, which MUST be cryptographically strong. */
    public static KeyText random(RandomGenerator random) {
        KeyId id = new KeyId(digits(random, ID_DIGITS));
        return new KeyText(id, PREFIX + id + "_" + digits(random, SECRET_DIGITS));
    }

    private static String digits(RandomGenerator random, int count) {
        StringBuilder digits = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            digits.append(KeyId.ALPHABET.charAt(random.nextInt(32)));
        }
        return digits.toString();
    }

    /** Parses what a caller sent; empty where it is not a key at all. */
    public static Optional<KeyText> parse(@Nullable String text) {
        if (text == null || text.length() != LENGTH) {
            return Optional.empty();
        }
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() ? Optional.of(new KeyText(new KeyId(matcher.group(1)), text)) : Optional.empty();
    }

    /** Returns the id that stands in it. */
    public KeyId id() {
        return id;
    }

    /** Returns the whole key, for its owner, once. */
    public String reveal() {
        return text;
    }

    /** Returns the SHA-256 of the whole key. */
    public Digest digest() {
        return Digest.of(text);
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return PREFIX + id + "_…";
    }
}
