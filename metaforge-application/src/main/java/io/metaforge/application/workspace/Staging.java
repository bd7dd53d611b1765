package io.metaforge.application.workspace;

import io.metaforge.application.workspace.Target.Obstructed;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A new file that waits beside its place: on the same disk, under a name that tells whose leftover it is.
 *
 * <p>Where the file's folder does not exist yet, the first missing folder is staged with the file in it, so that a crash
 * never leaves an empty folder behind.
 */
final class Staging {

    private final Target target;
    /** How many of the path's folders were there. */
    private final int depth;

    private final Path top;

    private Staging(Target target, int depth) {
        this.target = target;
        this.depth = depth;
        this.top = target.stagingPlace(depth);
    }

    static Staging begin(Target target) throws IOException, Obstructed {
        return new Staging(target, target.existingFolders());
    }

    Target target() {
        return target;
    }

    Staging write(Disk disk, byte[] content, @Nullable Set<PosixFilePermission> permissions) throws IOException {
        disk.discard(top);
        Path at = top;
        for (int level = depth; level < target.depth(); level++) {
            disk.createFolder(at);
            at = at.resolve(target.name(level + 1));
        }
        disk.write(at, content, permissions);
        return this;
    }

    /**
     * Moves the file to its place in one step.
     *
     * @param changed receives the folders whose entries changed
     * @return the folders that were made
     */
    Set<Path> place(Disk disk, Set<Path> changed) throws IOException {
        Path from = top;
        int level = depth;
        while (true) {
            // Another changeover, or another file of this one, can have made the folder in the meantime.
            while (level < target.depth() && isFolder(target.folder(level + 1))) {
                level++;
                from = from.resolve(target.name(level));
            }
            Path to = target.folder(level).resolve(target.name(level));
            try {
                disk.move(from, to);
                break;
            } catch (FileSystemException e) {
                if (level == target.depth() || !isFolder(to)) {
                    throw e;
                }
            }
        }
        changed.add(target.folder(level));
        Set<Path> made = new HashSet<>();
        for (int below = level + 1; below <= target.depth(); below++) {
            made.add(target.folder(below));
        }
        changed.addAll(made);
        return made;
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Removes what is left of the staging. A leftover does no harm; the next call for the same file removes it. */
    void discard(Disk disk) {
        try {
            disk.discard(top);
        } catch (IOException e) {
            // See above.
        }
    }
}
