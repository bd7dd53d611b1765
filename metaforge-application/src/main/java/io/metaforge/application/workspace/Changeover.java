package io.metaforge.application.workspace;

import io.metaforge.application.port.out.Workspace.ApplyRefused;
import io.metaforge.application.port.out.Workspace.FileChange;
import io.metaforge.application.workspace.Target.Obstructed;
import io.metaforge.application.workspace.Target.Seen;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings files from their bases to their new bytes, all or none.
 *
 * <p>Everything new is staged beside its place and on the disk before the first file changes; what follows is only
 * deletions and renames, each a single step. At any instant each file is its base or its new bytes, so a call after a
 * crash can tell how far the last one came. Used once, by one thread that holds the lock.
 */
final class Changeover {

    private static final int PUT_BACK_ATTEMPTS = 3;

    private final Path root;
    private final Disk disk;
    private final List<Target> targets;

    /** Files that hold the new bytes by an earlier call, which did not live to return. */
    private final Set<WorkspacePath> alreadyDone = new HashSet<>();

    private boolean looked;

    /** Folders that go again when the changes are put back. */
    private final Set<Path> createdFolders = new HashSet<>();

    private final Map<WorkspacePath, Set<PosixFilePermission>> permissions = new HashMap<>();

    Changeover(Path root, DiskSteps steps, List<FileChange> changes) {
        this.root = root;
        this.disk = new Disk(steps);
        this.targets = targets(changes);
        if (targets.stream().map(Target::path).distinct().count() < targets.size()) {
            throw new IllegalArgumentException("a file can be changed only once");
        }
    }

    private List<Target> targets(List<FileChange> changes) {
        return changes.stream().map(change -> new Target(root, change, changes)).toList();
    }

    void run() throws ApplyRefused {
        try {
            requireDistinctSpellings();
            for (Target target : targets) {
                attempt(target, () -> discardLeftovers(target));
            }
            Map<Target, Seen> seen = look(targets);
            List<Target> open = new ArrayList<>();
            for (Target target : targets) {
                if (target.isProposed(seen.get(target))) {
                    alreadyDone.add(target.path());
                    attempt(target, () -> sync(target));
                } else {
                    open.add(target);
                }
            }
            looked = true;
            change(open, false);
        } catch (Refused e) {
            putBack();
            throw e.toApplyRefused();
        } catch (RuntimeException e) {
            putBack();
            throw e;
        }
    }

    /** Refuses two files that a file system without upper and lower case would take for one. */
    private void requireDistinctSpellings() throws Refused {
        if (Files.notExists(root.resolve(".FORGE"), LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Map<String, WorkspacePath> spellings = new HashMap<>();
        for (Target target : targets) {
            WorkspacePath path = target.path();
            WorkspacePath other = spellings.putIfAbsent(path.value().toLowerCase(Locale.ROOT), path);
            if (other != null) {
                throw new Refused(List.of(new Refusal(path, "and '" + other + "' are one file on this file system")));
            }
        }
    }

    private Target discardLeftovers(Target target) throws IOException, Obstructed {
        int existing = target.existingFolders();
        for (int depth = 0; depth <= existing; depth++) {
            disk.discard(target.stagingPlace(depth));
        }
        return target;
    }

    /** Looks at all files; refuses if one is neither its base nor its new bytes, or cannot be reached. */
    private Map<Target, Seen> look(List<Target> wanted) throws Refused {
        Map<Target, Seen> all = new LinkedHashMap<>();
        List<Refusal> refusals = new ArrayList<>();
        for (Target target : wanted) {
            try {
                Seen seen = attempt(target, target::look);
                all.put(target, seen);
                if (seen.permissions() != null) {
                    permissions.put(target.path(), seen.permissions());
                }
                if (!target.isBase(seen) && !target.isProposed(seen)) {
                    refusals.add(new Refusal(target.path(), difference(target, seen)));
                } else if (target.proposed() != null) {
                    attempt(target, target::requireRoomForFolders);
                }
            } catch (Refused e) {
                refusals.addAll(e.refusals);
            }
        }
        if (!refusals.isEmpty()) {
            throw new Refused(refusals);
        }
        return all;
    }

    private static String difference(Target target, Seen seen) {
        if (seen.digest() == null) {
            return "was removed after the proposal was made";
        }
        return (target.change().base() == null ? "was created" : "was changed") + " after the proposal was made";
    }

    /** Changes files that all are at their base. Where it refuses, some of them can be changed. */
    private void change(List<Target> open, boolean puttingBack) throws Refused {
        List<Staging> staged = new ArrayList<>();
        try {
            for (Target target : open) {
                byte[] content = target.change().content();
                if (content != null) {
                    Staging staging = attempt(target, () -> Staging.begin(target));
                    staged.add(staging);
                    attempt(target, () -> staging.write(disk, content, permissions.get(target.path())));
                }
            }
            commit(open, look(open), staged, puttingBack);
        } catch (Refused | RuntimeException e) {
            staged.forEach(staging -> staging.discard(disk));
            throw e;
        }
        staged.forEach(staging -> staging.discard(disk));
    }

    /** Deletions come first: they can make room. */
    private void commit(List<Target> open, Map<Target, Seen> seen, List<Staging> staged, boolean puttingBack)
            throws Refused {
        Map<Path, Target> changedFolders = new LinkedHashMap<>();
        for (Target target : open) {
            if (target.proposed() == null) {
                attempt(target, () -> {
                    target.requireStill(seen.get(target));
                    disk.delete(target.file());
                    return changedFolders.put(target.folder(target.depth()), target);
                });
            }
        }
        if (puttingBack) {
            for (Target target : open) {
                attempt(target, () -> deleteCreatedFolders(target, changedFolders));
            }
        }
        for (Staging staging : staged) {
            Target target = staging.target();
            attempt(target, () -> {
                target.requireStill(seen.get(target));
                Set<Path> changed = new LinkedHashSet<>();
                createdFolders.addAll(staging.place(disk, changed));
                changed.forEach(folder -> changedFolders.put(folder, target));
                return changed;
            });
        }
        for (Map.Entry<Path, Target> changed : changedFolders.entrySet()) {
            if (Files.isDirectory(changed.getKey(), LinkOption.NOFOLLOW_LINKS)) {
                attempt(changed.getValue(), () -> {
                    disk.sync(changed.getKey());
                    return changed;
                });
            }
        }
    }

    private Target deleteCreatedFolders(Target target, Map<Path, Target> changedFolders) throws IOException {
        for (int depth = target.depth(); depth > 0; depth--) {
            Path folder = target.folder(depth);
            if (target.proposed() != null || !createdFolders.contains(folder) || !disk.deleteEmptyFolder(folder)) {
                break;
            }
            changedFolders.put(folder.getParent(), target);
        }
        return target;
    }

    /** Makes sure of what an earlier call wrote but perhaps did not live to sync. */
    private Target sync(Target target) throws IOException, Obstructed {
        if (target.proposed() != null) {
            disk.sync(target.file());
        }
        for (int depth = target.existingFolders(); depth >= 0; depth--) {
            disk.sync(target.folder(depth));
        }
        return target;
    }

    /**
     * Brings files that hold their new bytes back to their bases, also those that an earlier call wrote; leaves alone
     * what somebody else changed.
     */
    private void putBack() {
        Refused last = null;
        for (int attempt = 0; attempt < PUT_BACK_ATTEMPTS; attempt++) {
            try {
                List<FileChange> written = written();
                change(targets(written), true);
                return;
            } catch (Refused e) {
                last = e;
            }
        }
        throw new MetaForgeException(
                new Failure(
                        FailureKind.UNAVAILABLE,
                        "The files could be neither written nor put back: " + last.getMessage()
                                + "; MetaForge tries again when it starts"),
                last);
    }

    private List<FileChange> written() throws Refused {
        List<FileChange> inverse = new ArrayList<>();
        for (Target target : targets) {
            Seen seen;
            try {
                seen = target.look();
            } catch (Obstructed e) {
                continue; // Not a file, so not one that was written.
            } catch (IOException e) {
                throw new Refused(List.of(new Refusal(target.path(), "cannot be read: " + Refusal.reason(e))));
            }
            if (target.isProposed(seen) && !target.isBase(seen)) {
                inverse.add(inverse(target.change(), target.proposed()));
                if (!looked || alreadyDone.contains(target.path())) {
                    createdFolders.addAll(target.folders());
                }
            }
        }
        return inverse;
    }

    private static FileChange inverse(FileChange change, @Nullable Digest proposed) {
        byte[] content = change.content();
        Supplier<byte[]> supplier = change.baseContent();
        byte[] base = change.base() == null || supplier == null ? null : supplier.get();
        if (change.base() != null && (base == null || !Digest.of(base).equals(change.base()))) {
            throw new IllegalStateException("the base bytes of " + change.path() + " are not those of its digest");
        }
        return new FileChange(change.path(), base, proposed, content == null ? null : () -> content);
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException, Obstructed;
    }

    private static <T> T attempt(Target target, Work<T> work) throws Refused {
        try {
            return work.run();
        } catch (Obstructed e) {
            throw new Refused(List.of(new Refusal(target.path(), e.getMessage())));
        } catch (IOException e) {
            throw new Refused(List.of(new Refusal(target.path(), "cannot be written: " + Refusal.reason(e))), e);
        }
    }

    /** Ends a changeover that is then put back. */
    private static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;
        private static final int SHOWN = 10;

        private final transient List<Refusal> refusals;

        Refused(List<Refusal> refusals) {
            this(refusals, null);
        }

        Refused(List<Refusal> refusals, @Nullable Throwable cause) {
            super(
                    refusals.stream().limit(SHOWN).map(Refusal::toString).collect(Collectors.joining("; "))
                            + (refusals.size() > SHOWN ? "; and " + (refusals.size() - SHOWN) + " more" : ""),
                    cause);
            this.refusals = refusals;
        }

        ApplyRefused toApplyRefused() {
            return new ApplyRefused(
                    getMessage(), refusals.stream().map(Refusal::path).toList(), this);
        }
    }
}
