package io.metaforge.domain.provenance;

import io.metaforge.domain.artifact.ChangeSet;
import io.metaforge.domain.artifact.Digest;
import io.metaforge.domain.artifact.InputFile;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.session.SessionState;
import io.metaforge.domain.skill.SkillName;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file as somebody approved it, and what it was made from.
 *
 * @param path where it is
 * @param content digest of the approved bytes; null where a deletion was approved
 * @param session whose proposal it was
 * @param skill that was run
 * @param inputs the files that were read for it, by path, without those that were written with it
 * @param approved when it came into the workspace
 */
public record ApprovedArtifact(
        WorkspacePath path,
        @Nullable Digest content,
        SessionId session,
        SkillName skill,
        List<InputFile> inputs,
        Instant approved) {

    /** The latest approval first. */
    public static final Comparator<ApprovedArtifact> NEWEST_FIRST =
            Comparator.comparing(ApprovedArtifact::approved).reversed().thenComparing(ApprovedArtifact::path);

    public ApprovedArtifact {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(skill, "skill");
        Objects.requireNonNull(approved, "approved");
        inputs = List.copyOf(inputs);
    }

    /** Returns what an approved session wrote, by path. */
    public static List<ApprovedArtifact> of(Session session) {
        if (!(session.state() instanceof SessionState.Approved approved)) {
            throw new IllegalArgumentException(session.id() + " is not approved");
        }
        ChangeSet proposal = approved.proposal();
        List<InputFile> inputs = withoutOwn(proposal.inputs(), Set.copyOf(proposal.paths()));
        return proposal.artifacts().stream()
                .filter(artifact -> approved.decision().approved().contains(artifact.path()))
                .map(artifact -> new ApprovedArtifact(
                        artifact.path(), artifact.content(), session.id(), session.skill(), inputs, session.updated()))
                .toList();
    }

    /** A skill that reads what it wrote the last time would be out of date by its own success. */
    public static List<InputFile> withoutOwn(List<InputFile> inputs, Set<WorkspacePath> written) {
        return inputs.stream().filter(input -> !written.contains(input.path())).toList();
    }

    /** Returns this artifact as made from other inputs, to the same bytes. */
    public ApprovedArtifact from(List<InputFile> otherInputs) {
        return new ApprovedArtifact(path, content, session, skill, otherInputs, approved);
    }
}
