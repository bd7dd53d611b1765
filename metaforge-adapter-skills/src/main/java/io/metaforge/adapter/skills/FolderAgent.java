package io.metaforge.adapter.skills;

import io.metaforge.application.agent.Agent;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.RunContext;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.skill.AgentName;
import io.metaforge.domain.skill.Skill;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the agents of skills in folders have in common: the skill, and what is checked before it is run. Thread-safe. */
abstract sealed class FolderAgent implements Agent permits ProgramAgent, InstructionsAgent {

    private final SkillFolder folder;
    private final SkillFolderReader reader;

    FolderAgent(SkillFolder folder, SkillFolderReader reader) {
        this.folder = folder;
        this.reader = reader;
    }

    final SkillFolder folder() {
        return folder;
    }

    @Override
    public final AgentName name() {
        return folder.skill().agent();
    }

    @Override
    public final String version() {
        return folder.skill().version();
    }

    @Override
    public final List<Skill> skills() {
        return List.of(folder.skill());
    }

    @Override
    public final Proposal run(RunContext context) throws InterruptedException {
        requireUnchanged();
        // In this order: a file that is missing is said before anything is started.
        Map<WorkspacePath, byte[]> inputs = new LinkedHashMap<>();
        for (WorkspacePath file : context.files()) {
            inputs.put(file, context.read(file));
        }
        return run(context, inputs);
    }

    /** Does the skill with what its files hold. */
    abstract Proposal run(RunContext context, Map<WorkspacePath, byte[]> inputs) throws InterruptedException;

    /** The version in the change set names these files and no others. */
    private void requireUnchanged() {
        String problem;
        try {
            if (reader.read(folder.path()).fingerprint().equals(folder.fingerprint())) {
                return;
            }
            problem = "its files changed since the gateway started";
        } catch (BrokenSkillException e) {
            problem = String.valueOf(e.getMessage());
        }
        throw failure(
                FailureKind.VALIDATION,
                "The skill " + folder.skill().name() + " in .forge/skills is not as it was read: " + problem
                        + ". Restart the gateway to use it as it is now");
    }

    final RuntimeException failure(FailureKind kind, String message) {
        return new Failure(kind, message, Map.of("skill", folder.skill().name().value())).asException();
    }

    /** Returns the folder that paths of a proposal are relative to: that of the first input, with a slash; empty for the root. */
    static String base(RunContext context) {
        String first = context.files().get(0).value();
        return first.substring(0, first.lastIndexOf('/') + 1);
    }
}
