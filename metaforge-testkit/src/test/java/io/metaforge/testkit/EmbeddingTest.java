package io.metaforge.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.application.MetaForge;
import io.metaforge.application.agent.Agent;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.RunContext;
import io.metaforge.application.memory.MemoryWorkspace;
import io.metaforge.application.port.in.ApproveSession;
import io.metaforge.application.port.in.RunAgent;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.skill.AgentName;
import io.metaforge.domain.skill.Skill;
import io.metaforge.domain.skill.SkillName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A program that embeds MetaForge with an agent of its own: no HTTP, no database. */
class EmbeddingTest {

    /** Counts the lines of what it is given. */
    static final class LineCounter implements Agent {

        @Override
        public AgentName name() {
            return new AgentName("line-counter");
        }

        @Override
        public String version() {
            return "1.0.0";
        }

        @Override
        public List<Skill> skills() {
            return List.of(
                    Skill.of("count", "line-counter", "Counts lines", List.of("PRD.md"), List.of("line-count.txt")));
        }

        @Override
        public Proposal run(RunContext context) {
            long lines = context.readText(context.files().get(0)).lines().count();
            return Proposal.builder()
                    .write(new WorkspacePath("line-count.txt"), lines + "\n")
                    .build();
        }
    }

    @Test
    void runsReviewsAndApproves() {
        MemoryWorkspace workspace = new MemoryWorkspace();
        workspace.put("PRD.md", "# Sensor node\nRuns from 7 V to 26 V.\n");
        try (MetaForge forge = MetaForge.builder()
                .workspace(workspace)
                .agent(new LineCounter())
                .build()) {
            forge.start();
            Session run = forge.runAgent()
                    .run(new RunAgent.Command(
                            new SkillName("count"), RunInput.EMPTY, RunOptions.DEFAULT, null, Actor.LOCAL, null));
            Session pending = forge.sessions()
                    .awaitEnd(run.id(), Duration.ofSeconds(30))
                    .toCompletableFuture()
                    .join();
            assertThat(forge.sessions().diff(pending.id())).contains("+++ b/line-count.txt", "+2");
            assertThat(workspace.get("line-count.txt")).isEmpty();

            forge.approveSession()
                    .approve(new ApproveSession.Command(
                            pending.id(),
                            Actor.LOCAL,
                            "LGTM",
                            pending.proposal().orElseThrow().digest(),
                            null,
                            null));
        }
        assertThat(workspace.get("line-count.txt")).hasValue("2\n".getBytes(StandardCharsets.UTF_8));
    }
}
