package io.metaforge.domain.provenance;

import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.InputFile;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.skill.SkillName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Finds out which approved artifacts still go with the workspace.
 *
 * <p>An artifact is stale when a file that was read for it has other bytes now or is gone, or when one of those files is
 * an artifact that is stale itself. Circles are no harm: only what changed makes stale.
 */
public final class Provenance {

    private final SortedMap<WorkspacePath, ApprovedArtifact> newest = new TreeMap<>();
    private final Function<WorkspacePath, Optional<Digest>> workspace;
    private final Map<WorkspacePath, Optional<Digest>> seen = new HashMap<>();
    private final Set<WorkspacePath> stale = new TreeSet<>();

    private Provenance(Collection<ApprovedArtifact> artifacts, Function<WorkspacePath, Optional<Digest>> workspace) {
        this.workspace = workspace;
        artifacts.forEach(artifact -> newest.put(artifact.path(), artifact));
        findStale();
    }

    /**
     * Looks at artifacts, each of which is the newest at its path.
     *
     * @param artifacts all that matter: what one of them was made from counts as an artifact only where it is among them
     * @param workspace tells what is in the workspace; empty where there is no file that could be read. Asked once a path
     * @return the state of each, by path; none is {@link ArtifactState#SUPERSEDED}
     */
    public static SortedMap<WorkspacePath, ArtifactStatus> of(
            Collection<ApprovedArtifact> artifacts, Function<WorkspacePath, Optional<Digest>> workspace) {
        Provenance provenance = new Provenance(artifacts, workspace);
        SortedMap<WorkspacePath, ArtifactStatus> all = new TreeMap<>();
        provenance.newest.forEach((path, artifact) -> all.put(path, provenance.status(artifact)));
        return all;
    }

    private void findStale() {
        Map<WorkspacePath, List<WorkspacePath>> madeFrom = new HashMap<>();
        Deque<WorkspacePath> found = new ArrayDeque<>();
        newest.forEach((path, artifact) -> {
            for (InputFile input : artifact.inputs()) {
                madeFrom.computeIfAbsent(input.path(), any -> new ArrayList<>()).add(path);
            }
            if (artifact.inputs().stream().anyMatch(this::isChanged)) {
                stale.add(path);
                found.add(path);
            }
        });
        while (!found.isEmpty()) {
            for (WorkspacePath downstream : madeFrom.getOrDefault(found.remove(), List.of())) {
                if (stale.add(downstream)) {
                    found.add(downstream);
                }
            }
        }
    }

    private Optional<Digest> now(WorkspacePath path) {
        return seen.computeIfAbsent(path, workspace);
    }

    private boolean isChanged(InputFile input) {
        return !now(input.path()).equals(Optional.of(input.digest()));
    }

    private ArtifactStatus status(ApprovedArtifact artifact) {
        WorkspacePath path = artifact.path();
        Optional<Digest> now = now(path);
        if (artifact.content() != null && now.isEmpty()) {
            return plain(artifact, ArtifactState.MISSING, Cause.Kind.MISSING);
        }
        if (stale.contains(path)) {
            SortedSet<WorkspacePath> changed = new TreeSet<>();
            Set<SkillName> rerun = new LinkedHashSet<>();
            upstream(artifact, changed, rerun, new TreeSet<>());
            return new ArtifactStatus(
                    artifact, ArtifactState.STALE, causes(artifact), List.copyOf(changed), List.copyOf(rerun));
        }
        if (!now.equals(Optional.ofNullable(artifact.content()))) {
            return plain(artifact, ArtifactState.MODIFIED, Cause.Kind.CHANGED);
        }
        return new ArtifactStatus(artifact, ArtifactState.CURRENT, List.of(), List.of(), List.of());
    }

    private static ArtifactStatus plain(ApprovedArtifact artifact, ArtifactState state, Cause.Kind kind) {
        Cause itself = new Cause(artifact.path(), kind, artifact.session());
        return new ArtifactStatus(artifact, state, List.of(itself), List.of(), List.of());
    }

    private List<Cause> causes(ApprovedArtifact artifact) {
        List<Cause> causes = new ArrayList<>();
        for (InputFile input : artifact.inputs()) {
            ApprovedArtifact writer = newest.get(input.path());
            Cause.Kind kind = now(input.path()).isEmpty()
                    ? Cause.Kind.MISSING
                    : isChanged(input) ? Cause.Kind.CHANGED : Cause.Kind.STALE;
            if (kind != Cause.Kind.STALE || stale.contains(input.path())) {
                causes.add(new Cause(input.path(), kind, writer == null ? null : writer.session()));
            }
        }
        return causes;
    }

    /** Collects what changed above a stale artifact, and the skills from there down to it. */
    private void upstream(
            ApprovedArtifact artifact, Set<WorkspacePath> changed, Set<SkillName> rerun, Set<WorkspacePath> visited) {
        visited.add(artifact.path());
        for (InputFile input : artifact.inputs()) {
            ApprovedArtifact writer = newest.get(input.path());
            if (isChanged(input)) {
                changed.add(input.path());
            }
            if (writer != null && isToBeMadeAgain(writer) && !visited.contains(input.path())) {
                upstream(writer, changed, rerun, visited);
            }
        }
        rerun.add(artifact.skill());
    }

    private boolean isToBeMadeAgain(ApprovedArtifact artifact) {
        return stale.contains(artifact.path())
                || artifact.content() != null && now(artifact.path()).isEmpty();
    }
}
