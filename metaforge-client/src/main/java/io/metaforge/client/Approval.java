package io.metaforge.client;

import io.metaforge.api.ApproveRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a proposal is approved. Immutable. */
public final class Approval {

    private static final Approval ALL = new Approval(null, null, null);

    private final @Nullable String comment;
    private final @Nullable String digest;
    private final @Nullable List<String> paths;

    private Approval(@Nullable String comment, @Nullable String digest, @Nullable List<String> paths) {
        this.comment = comment;
        this.digest = digest;
        this.paths = paths;
    }

    /** Approves every file. */
    public static Approval all() {
        return ALL;
    }

    /** Approves only these files; the others are turned down. */
    public static Approval only(String... paths) {
        return new Approval(null, null, List.of(paths));
    }

    /** Sets what is recorded with the decision. */
    public Approval withComment(String text) {
        return new Approval(text, digest, paths);
    }

    /**
     * Binds the decision to the change set of this digest: where another is pending, nothing is approved. Without this it is
     * the digest that the {@link Session} has seen last.
     */
    public Approval withDigest(String sha256) {
        return new Approval(comment, sha256, paths);
    }

    ApproveRequest request(@Nullable String seen) {
        return new ApproveRequest(comment, digest == null ? seen : digest, paths);
    }
}
