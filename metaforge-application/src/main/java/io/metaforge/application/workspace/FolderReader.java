package io.metaforge.application.workspace;

import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads regular files inside one folder, whatever hostile links and special files lie in it. Thread-safe.
 *
 * <p>Nothing is opened before it is known to be a regular file inside: opening a FIFO would wait for ever, and opening a
 * device can do anything.
 */
final class FolderReader {

    private static final int CHUNK = 64 << 10;
    private static final int LARGEST = Integer.MAX_VALUE - 64;

    private final Path root;

    /** Reads below {@code root}, which is a real path. */
    FolderReader(Path root) {
        this.root = root;
    }

    Optional<byte[]> read(WorkspacePath path, long maxBytes) {
        Path file = find(path);
        if (file == null) {
            return Optional.empty();
        }
        try {
            long size = Files.size(file);
            if (size > Math.min(maxBytes, LARGEST)) {
                throw tooLarge(path, size, Math.min(maxBytes, LARGEST));
            }
            return Optional.of(Interrupts.postponed(() -> {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) size);
                if (!copy(file, bytes, maxBytes)) {
                    throw tooLarge(path, maxBytes + 1, maxBytes);
                }
                return bytes.toByteArray();
            }));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    Optional<Digest> digest(WorkspacePath path) {
        Path file = find(path);
        try {
            return file == null ? Optional.empty() : Optional.of(digest(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Returns the digest of a file, from {@code cache} where that has it. */
    Optional<Digest> digest(WorkspacePath path, DigestCache cache) {
        Path file = find(path);
        try {
            return file == null ? Optional.empty() : Optional.of(cache.digest(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Computes the digest of a file that is known to be a regular one; fails on a symbolic link. */
    static Digest digest(Path file) throws IOException {
        return Interrupts.postponed(() -> {
            MessageDigest sha256 = sha256();
            try (OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
                copy(file, sink, Long.MAX_VALUE);
            }
            return new Digest(HexFormat.of().formatHex(sha256.digest()));
        });
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform provides SHA-256", e);
        }
    }

    /** Copies a file; gives up and returns false as soon as there is more than {@code maxBytes}. */
    private static boolean copy(Path file, OutputStream to, long maxBytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                WritableByteChannel sink = Channels.newChannel(to)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(1, Math.min(channel.size() + 1, CHUNK)));
            long copied = 0;
            while (channel.read(buffer) >= 0) {
                copied += buffer.position();
                if (copied > maxBytes) {
                    return false;
                }
                sink.write(buffer.flip());
                buffer.clear();
            }
            return true;
        }
    }

    /** Follows {@code path} name by name to a regular file inside the folder; null where nothing is there. */
    private @Nullable Path find(WorkspacePath path) {
        Path at = root;
        Path names = relative(path);
        for (int i = 0; i < names.getNameCount(); i++) {
            boolean last = i == names.getNameCount() - 1;
            at = at.resolve(names.getName(i));
            BasicFileAttributes attributes = attributes(path, at);
            if (attributes != null && attributes.isSymbolicLink()) {
                at = target(path, at);
                attributes = attributes(path, at);
            }
            if (attributes == null || !last && attributes.isRegularFile()) {
                return null;
            }
            if (last && attributes.isDirectory()) {
                throw invalid(path, "is a folder");
            }
            if (last ? !attributes.isRegularFile() : !attributes.isDirectory()) {
                throw invalid(path, "is not a regular file");
            }
        }
        requireInside(path, at);
        return at;
    }

    /** Reports whether a file of that name can be on this machine; not every locale has every character. */
    boolean isExpressible(WorkspacePath path) {
        try {
            root.getFileSystem().getPath(path.value());
            return true;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private Path relative(WorkspacePath path) {
        try {
            return root.getFileSystem().getPath(path.value());
        } catch (InvalidPathException e) {
            throw invalid(path, "has a name that this machine's file system or locale cannot express");
        }
    }

    private static @Nullable BasicFileAttributes attributes(WorkspacePath path, Path at) {
        try {
            return Files.readAttributes(at, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private Path target(WorkspacePath path, Path link) {
        Path target;
        try {
            target = link.toRealPath();
        } catch (AccessDeniedException e) {
            throw invalid(path, "leads outside the workspace through a symbolic link");
        } catch (IOException e) {
            throw invalid(path, "leads nowhere through a symbolic link");
        }
        requireInside(path, target);
        return target;
    }

    /** Also finds folders under another spelling: file systems can ignore case and some characters. */
    private void requireInside(WorkspacePath path, Path at) {
        String refusal = refusal(root, at);
        if (refusal != null) {
            throw invalid(path, refusal);
        }
    }

    /** Says why what is at {@code at} is none of the workspace's business; null where it is. */
    static @Nullable String refusal(Path root, Path at) {
        try {
            Path real = at.toRealPath();
            if (!real.startsWith(root)) {
                return "leads outside the workspace through a symbolic link";
            }
            if (!real.equals(root)) {
                new WorkspacePath(portable(root.relativize(real)));
            }
            return null;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            return "cannot be reached";
        } catch (MetaForgeException e) {
            return "leads into a folder that is not part of the design";
        }
    }

    private static String portable(Path relative) {
        return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
    }

    private static MetaForgeException invalid(WorkspacePath path, String problem) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("path", path.value());
        details.put("expected", "path of a regular file inside the workspace");
        return new Failure(FailureKind.VALIDATION, "Invalid path '" + path + "': it " + problem, details).asException();
    }

    private static MetaForgeException tooLarge(WorkspacePath path, long size, long limit) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("path", path.value());
        details.put("size", size);
        details.put("limit", limit);
        return new Failure(
                        FailureKind.TOO_LARGE,
                        "The file '" + path + "' has " + size + " bytes or more, over the limit of " + limit,
                        details)
                .asException();
    }

    private static MetaForgeException unreadable(WorkspacePath path, IOException cause) {
        FailureKind kind = cause instanceof AccessDeniedException ? FailureKind.VALIDATION : FailureKind.UNAVAILABLE;
        return new MetaForgeException(
                new Failure(kind, "Cannot read '" + path + "': " + Refusal.reason(cause), Map.of("path", path.value())),
                cause);
    }
}
