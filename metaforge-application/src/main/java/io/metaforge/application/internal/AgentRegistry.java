package io.metaforge.application.internal;

import io.metaforge.application.agent.Agent;
import io.metaforge.application.port.in.SystemQueries.AgentStatus;
import io.metaforge.domain.artifact.WorkspacePath;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.session.RunInput;
import io.metaforge.domain.skill.Skill;
import io.metaforge.domain.skill.SkillName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Knows which skills there are and which agent does each. Immutable. */
public final class AgentRegistry {

    private final Map<SkillName, Skill> skills = new TreeMap<>();
    private final Map<SkillName, Agent> agents = new TreeMap<>();
    private final List<AgentStatus> statuses = new ArrayList<>();

    /**
     * Registers agents. One whose skills another already offers, or whose description throws, is listed as not loaded;
     * the rest works.
     */
    public AgentRegistry(Collection<Agent> candidates, Collection<AgentStatus> broken) {
        for (Agent agent : candidates) {
            statuses.add(register(agent));
        }
        statuses.addAll(broken);
        statuses.sort(Comparator.comparing(AgentStatus::name));
    }

    private AgentStatus register(Agent agent) {
        String name = agent.getClass().getSimpleName();
        String version = "unknown";
        try {
            name = agent.name().value();
            version = agent.version();
            List<Skill> offered = agent.skills();
            for (Skill skill : offered) {
                if (skills.containsKey(skill.name())) {
                    return new AgentStatus(
                            name, version, false, "skill " + skill.name() + " is already offered by another agent");
                }
            }
            for (Skill skill : offered) {
                skills.put(skill.name(), skill);
                agents.put(skill.name(), agent);
            }
            return new AgentStatus(name, version, true, null);
        } catch (RuntimeException e) {
            System.getLogger(AgentRegistry.class.getName())
                    .log(System.Logger.Level.WARNING, "Agent " + name + " is not loaded", e);
            return new AgentStatus(name, version, false, "its description fails: " + e.getMessage());
        }
    }

    /** Returns the skill, or throws {@code VALIDATION} listing the known ones. */
    Skill skill(SkillName name) {
        Skill skill = skills.get(name);
        if (skill == null) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("field", "skill");
            details.put("expected", "one of " + String.join(", ", knownSkills()));
            details.put("skills", knownSkills());
            throw new Failure(
                            FailureKind.VALIDATION,
                            "Invalid input: there is no skill '" + name + "'; known are "
                                    + String.join(", ", knownSkills()),
                            details)
                    .asException();
        }
        return skill;
    }

    /** Returns the agent of a known skill. */
    Agent agent(SkillName name) {
        skill(name);
        return agents.get(name);
    }

    /** Returns the files a run of this skill works on. */
    List<WorkspacePath> files(Skill skill, RunInput input) {
        return input.files().isEmpty() ? skill.defaultInputs() : input.files();
    }

    /** Returns a skill that proposes a file of this name, for whoever misses it. */
    Optional<Skill> writerOf(WorkspacePath file) {
        String name = file.value().substring(file.value().lastIndexOf('/') + 1);
        return skills.values().stream()
                .filter(skill -> skill.artifacts().contains(name))
                .findFirst();
    }

    List<Skill> skills() {
        return List.copyOf(skills.values());
    }

    List<AgentStatus> statuses() {
        return statuses;
    }

    private List<String> knownSkills() {
        return skills.keySet().stream().map(SkillName::value).toList();
    }
}
