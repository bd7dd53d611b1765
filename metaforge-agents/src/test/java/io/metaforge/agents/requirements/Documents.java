package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.ConstraintsReader;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.quantity.QuantityPrinter;
import io.metaforge.application.agent.Proposal;
import io.metaforge.application.agent.RunContext;
import io.metaforge.application.port.out.Tool;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.session.RunOptions;
import io.metaforge.domain.session.SessionId;
import io.metaforge.domain.skill.SkillName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the agent on texts, without a gateway around it. */
final class Documents implements RunContext {

    private final Map<String, String> files = new LinkedHashMap<>();
    final List<String> progress = new ArrayList<>();
    private Map<String, Object> args = Map.of();

    static Documents of(String path, String text) {
        return new Documents().and(path, text);
    }

    Documents and(String path, String text) {
        files.put(path, text);
        return this;
    }

    Documents args(Map<String, Object> given) {
        args = given;
        return this;
    }

    /** Returns what the agent makes of one document. */
    static Constraints read(String markdown) {
        return constraints(of("PRD.md", markdown).run());
    }

    Proposal run() {
        try {
            return new RequirementsAgent().run(this);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Constraints constraints(Proposal proposal) {
        Proposal.ProposedFile file = proposal.files().get(0);
        return ConstraintsReader.read(file.path().value(), file.content());
    }

    /** Returns every quantity of a document as one line. */
    static List<String> quantities(String markdown) {
        List<String> lines = new ArrayList<>();
        for (Requirement requirement : read(markdown).requirements()) {
            for (Quantity quantity : requirement.quantities()) {
                lines.add(quantity.parameter() + ": " + QuantityPrinter.print(quantity));
            }
        }
        return lines;
    }

    @Override
    public SessionId session() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SkillName skill() {
        return new SkillName("spec");
    }

    @Override
    public RunInput input() {
        return new RunInput(files(), new LinkedHashMap<>(args));
    }

    @Override
    public RunOptions options() {
        return RunOptions.DEFAULT;
    }

    @Override
    public List<WorkspacePath> files() {
        return files.keySet().stream().map(WorkspacePath::new).toList();
    }

    @Override
    public byte[] read(WorkspacePath path) {
        return readText(path).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String readText(WorkspacePath path) {
        String text = files.get(path.value());
        if (text == null) {
            throw Failure.notFound("file", path.value()).asException();
        }
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    @Override
    public Optional<byte[]> readIfPresent(WorkspacePath path) {
        return files.containsKey(path.value()) ? Optional.of(read(path)) : Optional.empty();
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
        progress.add(message);
    }
}
