package io.metaforge.application.workspace;

import io.metaforge.application.port.out.Workspace;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The locks of one folder: 64 stripes, each a semaphore in this process and one byte of {@code .forge/apply.lock} for the
 * other processes. Thread-safe.
 *
 * <p>Stripes are taken in ascending order, first all semaphores, then all bytes, so no two holders wait for each other.
 */
final class FolderLocks {

    private static final int STRIPES = 64;
    private static final long FIRST_PAUSE_NANOS = 500_000;
    private static final long LONGEST_PAUSE_NANOS = 16_000_000;

    /**
     * One instance per folder: record locks belong to the whole process, and closing any channel of the file frees all of
     * them.
     */
    private static final Map<Path, WeakReference<FolderLocks>> KNOWN = new HashMap<>();

    private final Path forge;
    private final Semaphore[] stripes = new Semaphore[STRIPES];

    /** Open while there are holders. Guarded by this object's monitor, like the count. */
    private @Nullable FileChannel channel;

    private int holders;

    private FolderLocks(Path root) {
        this.forge = root.resolve(".forge");
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Semaphore(1, true);
        }
    }

    /** Returns the locks of a folder given by its real path. */
    static FolderLocks of(Path root) {
        synchronized (KNOWN) {
            KNOWN.values().removeIf(reference -> reference.get() == null);
            WeakReference<FolderLocks> reference = KNOWN.get(root);
            FolderLocks known = reference == null ? null : reference.get();
            if (known == null) {
                known = new FolderLocks(root);
                KNOWN.put(root, new WeakReference<>(known));
            }
            return known;
        }
    }

    Workspace.Lock lock(Collection<WorkspacePath> paths) {
        return lock(
                paths.stream().mapToInt(FolderLocks::stripe).sorted().distinct().toArray());
    }

    Workspace.Lock lockAll() {
        return lock(IntStream.range(0, STRIPES).toArray());
    }

    /** Spellings that some file system takes for the same file share a stripe. */
    private static int stripe(WorkspacePath path) {
        String folded = Normalizer.normalize(path.value(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        return Math.floorMod(folded.hashCode() * 0x9E3779B9 >>> 16, STRIPES);
    }

    private Workspace.Lock lock(int[] wanted) {
        for (int stripe : wanted) {
            stripes[stripe].acquireUninterruptibly();
        }
        List<FileLock> bytes = new ArrayList<>(wanted.length);
        boolean opened = false;
        try {
            FileChannel open = open();
            opened = true;
            for (int stripe : wanted) {
                bytes.add(lockByte(open, stripe));
            }
        } catch (IOException | RuntimeException e) {
            free(wanted, bytes, opened);
            if (e instanceof RuntimeException bug) {
                throw bug;
            }
            throw new MetaForgeException(
                    new Failure(
                            FailureKind.UNAVAILABLE,
                            "Cannot lock the workspace by .forge/apply.lock: " + Refusal.reason((IOException) e)),
                    e);
        }
        AtomicBoolean held = new AtomicBoolean(true);
        return () -> {
            if (held.getAndSet(false)) {
                free(wanted, bytes, true);
            }
        };
    }

    private void free(int[] wanted, List<FileLock> bytes, boolean opened) {
        try {
            for (FileLock each : bytes) {
                each.release();
            }
        } catch (IOException e) {
            // The channel is closed already, which freed the byte.
        } finally {
            if (opened) {
                close();
            }
            for (int stripe : wanted) {
                stripes[stripe].release();
            }
        }
    }

    /**
     * Polls: a blocking lock would be broken by an interrupt of the waiting thread, which closes the channel under all
     * other holders, and POSIX takes two waiting threads of one process for a deadlock.
     */
    private static FileLock lockByte(FileChannel open, int stripe) throws IOException {
        boolean interrupted = false;
        try {
            for (long pause = FIRST_PAUSE_NANOS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
                FileLock lock = tryLock(open, stripe);
                if (lock != null) {
                    return lock;
                }
                LockSupport.parkNanos(pause);
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel open, int stripe) throws IOException {
        try {
            return open.tryLock(stripe, 1, false);
        } catch (OverlappingFileLockException e) {
            // Held by a copy of this class from another class loader.
            return null;
        }
    }

    private synchronized FileChannel open() throws IOException {
        if (channel == null) {
            prepare();
            channel = FileChannel.open(
                    forge.resolve("apply.lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        }
        holders++;
        return channel;
    }

    private synchronized void close() {
        holders--;
        if (holders == 0 && channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing was written through it; the descriptor is gone either way.
            }
            channel = null;
        }
    }

    /** Creates {@code .forge}, which version control is to ignore. A link in its place could lead anywhere. */
    private void prepare() throws IOException {
        try {
            Files.createDirectory(forge);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(forge, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(".forge is not a folder", e);
            }
        }
        Path ignore = forge.resolve(".gitignore");
        if (Files.notExists(ignore, LinkOption.NOFOLLOW_LINKS)) {
            Files.write(ignore, "*\n".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
