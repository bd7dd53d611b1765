package io.metaforge.agents.bom;

import io.metaforge.agents.MemoryRun;
import io.metaforge.agents.architecture.ArchitectureAgent;
import io.metaforge.agents.requirements.RequirementsAgent;
import io.metaforge.application.agent.Agent;
import io.metaforge.application.agent.StaleInput;
import io.metaforge.domain.session.RunInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Runs agents on files held in memory; what they propose is there for the next. */
final class Runs extends MemoryRun {

    private RunInput input = RunInput.EMPTY;
    private List<StaleInput> stale = List.of();
    private Agent agent = new BomAgent();

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

    Runs run(Agent next) {
        agent = next;
        propose().forEach(file -> files.put(file.path().value(), Objects.requireNonNull(file.content())));
        return this;
    }

    @Override
    protected Agent agent() {
        return agent;
    }

    String text(String path) {
        return new String(
                Objects.requireNonNull(files.get(path), () -> path + " of " + files.keySet()), StandardCharsets.UTF_8);
    }

    @Override
    public RunInput input() {
        return input;
    }

    @Override
    public List<StaleInput> staleInputs() {
        return stale;
    }
}
