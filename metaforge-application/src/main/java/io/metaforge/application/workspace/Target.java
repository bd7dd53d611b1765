package io.metaforge.application.workspace;

import io.metaforge.application.port.out.Workspace.FileChange;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One file of a changeover: where it goes, and what is there. Follows no symbolic link, not even one that stays inside:
 * two paths to one file could not be told apart.
 */
final class Target {

    /** Keeps names of staged files, in code points of up to four bytes, far below the 255 bytes a name can have. */
    private static final int LONGEST_SHOWN = 40;

    private final Path root;
    private final FileChange change;
    private final @Nullable Digest proposed;
    private final boolean folderOfAnother;
    private final Set<WorkspacePath> changed;
    private final List<Path> names = new ArrayList<>();

    /**
     * Describes one file of several.
     *
     * @param changes all of them, this one included
     * @throws java.nio.file.InvalidPathException where the platform cannot express the path
     */
    Target(Path root, FileChange change, List<FileChange> changes) {
        this.root = root;
        this.change = change;
        byte[] content = change.content();
        this.proposed = content == null ? null : Digest.of(content);
        this.changed = changes.stream().map(FileChange::path).collect(Collectors.toSet());
        this.folderOfAnother = changed.stream().anyMatch(other -> other.value().startsWith(change.path() + "/"));
        root.getFileSystem().getPath(change.path().value()).forEach(names::add);
    }

    /** What was seen at a target at one time. Equal ones were the same file with, as good as certainly, the same bytes. */
    record Seen(
            @Nullable Digest digest,
            @Nullable Object key,
            long size,
            @Nullable FileTime modified,
            @Nullable Set<PosixFilePermission> permissions) {

        static final Seen NOTHING = new Seen(null, null, 0, null, null);
    }

    /** Something that cannot be replaced by a file, or a way to it that cannot be gone. */
    static final class Obstructed extends Exception {

        private static final long serialVersionUID = 1L;

        Obstructed(String problem) {
            super(problem);
        }
    }

    WorkspacePath path() {
        return change.path();
    }

    FileChange change() {
        return change;
    }

    /** Returns the digest of the bytes to write; null to delete. */
    @Nullable
    Digest proposed() {
        return proposed;
    }

    boolean isProposed(Seen seen) {
        return Objects.equals(seen.digest, proposed);
    }

    boolean isBase(Seen seen) {
        return Objects.equals(seen.digest, change.base());
    }

    Path file() {
        return folder(names.size() - 1).resolve(names.get(names.size() - 1));
    }

    /** Returns the folder {@code depth} names below the root. */
    Path folder(int depth) {
        Path folder = root;
        for (Path name : names.subList(0, depth)) {
            folder = folder.resolve(name);
        }
        return folder;
    }

    /** Returns how many folders the path names. */
    int depth() {
        return names.size() - 1;
    }

    /** Returns all folders the path names. */
    List<Path> folders() {
        return IntStream.rangeClosed(1, depth()).mapToObj(this::folder).toList();
    }

    /** Returns where the file, or its first missing folder, is staged when so many of its folders exist. */
    Path stagingPlace(int existing) {
        String name = names.get(existing).toString();
        String shortened = name.codePointCount(0, name.length()) > LONGEST_SHOWN
                ? name.substring(0, name.offsetByCodePoints(0, LONGEST_SHOWN))
                : name;
        String owner = Digest.of(change.path().value()).hex().substring(0, 16);
        return folder(existing).resolve("." + shortened + ".metaforge-tmp-" + owner);
    }

    Path name(int index) {
        return names.get(index);
    }

    /** Looks at the file and reads it. */
    Seen look() throws IOException, Obstructed {
        Seen glance = glance();
        if (glance == Seen.NOTHING) {
            return glance;
        }
        try {
            return new Seen(FolderReader.digest(file()), glance.key, glance.size, glance.modified, glance.permissions);
        } catch (NoSuchFileException e) {
            return Seen.NOTHING;
        }
    }

    /** Refuses if the file is no longer as it was seen. Does not read it. */
    void requireStill(@Nullable Seen seen) throws IOException, Obstructed {
        Seen now = glance();
        if (seen == null
                || !Objects.equals(now.key, seen.key)
                || now.size != seen.size
                || !Objects.equals(now.modified, seen.modified)) {
            throw new Obstructed("was changed in this moment");
        }
    }

    /** Refuses if a file that stays is where one of this file's folders has to be. */
    Target requireRoomForFolders() throws IOException, Obstructed {
        int existing = existingFolders();
        if (existing < depth()) {
            WorkspacePath next = new WorkspacePath(
                    names.subList(0, existing + 1).stream().map(Path::toString).collect(Collectors.joining("/")));
            boolean file = attributes(folder(existing + 1))
                    .filter(BasicFileAttributes::isRegularFile)
                    .isPresent();
            if (file && !changed.contains(next)) {
                throw new Obstructed("needs a folder where the file '" + next + "' is");
            }
        }
        return this;
    }

    private Seen glance() throws IOException, Obstructed {
        if (existingFolders() < depth()) {
            return Seen.NOTHING;
        }
        Optional<BasicFileAttributes> found = attributes(file());
        if (found.isEmpty()) {
            return Seen.NOTHING;
        }
        BasicFileAttributes attributes = found.get();
        if (attributes.isSymbolicLink()) {
            throw new Obstructed("is a symbolic link, which is never written through");
        } else if (attributes.isDirectory()) {
            if (folderOfAnother) {
                return Seen.NOTHING;
            }
            throw new Obstructed("is a folder");
        } else if (!attributes.isRegularFile()) {
            throw new Obstructed("is not a regular file");
        }
        return new Seen(
                null,
                attributes.fileKey(),
                attributes.size(),
                attributes.lastModifiedTime(),
                attributes instanceof PosixFileAttributes posix ? posix.permissions() : null);
    }

    /**
     * Returns how many of the path's folders are there. What stands in the place of the next one, if anything, is a
     * regular file.
     */
    int existingFolders() throws IOException, Obstructed {
        int depth = 0;
        Path folder = root;
        while (depth < depth()) {
            folder = folder.resolve(names.get(depth));
            Optional<BasicFileAttributes> attributes = attributes(folder);
            if (attributes.isEmpty() || attributes.get().isRegularFile()) {
                break;
            }
            if (attributes.get().isSymbolicLink()) {
                throw new Obstructed("leads through the symbolic link '" + relative(folder)
                        + "', and links are never written through");
            } else if (!attributes.get().isDirectory()) {
                throw new Obstructed("leads through '" + relative(folder) + "', which is not a folder");
            }
            depth++;
        }
        String refusal = FolderReader.refusal(root, folder(depth));
        if (refusal != null) {
            throw new Obstructed(refusal);
        }
        return depth;
    }

    private String relative(Path folder) {
        return root.relativize(folder).toString();
    }

    private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
        try {
            return Optional.of(
                    Disk.POSIX
                            ? Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            : Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
