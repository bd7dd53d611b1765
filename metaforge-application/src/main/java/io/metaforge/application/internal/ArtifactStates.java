package io.metaforge.application.internal;

import io.metaforge.application.port.in.SystemQueries;
import io.metaforge.application.port.out.ApprovedArtifacts;
import io.metaforge.application.port.out.Workspace;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.InputFile;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.provenance.ApprovedArtifact;
import io.metaforge.domain.provenance.ArtifactState;
import io.metaforge.domain.provenance.ArtifactStatus;
import io.metaforge.domain.provenance.Cause;
import io.metaforge.domain.provenance.Provenance;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares approved artifacts, and what they were made from, with the workspace as it is now. Thread-safe. */
public final class ArtifactStates {

    /** How many artifacts an overview looks at: a bound on what one look can cost, far above any real design. */
    static final int MAX_LISTED = 500;

    /** How many artifacts are followed upstream from there. */
    private static final int MAX_FOLLOWED = 2_000;

    private final ApprovedArtifacts artifacts;
    private final Workspace workspace;

    public ArtifactStates(ApprovedArtifacts artifacts, Workspace workspace) {
        this.artifacts = artifacts;
        this.workspace = workspace;
    }

    /** Returns the states of what an approved session wrote, by path; without what was approved before there was a record. */
    List<ArtifactStatus> of(Session session) {
        if (!(session.state() instanceof SessionState.Approved)) {
            return List.of();
        }
        List<ApprovedArtifact> written = ApprovedArtifact.of(session);
        SortedMap<WorkspacePath, ArtifactStatus> newest = among(
                artifacts.find(written.stream().map(ApprovedArtifact::path).toList()));
        List<ArtifactStatus> states = new ArrayList<>();
        for (ApprovedArtifact artifact : written) {
            ArtifactStatus status = newest.get(artifact.path());
            if (status != null) {
                SessionId writer = status.artifact().session();
                states.add(writer.equals(session.id()) ? status : superseded(artifact, writer));
            }
        }
        return states;
    }

    private static ArtifactStatus superseded(ApprovedArtifact artifact, SessionId by) {
        Cause later = new Cause(artifact.path(), Cause.Kind.SUPERSEDED, by);
        return new ArtifactStatus(artifact, ArtifactState.SUPERSEDED, List.of(later), List.of(), List.of());
    }

    /** Returns those of these sessions that wrote something which nobody wrote since and which is stale now. */
    Set<SessionId> stale(Collection<SessionId> sessions) {
        List<ApprovedArtifact> written = sessions.isEmpty() ? List.of() : artifacts.ofSessions(sessions);
        // Of sessions that wrote more files than that, not all are looked at: a list must not take minutes.
        return among(written.subList(0, Math.min(MAX_FOLLOWED, written.size()))).values().stream()
                .filter(status -> status.state() == ArtifactState.STALE)
                .map(status -> status.artifact().session())
                .filter(Set.copyOf(sessions)::contains)
                .collect(Collectors.toSet());
    }

    /** Returns what is not as it was approved, of the newest artifacts there are. */
    SystemQueries.Artifacts overview() {
        List<ApprovedArtifact> listed = artifacts.newest(MAX_LISTED + 1);
        boolean complete = listed.size() <= MAX_LISTED;
        List<ApprovedArtifact> looked = complete ? listed : listed.subList(0, MAX_LISTED);
        SortedMap<WorkspacePath, ArtifactStatus> states = among(looked);
        List<ArtifactStatus> notable = looked.stream()
                .map(artifact -> states.get(artifact.path()))
                .filter(status -> status != null && status.state() != ArtifactState.CURRENT)
                .sorted((a, b) -> a.artifact().path().compareTo(b.artifact().path()))
                .toList();
        return new SystemQueries.Artifacts(looked.size(), complete, notable);
    }

    /** Returns the state of a file that is an approved artifact and stale; empty for any other. */
    Optional<ArtifactStatus> ifStale(WorkspacePath path) {
        return Optional.ofNullable(among(artifacts.find(List.of(path))).get(path))
                .filter(status -> status.state() == ArtifactState.STALE);
    }

    /** Returns the states of artifacts and of all that is upstream of them. */
    private SortedMap<WorkspacePath, ArtifactStatus> among(List<ApprovedArtifact> wanted) {
        Map<WorkspacePath, ApprovedArtifact> known = new LinkedHashMap<>();
        Set<WorkspacePath> asked = new TreeSet<>();
        List<ApprovedArtifact> found = wanted;
        while (!found.isEmpty() && known.size() < MAX_FOLLOWED) {
            Set<WorkspacePath> upstream = new TreeSet<>();
            for (ApprovedArtifact artifact : found) {
                known.put(artifact.path(), artifact);
                asked.add(artifact.path());
            }
            for (ApprovedArtifact artifact : found) {
                artifact.inputs().stream()
                        .map(InputFile::path)
                        .filter(asked::add)
                        .forEach(upstream::add);
            }
            found = upstream.isEmpty() ? List.of() : artifacts.find(upstream);
        }
        return Provenance.of(known.values(), this::now);
    }

    private Optional<Digest> now(WorkspacePath path) {
        try {
            return workspace.knownDigest(path);
        } catch (MetaForgeException noFileToRead) {
            return Optional.empty();
        }
    }
}
