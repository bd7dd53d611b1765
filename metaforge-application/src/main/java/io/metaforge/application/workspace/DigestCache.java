package io.metaforge.application.workspace;

import io.metaforge.domain.artifact.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers digests of files by what their folder says about them: identity, size, and when they were changed. Thread-safe.
 *
 * <p>File systems keep times in steps of up to two seconds (FAT), so a file written twice within a step looks the same
 * before and after ("racy git"). A digest is therefore believed only if it was computed {@value #STEP_SECONDS} seconds or
 * more after the file was first seen as it is: whatever was written after that has another time. The clocks of the
 * machine and of the file system need not agree for this.
 */
final class DigestCache {

    /** More than the coarsest step there is. */
    static final int STEP_SECONDS = 3;

    /** Of the most recently asked for; some hundred bytes each. */
    private static final int MAX_FILES = 10_000;

    private static final boolean UNIX =
            Path.of("").getFileSystem().supportedFileAttributeViews().contains("unix");

    private final LongSupplier nanoTime;

    /** Guarded by itself. */
    private final Map<Path, Known> files = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Known> eldest) {
            return size() > MAX_FILES;
        }
    };

    DigestCache(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @param changed when content or attributes last changed, where the system tells; programs cannot set it back */
    private record Look(
            long size,
            Object modified,
            @Nullable Object identity,
            @Nullable Object changed) {

        static Look at(Path file) throws IOException {
            BasicFileAttributes basic =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Object changed = UNIX ? Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS) : null;
            return new Look(basic.size(), basic.lastModifiedTime(), basic.fileKey(), changed);
        }
    }

    private record Known(Look look, long firstSeen, long computed, Digest digest) {

        boolean isSettled() {
            return computed - firstSeen >= TimeUnit.SECONDS.toNanos(STEP_SECONDS);
        }
    }

    /** Returns the digest of a file that is known to be a regular one; fails on a symbolic link. */
    Digest digest(Path file) throws IOException {
        long now = nanoTime.getAsLong();
        Look look = Look.at(file);
        Known known;
        synchronized (files) {
            known = files.get(file);
        }
        boolean same = known != null && known.look().equals(look);
        if (known != null && same && known.isSettled()) {
            return known.digest();
        }
        Digest digest = FolderReader.digest(file);
        synchronized (files) {
            files.put(file, new Known(look, known != null && same ? known.firstSeen() : now, now, digest));
        }
        return digest;
    }

    /** Reports whether the next {@link #digest} of the file reads it, as it is now. */
    boolean computes(Path file) throws IOException {
        Look look = Look.at(file);
        synchronized (files) {
            Known known = files.get(file);
            return known == null || !known.look().equals(look) || !known.isSettled();
        }
    }
}
