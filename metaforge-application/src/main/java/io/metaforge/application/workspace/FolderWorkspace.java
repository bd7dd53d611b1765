package io.metaforge.application.workspace;

import io.metaforge.application.port.out.Workspace;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A workspace in a folder on disk.
 *
 * <p>Reads follow symbolic links as long as they stay inside the folder; writes follow none. Locks are kept in
 * {@code .forge/apply.lock} and exclude other processes on the same machine; on a network file system, as far as that
 * one supports POSIX or Windows record locks.
 */
public final class FolderWorkspace implements Workspace {

    private final Path given;
    private final Path root;
    private final FolderReader reader;
    private final FolderLocks locks;
    private final DiskSteps steps;
    private final DigestCache digests = new DigestCache(System::nanoTime);

    /**
     * Opens a folder.
     *
     * @throws IllegalArgumentException where {@code root} is not a folder
     */
    public FolderWorkspace(Path root) {
        this(root, DiskSteps.UNOBSERVED);
    }

    FolderWorkspace(Path root, DiskSteps steps) {
        this.given = root.toAbsolutePath();
        try {
            this.root = root.toRealPath();
        } catch (IOException e) {
            throw new IllegalArgumentException("no such folder: " + root, e);
        }
        if (!Files.isDirectory(this.root)) {
            throw new IllegalArgumentException("not a folder: " + root);
        }
        this.reader = new FolderReader(this.root);
        this.locks = FolderLocks.of(this.root);
        this.steps = steps;
    }

    @Override
    public String location() {
        return given.toString();
    }

    @Override
    public Optional<byte[]> read(WorkspacePath path, long maxBytes) {
        return reader.read(path, maxBytes);
    }

    @Override
    public Optional<Digest> digest(WorkspacePath path) {
        return reader.digest(path);
    }

    @Override
    public Optional<Digest> knownDigest(WorkspacePath path) {
        return reader.digest(path, digests);
    }

    @Override
    public Lock lock(Collection<WorkspacePath> paths) {
        return locks.lock(paths);
    }

    @Override
    public Lock lockAll() {
        return locks.lockAll();
    }

    @Override
    public void apply(List<FileChange> changes) throws ApplyRefused {
        List<WorkspacePath> inexpressible = changes.stream()
                .map(FileChange::path)
                .filter(path -> !reader.isExpressible(path))
                .toList();
        if (!inexpressible.isEmpty()) {
            throw new ApplyRefused(
                    "this machine's file system or locale cannot express the names "
                            + inexpressible.stream()
                                    .map(path -> "'" + path + "'")
                                    .collect(Collectors.joining(", ")),
                    inexpressible);
        }
        new Changeover(root, steps, changes).run();
    }
}
