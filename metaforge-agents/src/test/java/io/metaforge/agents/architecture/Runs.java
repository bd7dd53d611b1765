package io.metaforge.agents.architecture;

import io.metaforge.agents.MemoryRun;
import io.metaforge.application.agent.Agent;
import io.metaforge.application.agent.Model;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.Revision;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.SessionId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs the agent on files held in memory. */
final class Runs extends MemoryRun {

    private final RunInput input;
    private @Nullable Revision revision;
    private @Nullable Model model;
    final List<Double> fractions = new ArrayList<>();

    Runs(RunInput input) {
        this.input = input;
    }

    /** Makes the run one that revises an attempt that proposed {@code files}. */
    Runs revising(String reason, Map<String, String> proposed) {
        List<Proposal.ProposedFile> before = new ArrayList<>();
        proposed.forEach((path, text) ->
                before.add(new Proposal.ProposedFile(new WorkspacePath(path), text.getBytes(StandardCharsets.UTF_8))));
        revision = new Revision(new SessionId("session-01hzy0000000000000000000ab"), reason, before);
        return this;
    }

    /** Gives the run a language model. */
    Runs asking(Model given) {
        model = given;
        return this;
    }

    @Override
    public Optional<Model> model() {
        return Optional.ofNullable(model);
    }

    @Override
    public Optional<Revision> revision() {
        return Optional.ofNullable(revision);
    }

    Runs with(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Runs the agent with {@code json} as the default input. */
    static Map<String, String> of(String json) {
        return new Runs(RunInput.EMPTY).with("constraints.json", json).run();
    }

    Map<String, String> run() {
        return proposed();
    }

    @Override
    protected Agent agent() {
        return new ArchitectureAgent();
    }

    @Override
    public RunInput input() {
        return input;
    }

    @Override
    public void progress(double fraction, String message) {
        fractions.add(fraction);
    }
}
