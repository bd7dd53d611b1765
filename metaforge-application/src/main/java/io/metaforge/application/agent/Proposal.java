package io.metaforge.application.agent;

import io.metaforge.domain.artifact.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent wants written. Files that already hold exactly the proposed bytes are left out of the change set by the
 * application.
 *
 * @param files in any order, no path twice
 */
public record Proposal(List<ProposedFile> files) {

    /** Nothing to write: the session completes at once. */
    public static final Proposal NOTHING = new Proposal(List.of());

    public Proposal {
        files = List.copyOf(files);
    }

    /** Starts a proposal. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * One file.
     *
     * @param path where
     * @param content the whole file; null to delete it. Not copied: callers MUST NOT change it afterwards
     */
    public record ProposedFile(WorkspacePath path, byte @Nullable [] content) {}

    /** Collects files. Not thread-safe. */
    public static final class Builder {

        private final List<ProposedFile> files = new ArrayList<>();

        private Builder() {}

        /** Proposes to create the file or replace its content. */
        public Builder write(WorkspacePath path, byte[] content) {
            files.add(new ProposedFile(path, content));
            return this;
        }

        /** Proposes to create the file or replace its content with {@code text} in UTF-8. */
        public Builder write(WorkspacePath path, String text) {
            return write(path, text.getBytes(StandardCharsets.UTF_8));
        }

        /** Proposes to delete the file. */
        public Builder delete(WorkspacePath path) {
            files.add(new ProposedFile(path, null));
            return this;
        }

        /** Returns the proposal. */
        public Proposal build() {
            return new Proposal(files);
        }
    }
}
