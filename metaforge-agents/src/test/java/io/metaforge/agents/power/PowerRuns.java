package io.metaforge.agents.power;

import io.metaforge.application.agent.Agent;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.RunContext;
import io.metaforge.application.port.out.Tool;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.skill.SkillName;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Runs agents on files held in memory. */
final class PowerRuns implements RunContext {

    private final Agent agent;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final RunInput input;

    PowerRuns(Agent agent, RunInput input) {
        this.agent = agent;
        this.input = input;
    }

    PowerRuns with(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Runs the skill power on a design and its requirements. */
    static Map<String, String> of(String architecture, String constraints, Map<String, ?> args) {
        return new PowerRuns(new PowerAgent(), new RunInput(List.of(), new LinkedHashMap<>(args)))
                .with("architecture.json", architecture)
                .with("constraints.json", constraints)
                .run();
    }

    Map<String, String> run() {
        try {
            Proposal proposal = agent.run(this);
            Map<String, String> written = new LinkedHashMap<>();
            proposal.files()
                    .forEach(file -> written.put(
                            file.path().value(),
                            new String(Objects.requireNonNull(file.content()), StandardCharsets.UTF_8)));
            return written;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public SessionId session() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SkillName skill() {
        return agent.skills().get(0).name();
    }

    @Override
    public RunInput input() {
        return input;
    }

    @Override
    public RunOptions options() {
        return RunOptions.DEFAULT;
    }

    @Override
    public List<WorkspacePath> files() {
        return input.files().isEmpty() ? agent.skills().get(0).defaultInputs() : input.files();
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
        throw new UnsupportedOperationException("this agent uses no tools");
    }

    @Override
    public Optional<Tool> toolIfAvailable(String name) {
        return Optional.empty();
    }

    @Override
    public void progress(double fraction, String message) {}
}
