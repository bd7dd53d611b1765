package io.metaforge.boot;

import io.metaforge.adapter.skills.FolderSkills;
import io.metaforge.adapter.tools.ProgramTool;
import io.metaforge.application.MetaForge;
import io.metaforge.application.port.in.SystemQueries.Status;
import java.nio.file.Path;

/** Equips a gateway with the skills that are there without its own code: on the class path, and in the workspace. */
public final class WorkspaceSkills {

    private WorkspaceSkills() {}

    /**
     * Adds what is registered on the class path and what lies in {@code .forge/skills}, in this order: a folder does not take
     * the place of a skill that came before. What cannot be used is listed as such.
     *
     * @throws IllegalArgumentException where a tool or a policy on the class path cannot be used
     */
    static MetaForge.Builder equip(MetaForge.Builder builder, Path workspace) {
        builder.discover();
        FolderSkills found = FolderSkills.in(workspace.resolve(".forge").resolve("skills"));
        found.agents().forEach(builder::agent);
        found.programs()
                .forEach(program -> builder.tool(
                        new ProgramTool(program.tool(), program.version(), program.path(), program.environment())));
        found.broken().forEach(broken -> builder.brokenAgent(broken.name(), broken.problem()));
        return builder;
    }

    /**
     * Returns what a gateway of this workspace would offer, without starting one.
     *
     * @param workspace an existing folder
     * @throws IllegalArgumentException as {@link #equip}
     */
    public static Status look(Path workspace) {
        try (MetaForge metaForge =
                equip(MetaForge.builder().workspace(workspace), workspace).build()) {
            return metaForge.system().status(false);
        }
    }
}
