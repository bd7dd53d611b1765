package io.metaforge.boot.cli.doctor;

import io.metaforge.application.port.in.SystemQueries.AgentStatus;
import io.metaforge.boot.WorkspaceSkills;
import io.metaforge.boot.configuration.Configuration;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Looks at the skills a gateway would offer: those that come along, on the class path, and in the workspace. */
final class SkillChecks {

    private SkillChecks() {}

    static List<Finding> look(Configuration configuration) {
        if (!Files.isDirectory(configuration.workspace())) {
            // That is a finding already.
            return List.of();
        }
        List<AgentStatus> agents;
        try {
            agents = WorkspaceSkills.look(configuration.workspace()).agents();
        } catch (IllegalArgumentException e) {
            return List.of(Finding.problem(
                    "skills",
                    "an extension on the class path cannot be used: " + e.getMessage(),
                    "take its jar off the class path, or mend it"));
        }
        List<Finding> findings = new ArrayList<>();
        List<String> loaded = agents.stream()
                .filter(AgentStatus::loaded)
                .map(AgentStatus::name)
                .toList();
        findings.add(Finding.ok("skills", loaded.size() + " agents: " + String.join(", ", loaded)));
        for (AgentStatus agent : agents) {
            if (!agent.loaded()) {
                findings.add(Finding.warning(
                        "skills",
                        agent.name() + " cannot be used: " + agent.problem(),
                        "mend it and start the gateway again; the other skills work without it"));
            }
        }
        return findings;
    }
}
