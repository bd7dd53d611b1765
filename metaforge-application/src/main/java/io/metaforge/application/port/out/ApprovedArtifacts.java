package io.metaforge.application.port.out;

import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.InputFile;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.provenance.ApprovedArtifact;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.skill.SkillName;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps, for each path, the newest artifact that was approved there. Kept also when its session is deleted: the file is
 * still in the workspace. Thread-safe; takes part in the {@link UnitOfWork} of the calling thread.
 */
public interface ApprovedArtifacts {

    /** Adds artifacts that have come into the workspace; each takes the place of the one that was at its path. */
    void record(Collection<ApprovedArtifact> artifacts);

    /**
     * Notes that a run of {@code skill} arrived at what was approved already, from these inputs. Has no effect unless the
     * artifact at {@code path} is of that skill and has that content.
     *
     * @param content digest of the bytes; null for a deletion
     */
    void confirm(WorkspacePath path, @Nullable Digest content, SkillName skill, List<InputFile> inputs);

    /** Returns the artifacts at these paths, by path; there need not be any. */
    List<ApprovedArtifact> find(Collection<WorkspacePath> paths);

    /** Returns the artifacts that these sessions wrote and nobody since, by path. */
    List<ApprovedArtifact> ofSessions(Collection<SessionId> sessions);

    /**
     * Lists artifacts, in {@linkplain ApprovedArtifact#NEWEST_FIRST this order}.
     *
     * @param limit at most so many, 1 or more
     */
    List<ApprovedArtifact> newest(int limit);
}
