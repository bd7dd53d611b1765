package io.metaforge.application.agent;

import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.provenance.ArtifactStatus;
import io.metaforge.domain.skill.SkillName;
import java.util.List;

/**
 * A file that a run has read although it is out of date: it is the approved work of another run, and something that run
 * was made from has changed since.
 *
 * @param path the file that was read
 * @param changed the files it goes back to that are not any more as they were, by path; at least one
 * @param rerun the skills to run again for it to be up to date, in this order; at least one
 */
public record StaleInput(WorkspacePath path, List<WorkspacePath> changed, List<SkillName> rerun) {

    public StaleInput {
        changed = List.copyOf(changed);
        rerun = List.copyOf(rerun);
        if (changed.isEmpty() || rerun.isEmpty()) {
            throw new IllegalArgumentException("nothing changed, or nothing to run: " + path);
        }
    }

    /** Returns this in a sentence without its full stop, for a person: the same whenever the same is stale. */
    public String sentence() {
        return ArtifactStatus.stale(path, changed, rerun);
    }
}
