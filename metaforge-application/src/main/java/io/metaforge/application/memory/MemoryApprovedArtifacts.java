package io.metaforge.application.memory;

import io.metaforge.application.port.out.ApprovedArtifacts;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.InputFile;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.provenance.ApprovedArtifact;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.skill.SkillName;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps approved artifacts by path, by session and by age. All fields are guarded by the unit of work. */
final class MemoryApprovedArtifacts implements ApprovedArtifacts {

    private static final Comparator<ApprovedArtifact> BY_PATH = Comparator.comparing(ApprovedArtifact::path);

    private final MemoryUnitOfWork unit;
    private final Map<WorkspacePath, ApprovedArtifact> byPath = new HashMap<>();
    private final Map<SessionId, NavigableSet<ApprovedArtifact>> bySession = new HashMap<>();
    private final NavigableSet<ApprovedArtifact> byAge = new TreeSet<>(ApprovedArtifact.NEWEST_FIRST);

    MemoryApprovedArtifacts(MemoryUnitOfWork unit) {
        this.unit = unit;
    }

    @Override
    public void record(Collection<ApprovedArtifact> artifacts) {
        unit.run(() -> artifacts.forEach(this::change));
    }

    @Override
    public void confirm(WorkspacePath path, @Nullable Digest content, SkillName skill, List<InputFile> inputs) {
        unit.run(() -> {
            ApprovedArtifact known = byPath.get(path);
            if (known != null && known.skill().equals(skill) && Objects.equals(known.content(), content)) {
                change(known.from(inputs));
            }
        });
    }

    @Override
    public List<ApprovedArtifact> find(Collection<WorkspacePath> paths) {
        return unit.execute(() -> paths.stream()
                .distinct()
                .flatMap(path -> Stream.ofNullable(byPath.get(path)))
                .sorted(BY_PATH)
                .toList());
    }

    @Override
    public List<ApprovedArtifact> ofSessions(Collection<SessionId> sessions) {
        return unit.execute(() -> sessions.stream()
                .distinct()
                .flatMap(session -> Stream.ofNullable(bySession.get(session)))
                .flatMap(Collection::stream)
                .sorted(BY_PATH)
                .toList());
    }

    @Override
    public List<ApprovedArtifact> newest(int limit) {
        return unit.execute(() -> byAge.stream().limit(limit).toList());
    }

    private void change(ApprovedArtifact next) {
        ApprovedArtifact previous = replace(next.path(), next);
        unit.onRollback(() -> replace(next.path(), previous));
    }

    private @Nullable ApprovedArtifact replace(WorkspacePath path, @Nullable ApprovedArtifact next) {
        ApprovedArtifact previous = byPath.remove(path);
        if (previous != null) {
            byAge.remove(previous);
            bySession.computeIfPresent(previous.session(), (session, members) -> {
                members.remove(previous);
                return members.isEmpty() ? null : members;
            });
        }
        if (next != null) {
            byPath.put(path, next);
            byAge.add(next);
            bySession
                    .computeIfAbsent(next.session(), session -> new TreeSet<>(BY_PATH))
                    .add(next);
        }
        return previous;
    }
}
