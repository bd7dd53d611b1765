package io.metaforge.boot.cli;

import io.metaforge.client.Session;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes sure that what was looked at is what is decided on. */
final class Digests {

    /** Enough that nobody finds another change set with the same beginning by chance. */
    static final int SHORTENED = 12;

    private Digests() {}

    /** Returns the beginning of a digest, which every command accepts. */
    static String shortened(String digest) {
        return digest.substring(0, Math.min(SHORTENED, digest.length()));
    }

    /**
     * Checks that the pending proposal is the one that was looked at.
     *
     * @param typed its digest, or the first 12 characters of it or more; null where none was given
     */
    static void require(Session session, @Nullable String typed) {
        if (typed == null) {
            return;
        }
        String wanted = typed.strip().toLowerCase(Locale.ROOT);
        if (!wanted.matches("[0-9a-f]{" + SHORTENED + ",64}")) {
            throw new CommandFailure(
                    ExitCodes.USAGE,
                    "--digest is '" + typed + "'; expected the digest that 'metaforge diff' shows, or its first "
                            + SHORTENED + " characters or more");
        }
        String pending = session.digest();
        if (pending == null || !pending.startsWith(wanted)) {
            throw new CommandFailure(
                    ExitCodes.REFUSED,
                    "the proposal of " + session.id() + " is not the one with the digest " + Digests.shortened(wanted)
                            + "…; look at it again: metaforge diff " + SessionIds.shortened(session.id()));
        }
    }
}
