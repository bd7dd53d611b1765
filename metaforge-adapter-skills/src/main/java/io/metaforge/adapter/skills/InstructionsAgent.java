package io.metaforge.adapter.skills;

import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.RunContext;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.FailureKind;
import java.util.Map;

/** Does a skill by a language model after the instructions in its folder. */
final class InstructionsAgent extends FolderAgent {

    InstructionsAgent(SkillFolder folder, SkillFolderReader reader) {
        super(folder, reader);
    }

    @Override
    Proposal run(RunContext context, Map<WorkspacePath, byte[]> inputs) throws InterruptedException {
        throw failure(FailureKind.TOOL, "seam");
    }
}
