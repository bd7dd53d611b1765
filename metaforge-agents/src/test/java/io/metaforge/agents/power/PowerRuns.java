package io.metaforge.agents.power;

import io.metaforge.agents.MemoryRun;
import io.metaforge.application.agent.Agent;
import io.metaforge.domain.session.RunInput;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs agents on files held in memory. */
final class PowerRuns extends MemoryRun {

    private final Agent agent;
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
        return proposed();
    }

    @Override
    protected Agent agent() {
        return agent;
    }

    @Override
    public RunInput input() {
        return input;
    }
}
