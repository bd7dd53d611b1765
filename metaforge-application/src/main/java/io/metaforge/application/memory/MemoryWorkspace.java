package io.metaforge.application.memory;

import io.metaforge.application.port.out.Workspace;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A workspace in memory, for programs that keep their files elsewhere and for tests. Thread-safe. */
public final class MemoryWorkspace implements Workspace {

    /** Guarded by this workspace's monitor. */
    private final TreeMap<String, byte[]> files = new TreeMap<>();

    private final PathLocks locks = new PathLocks();

    /** Puts a file as an engineer would, without asking for approval. */
    public synchronized void put(String path, byte[] content) {
        WorkspacePath file = new WorkspacePath(path);
        if (obstructed(file)) {
            throw new IllegalArgumentException("a folder and a file cannot share the name " + path);
        }
        files.put(file.value(), content.clone());
    }

    /** Puts a text file in UTF-8. See {@link #put(String, byte[])}. */
    public void put(String path, String text) {
        put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the bytes at {@code path}; empty where there is no file. */
    public synchronized Optional<byte[]> get(String path) {
        return Optional.ofNullable(files.get(path)).map(byte[]::clone);
    }

    /** Removes a file as an engineer would. Returns false where there was none. */
    public synchronized boolean remove(String path) {
        return files.remove(path) != null;
    }

    /** Returns the paths of all files, in order. */
    public synchronized List<String> paths() {
        return List.copyOf(files.keySet());
    }

    @Override
    public String location() {
        return "memory";
    }

    @Override
    public synchronized Optional<byte[]> read(WorkspacePath path, long maxBytes) {
        byte[] content = file(path);
        if (content != null && content.length > maxBytes) {
            throw new Failure(
                            FailureKind.TOO_LARGE,
                            "The file '" + path + "' has " + content.length + " bytes, more than the " + maxBytes
                                    + " allowed",
                            Map.of("path", path.value(), "size", (long) content.length, "limit", maxBytes))
                    .asException();
        }
        return Optional.ofNullable(content).map(byte[]::clone);
    }

    @Override
    public synchronized Optional<Digest> digest(WorkspacePath path) {
        return Optional.ofNullable(file(path)).map(Digest::of);
    }

    private byte @Nullable [] file(WorkspacePath path) {
        if (isFolder(path.value())) {
            throw new Failure(
                            FailureKind.VALIDATION,
                            "Invalid path '" + path + "': it is a folder",
                            Map.of("path", path.value(), "expected", "path of a regular file"))
                    .asException();
        }
        return files.get(path.value());
    }

    private boolean isFolder(String path) {
        String inside = files.ceilingKey(path + "/");
        return inside != null && inside.startsWith(path + "/");
    }

    /** Reports whether no file can be at {@code path}: a folder is, or a file is where its folder would have to be. */
    private boolean obstructed(WorkspacePath path) {
        String value = path.value();
        for (int slash = value.indexOf('/'); slash >= 0; slash = value.indexOf('/', slash + 1)) {
            if (files.containsKey(value.substring(0, slash))) {
                return true;
            }
        }
        return isFolder(value);
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
    public synchronized void apply(List<FileChange> changes) throws ApplyRefused {
        List<WorkspacePath> changed = changes.stream()
                .filter(change -> !holdsNew(change) && !holdsBase(change))
                .map(FileChange::path)
                .toList();
        if (!changed.isEmpty()) {
            putBack(changes);
            throw new ApplyRefused(names(changed) + " was changed after the proposal was made", changed);
        }
        List<WorkspacePath> obstructed = write(changes);
        if (!obstructed.isEmpty()) {
            putBack(changes);
            throw new ApplyRefused(names(obstructed) + ": a folder and a file cannot share a name", obstructed);
        }
    }

    private static String names(List<WorkspacePath> paths) {
        return paths.stream().map(WorkspacePath::value).collect(Collectors.joining(", "));
    }

    /** Deletions come first: they can make room. Returns what could not be written. */
    private List<WorkspacePath> write(List<FileChange> changes) {
        changes.stream()
                .filter(change -> change.content() == null)
                .forEach(change -> files.remove(change.path().value()));
        List<WorkspacePath> obstructed = new ArrayList<>();
        for (FileChange change : changes) {
            byte[] content = change.content();
            if (content == null) {
                continue;
            }
            if (obstructed(change.path())) {
                obstructed.add(change.path());
            } else {
                files.put(change.path().value(), content.clone());
            }
        }
        return obstructed;
    }

    /** Undoes what this or an earlier, interrupted call has written; leaves alone what others have. */
    private void putBack(List<FileChange> changes) {
        for (FileChange change : changes) {
            if (holdsNew(change) && !holdsBase(change)) {
                Supplier<byte[]> base = change.baseContent();
                if (base == null) {
                    files.remove(change.path().value());
                } else {
                    files.put(change.path().value(), base.get().clone());
                }
            }
        }
    }

    private boolean holdsNew(FileChange change) {
        byte[] content = change.content();
        return holds(change.path(), content == null ? null : Digest.of(content));
    }

    private boolean holdsBase(FileChange change) {
        return holds(change.path(), change.base());
    }

    private boolean holds(WorkspacePath path, @Nullable Digest digest) {
        byte[] content = files.get(path.value());
        return content == null ? digest == null : Digest.of(content).equals(digest);
    }
}
