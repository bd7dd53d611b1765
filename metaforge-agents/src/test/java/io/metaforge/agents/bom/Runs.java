package io.metaforge.agents.bom;

import io.metaforge.agents.architecture.ArchitectureAgent;
import io.metaforge.agents.requirements.RequirementsAgent;
import io.metaforge.application.agent.Agent;
import io.metaforge.application.agent.RunContext;
import io.metaforge.application.agent.StaleInput;
import io.metaforge.application.port.out.Tool;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.skill.SkillName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Runs agents on files held in memory; what they propose is there for the next. */
final class Runs implements RunContext {

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private RunInput input = RunInput.EMPTY;
    private List<StaleInput> stale = List.of();
    private List<WorkspacePath> defaults = List.of();

    Runs with(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Runs input(RunInput given) {
        input = given;
        return this;
    }

    Runs stale(StaleInput input) {
        stale = List.of(input);
        return this;
    }

    Runs args(Map<String, Object> args) {
        return input(new RunInput(List.of(), args));
    }

    /** What comes before the parts list takes longest and is the same for every test. */
    private static final Map<String, Map<String, byte[]>> DESIGNS = new ConcurrentHashMap<>();

    /** Goes from a PRD of the requirements' tests to its architecture. */
    static Runs ofDocument(String name) {
        Runs run = new Runs();
        run.files.putAll(DESIGNS.computeIfAbsent(name, Runs::design));
        return run;
    }

    private static Map<String, byte[]> design(String name) {
        try (var in = Objects.requireNonNull(RequirementsAgent.class.getResourceAsStream(name))) {
            return new Runs()
                    .with("PRD.md", new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .run(new RequirementsAgent())
                    .run(new ArchitectureAgent())
                    .files;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Runs bom() {
        return run(new BomAgent());
    }

    Runs run(Agent agent) {
        defaults = agent.skills().get(0).defaultInputs();
        try {
            agent.run(this)
                    .files()
                    .forEach(file -> files.put(file.path().value(), Objects.requireNonNull(file.content())));
            return this;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    String text(String path) {
        return new String(
                Objects.requireNonNull(files.get(path), () -> path + " of " + files.keySet()), StandardCharsets.UTF_8);
    }

    @Override
    public SessionId session() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SkillName skill() {
        return new SkillName("bom");
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
        return input.files().isEmpty() ? defaults : input.files();
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
    public List<StaleInput> staleInputs() {
        return stale;
    }

    @Override
    public void progress(double fraction, String message) {}
}
