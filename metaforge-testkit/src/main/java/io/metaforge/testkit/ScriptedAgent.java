package io.metaforge.testkit;

import io.metaforge.application.agent.Agent;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.RunContext;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.skill.AgentName;
import io.metaforge.domain.skill.ApprovalMode;
import io.metaforge.domain.skill.Skill;
import io.metaforge.domain.skill.SkillName;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An agent that does in every run what a test tells it to. It offers one skill, has that skill's name, reads only what
 * its script reads and may write any file. Thread-safe if its script is.
 */
public final class ScriptedAgent implements Agent {

    private final Skill skill;
    private final Script script;
    private final AtomicInteger calls = new AtomicInteger();

    /** What an agent does in a run; see {@link Agent#run}. */
    @FunctionalInterface
    public interface Script {
        Proposal run(RunContext context) throws InterruptedException;
    }

    private ScriptedAgent(Skill skill, Script script) {
        this.skill = skill;
        this.script = script;
    }

    /** Returns an agent that follows {@code script}. */
    public static ScriptedAgent following(String skill, Script script) {
        return new ScriptedAgent(Skill.of(skill, skill, "Does what a test tells it to", List.of(), List.of()), script);
    }

    /** Returns an agent that proposes a file. */
    public static ScriptedAgent writing(String skill, String path, String text) {
        return following(skill, context -> file(path, text));
    }

    /** Returns an agent that proposes nothing. */
    public static ScriptedAgent idle(String skill) {
        return following(skill, context -> Proposal.NOTHING);
    }

    /** Returns an agent that fails for a reason it knows. */
    public static ScriptedAgent failing(String skill, Failure failure) {
        return following(skill, context -> {
            throw failure.asException();
        });
    }

    /** Returns an agent with a bug: it throws what it should not. */
    public static ScriptedAgent throwing(String skill, RuntimeException bug) {
        return following(skill, context -> {
            throw bug;
        });
    }

    /** Returns an agent that proposes a file once {@code gate} is open, unless it is interrupted before. */
    public static ScriptedAgent waiting(String skill, Gate gate, String path, String text) {
        return following(skill, context -> {
            gate.pass();
            return file(path, text);
        });
    }

    /** Returns an agent that proposes a file once {@code gate} is open, and ignores interruption until then. */
    public static ScriptedAgent deaf(String skill, Gate gate, String path, String text) {
        return following(skill, context -> {
            gate.passDeaf();
            return file(path, text);
        });
    }

    private static Proposal file(String path, String text) {
        return Proposal.builder().write(new WorkspacePath(path), text).build();
    }

    /** Returns this agent, with proposals that the gateway approves by itself. It counts its own calls. */
    public ScriptedAgent approvedAutomatically() {
        return with(skill.defaultInputs(), skill.artifacts(), ApprovalMode.AUTOMATIC);
    }

    /** Returns this agent, reading {@code paths} where a request names none. It counts its own calls. */
    public ScriptedAgent readingByDefault(String... paths) {
        return with(List.of(paths).stream().map(WorkspacePath::new).toList(), skill.artifacts(), skill.approval());
    }

    /** Returns this agent, allowed to write only what {@code globs} match. It counts its own calls. */
    public ScriptedAgent allowedToWrite(String... globs) {
        return with(skill.defaultInputs(), List.of(globs), skill.approval());
    }

    private ScriptedAgent with(List<WorkspacePath> inputs, List<String> artifacts, ApprovalMode approval) {
        return new ScriptedAgent(
                new Skill(
                        skill.name(),
                        skill.version(),
                        skill.agent(),
                        skill.description(),
                        inputs,
                        skill.argsSchema(),
                        artifacts,
                        approval),
                script);
    }

    /** Returns the skill it offers. */
    public SkillName skill() {
        return skill.name();
    }

    /** Returns how many runs it has begun. */
    public int calls() {
        return calls.get();
    }

    @Override
    public AgentName name() {
        return skill.agent();
    }

    @Override
    public String version() {
        return "1.0.0";
    }

    @Override
    public List<Skill> skills() {
        return List.of(skill);
    }

    @Override
    public Proposal run(RunContext context) throws InterruptedException {
        calls.incrementAndGet();
        return script.run(context);
    }
}
