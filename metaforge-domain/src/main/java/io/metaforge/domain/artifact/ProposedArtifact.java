package io.metaforge.domain.artifact;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file as a proposal wants it to be, and the state of the workspace that proposal was made against.
 *
 * @param path the file
 * @param change what happens to it
 * @param size of the proposed file in bytes; 0 for a deletion
 * @param content digest of the proposed bytes; null for a deletion
 * @param base digest of the bytes the proposal was made against; null for a creation
 * @param linesAdded lines in the proposed file that the base does not have; 0 for binary files
 * @param linesRemoved lines of the base that the proposed file does not have; 0 for binary files
 */
public record ProposedArtifact(
        WorkspacePath path,
        Change change,
        long size,
        @Nullable Digest content,
        @Nullable Digest base,
        int linesAdded,
        int linesRemoved) {

    public ProposedArtifact {
        Objects.requireNonNull(path, "path");
        if ((content == null) != (change == Change.DELETE)) {
            throw new IllegalArgumentException("a deletion, and only a deletion, has no content: " + path);
        }
        if ((base == null) != (change == Change.CREATE)) {
            throw new IllegalArgumentException("a creation, and only a creation, has no base: " + path);
        }
        if (size < 0 || linesAdded < 0 || linesRemoved < 0) {
            throw new IllegalArgumentException("negative count: " + path);
        }
    }

    /** Returns the change in lines as the API prints it, such as {@code +85 -0}. */
    public String diffStat() {
        return "+" + linesAdded + " -" + linesRemoved;
    }
}
