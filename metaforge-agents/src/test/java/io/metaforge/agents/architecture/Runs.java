package io.metaforge.agents.architecture;

import io.metaforge.application.agent.Model;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.Revision;
import io.metaforge.application.agent.RunContext;
import io.metaforge.application.port.out.Tool;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.skill.SkillName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs the agent on files held in memory. */
final class Runs implements RunContext {

    private final Map<String, byte[]> files = new LinkedHashMap<>();
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
        try {
            Proposal proposal = new ArchitectureAgent().run(this);
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
        return new SkillName("architecture");
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
        return input.files().isEmpty() ? List.of(new WorkspacePath("constraints.json")) : input.files();
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
    public void progress(double fraction, String message) {
        fractions.add(fraction);
    }
}
