package io.metaforge.application.port.out;

import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The folder an engineer works in. Thread-safe. */
public interface Workspace {

    /** Returns where it is, as the engineer would write it. */
    String location();

    /**
     * Reads a regular file.
     *
     * @param maxBytes larger files are refused unread
     * @return the bytes; empty where nothing is at {@code path}
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code VALIDATION} where something other than a
     *     regular file is there or a symbolic link leads outside, {@code TOO_LARGE} over {@code maxBytes}
     */
    Optional<byte[]> read(WorkspacePath path, long maxBytes);

    /** Computes the digest of a regular file; empty where nothing is at {@code path}. Throws like {@link #read}. */
    Optional<Digest> digest(WorkspacePath path);

    /**
     * Returns the digest of a regular file like {@link #digest}, from memory where the file gives no sign of having changed
     * since it was last computed. For reports, not for deciding what to write.
     */
    default Optional<Digest> knownDigest(WorkspacePath path) {
        return digest(path);
    }

    /**
     * Keeps every other holder, in this process and in others, from applying changes to these paths. Waits. The lock of a
     * process that died is free.
     */
    Lock lock(Collection<WorkspacePath> paths);

    /** Keeps every other holder from applying any change. Waits. */
    Lock lockAll();

    /**
     * Writes all files or none. The caller holds the lock.
     *
     * <p>Can be called again after the process died in the middle: files that already hold the new bytes count as
     * written. A file is replaced in one step, so readers see the old bytes or the new, and everything is on the disk
     * when this returns.
     *
     * <p>A deletion makes room for the others: a file can become a folder. Symbolic links are never written through.
     *
     * @throws ApplyRefused where a file is neither its base nor the new bytes, or the disk refuses; nothing of it is in
     *     the workspace then: what was already written has been put back. The message is a clause or several, without a full
     *     stop
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code UNAVAILABLE} where the disk refuses to put
     *     back, too: each file is then its base or its new bytes, and another call finishes or puts back
     */
    void apply(List<FileChange> changes) throws ApplyRefused;

    /**
     * A file to write.
     *
     * @param path where
     * @param content the new bytes; null to delete
     * @param base digest of the bytes that must be there now; null where there must be no file
     * @param baseContent supplies the bytes of {@code base}, called only to put them back; null where base is null
     */
    record FileChange(
            WorkspacePath path,
            byte @Nullable [] content,
            @Nullable Digest base,
            @Nullable Supplier<byte[]> baseContent) {}

    /** A held lock. Closing it from any thread frees it. */
    interface Lock extends AutoCloseable {
        @Override
        void close();
    }

    /** Tells which files could not be written, and why. */
    final class ApplyRefused extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient List<WorkspacePath> paths;

        public ApplyRefused(String message, List<WorkspacePath> paths) {
            super(message);
            this.paths = List.copyOf(paths);
        }

        public ApplyRefused(String message, List<WorkspacePath> paths, Throwable cause) {
            super(message, cause);
            this.paths = List.copyOf(paths);
        }

        /** Returns the files at fault. */
        public List<WorkspacePath> paths() {
            return paths;
        }
    }
}
