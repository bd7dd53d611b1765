package io.metaforge.agents;

import io.metaforge.application.agent.Agent;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.RunContext;
import io.metaforge.application.port.out.Tool;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.skill.Skill;
import io.metaforge.domain.skill.SkillName;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A run of an agent on files held in memory, for tests that need no gateway. */
public abstract class MemoryRun implements RunContext {

    protected final Map<String, byte[]> files = new LinkedHashMap<>();

    /** Returns the agent that is run. */
    protected abstract Agent agent();

    /** Has the agent propose, and returns its files. */
    protected final List<Proposal.ProposedFile> propose() {
        try {
            return agent().run(this).files();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Has the agent propose, and returns its files as text by their paths. */
    protected final Map<String, String> proposed() {
        Map<String, String> written = new LinkedHashMap<>();
        propose()
                .forEach(file -> written.put(
                        file.path().value(),
                        new String(Objects.requireNonNull(file.content()), StandardCharsets.UTF_8)));
        return written;
    }

    private Skill only() {
        return agent().skills().get(0);
    }

    @Override
    public SessionId session() {
        throw new UnsupportedOperationException("these agents need no id of their session");
    }

    @Override
    public SkillName skill() {
        return only().name();
    }

    @Override
    public RunInput input() {
        return RunInput.EMPTY;
    }

    @Override
    public RunOptions options() {
        return RunOptions.DEFAULT;
    }

    @Override
    public List<WorkspacePath> files() {
        return input().files().isEmpty() ? only().defaultInputs() : input().files();
    }

    @Override
    public byte[] read(WorkspacePath path) {
        return readIfPresent(path).orElseThrow();
    }

    @Override
    public String readText(WorkspacePath path) {
        return new String(read(path), StandardCharsets.UTF_8);
    }

    @Override
    public Optional<byte[]> readIfPresent(WorkspacePath path) {
        return Optional.ofNullable(files.get(path.value()));
    }

    @Override
    public Tool tool(String name) {
        throw new UnsupportedOperationException("these agents use no tools");
    }

    @Override
    public Optional<Tool> toolIfAvailable(String name) {
        return Optional.empty();
    }

    @Override
    public void progress(double fraction, String message) {}
}
