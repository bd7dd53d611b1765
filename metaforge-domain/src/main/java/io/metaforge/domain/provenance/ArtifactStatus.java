package io.metaforge.domain.provenance;

import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.skill.SkillName;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An approved artifact as it stands now.
 *
 * @param artifact what was approved
 * @param state how that relates to the workspace
 * @param because why it is not current, by path; empty where it is
 * @param changed where it is stale, the files it goes back to that are not as they were, by path
 * @param rerun where it is stale, the skills to run again for it to be current, in this order
 */
public record ArtifactStatus(
        ApprovedArtifact artifact,
        ArtifactState state,
        List<Cause> because,
        List<WorkspacePath> changed,
        List<SkillName> rerun) {

    public ArtifactStatus {
        because = List.copyOf(because);
        changed = List.copyOf(changed);
        rerun = List.copyOf(rerun);
        if ((state == ArtifactState.STALE) == rerun.isEmpty()) {
            throw new IllegalArgumentException("what is stale, and only that, needs a skill to be run again");
        }
    }

    /** Returns this in a sentence without its full stop, for a person. */
    public String sentence() {
        WorkspacePath path = artifact.path();
        return switch (state) {
            case CURRENT -> path + " is current";
            case STALE -> stale(path, changed, rerun);
            case MODIFIED -> path + " was changed since it was approved";
            case MISSING -> path + " is not there any more";
            case SUPERSEDED -> path + " was written by a later approval";
        };
    }

    /** Says that a file is stale, why, and what to do about it. */
    public static String stale(WorkspacePath path, List<WorkspacePath> changed, List<SkillName> rerun) {
        return path + " is stale: "
                + changed.stream().map(WorkspacePath::value).collect(Collectors.joining(", "))
                + " changed since it was approved; run "
                + rerun.stream().map(SkillName::value).collect(Collectors.joining(", then "))
                + " again";
    }
}
