package io.metaforge.adapter.rest;

import io.metaforge.application.agent.Agent;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.RunContext;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.skill.AgentName;
import io.metaforge.domain.skill.Skill;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** An agent that does what its arguments say: propose, do nothing, fail in one of the ways, or wait to be released. */
final class ScriptedAgent implements Agent {

    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** Makes runs with the argument {@code wait} wait until the latch is counted down. */
    CountDownLatch closeGate() {
        gate = new CountDownLatch(1);
        return gate;
    }

    @Override
    public AgentName name() {
        return new AgentName("requirements");
    }

    @Override
    public String version() {
        return "1.0.0";
    }

    @Override
    public List<Skill> skills() {
        return List.of(
                Skill.of("spec", "requirements", "Reads a PRD", List.of("PRD.md"), List.of("**")),
                Skill.of(
                        "architecture",
                        "requirements",
                        "Chooses parts",
                        List.of("constraints.json"),
                        List.of("architecture.md")));
    }

    @Override
    public Proposal run(RunContext context) throws InterruptedException {
        Map<String, ?> args = context.input().args();
        context.progress(0.5, "Parsing constraints...");
        if (args.containsKey("wait")) {
            gate.await();
        }
        if (args.get("fail") instanceof String kind) {
            if (kind.equals("BUG")) {
                throw new IllegalStateException("secret /home/somebody/path");
            }
            throw new Failure(FailureKind.valueOf(kind), "The " + kind + " failed", Map.of("line", 3)).asException();
        }
        if (args.containsKey("nothing")) {
            return Proposal.NOTHING;
        }
        if (args.get("write") instanceof Map<?, ?> files) {
            Proposal.Builder proposal = Proposal.builder();
            files.forEach((path, text) -> proposal.write(new WorkspacePath((String) path), (String) text));
            return proposal.build();
        }
        context.read(context.files().get(0));
        if (context.skill().value().equals("spec")) {
            return Proposal.builder()
                    .write(new WorkspacePath("constraints.json"), "{\"version\":1}\n")
                    .write(new WorkspacePath("assumptions.md"), "# Assumptions\n\n- none\n")
                    .build();
        }
        return Proposal.builder()
                .write(new WorkspacePath("architecture.md"), "line\n".repeat(85))
                .build();
    }
}
