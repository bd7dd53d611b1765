package io.metaforge.application.workspace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The steps by which files change on disk, each announced before it is done. */
final class Disk {

    /** Whether files have permission bits, and folders can be synced. */
    static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    /** Bounds the direct buffer that the JDK keeps for each thread that wrote. */
    private static final int CHUNK = 256 << 10;

    private final DiskSteps steps;

    Disk(DiskSteps steps) {
        this.steps = steps;
    }

    void createFolder(Path folder) throws IOException {
        steps.before("create folder");
        Files.createDirectory(folder);
    }

    /**
     * Writes a new file and waits until it is on the disk.
     *
     * @param permissions it is to have from the first moment on; null for the process's default
     */
    void write(Path file, byte[] content, @Nullable Set<PosixFilePermission> permissions) throws IOException {
        steps.before("create file");
        Interrupts.postponed(() -> {
            Files.deleteIfExists(file);
            try (FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    attributes(permissions))) {
                if (permissions != null) {
                    Files.setPosixFilePermissions(file, permissions);
                }
                steps.before("write file");
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.position() < content.length) {
                    bytes.limit(Math.min(content.length, bytes.position() + CHUNK));
                    channel.write(bytes);
                }
                steps.before("sync file");
                channel.force(true);
            }
            return file;
        });
    }

    private static FileAttribute<?>[] attributes(@Nullable Set<PosixFilePermission> permissions) {
        return permissions == null
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }

    /** Moves a file or folder in one step; a file replaces a file. */
    void move(Path from, Path to) throws IOException {
        steps.before("move");
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("another disk is mounted there", e);
        }
    }

    void delete(Path file) throws IOException {
        steps.before("delete");
        Files.delete(file);
    }

    /** Removes a folder if it is empty. */
    boolean deleteEmptyFolder(Path folder) throws IOException {
        steps.before("delete folder");
        try {
            return Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    /** Waits until the content of a file, or the names in a folder, are on the disk. */
    void sync(Path fileOrFolder) throws IOException {
        steps.before("sync");
        if (!POSIX) {
            return; // Windows opens no folders, and writes names through by itself.
        }
        Interrupts.postponed(() -> {
            try (FileChannel channel = FileChannel.open(fileOrFolder, StandardOpenOption.READ)) {
                channel.force(true);
            }
            return fileOrFolder;
        });
    }

    /** Removes what was staged, a file or a folder with all that is in it; does nothing where nothing is there. */
    void discard(Path staged) throws IOException {
        if (!Files.exists(staged, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        steps.before("discard");
        discardTree(staged);
    }

    private static void discardTree(Path staged) throws IOException {
        if (Files.isDirectory(staged, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(staged)) {
                for (Path entry : entries) {
                    discardTree(entry);
                }
            }
        }
        Files.deleteIfExists(staged);
    }
}
