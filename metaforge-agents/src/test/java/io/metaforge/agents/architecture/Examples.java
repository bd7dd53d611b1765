package io.metaforge.agents.architecture;

import io.metaforge.agents.requirements.RequirementsAgent;
import io.metaforge.application.agent.Proposal;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.session.RunInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The example workspaces of the repository, taken through both skills. */
final class Examples {

    static final List<String> NAMES = List.of("sensor-node", "flight-controller", "mppt-charger");

    private Examples() {}

    /** Returns what the skill spec makes of the example's PRD. */
    static String constraints(String example) {
        try {
            String text = Files.readString(Path.of("..", "examples", example, "PRD.md"));
            Runs run = new Runs(new RunInput(List.of(new WorkspacePath("PRD.md")), Map.of())).with("PRD.md", text);
            Proposal proposal = new RequirementsAgent().run(run);
            return proposal.files().stream()
                    .filter(file -> file.path().value().equals("constraints.json"))
                    .map(file -> new String(Objects.requireNonNull(file.content()), StandardCharsets.UTF_8))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static Map<String, String> architecture(String example) {
        return Runs.of(constraints(example));
    }
}
