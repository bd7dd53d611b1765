package io.metaforge.domain.skill;

import io.metaforge.domain.artifact.WorkspacePath;
import java.util.List;
import java.util.Objects;

/**
 * Describes something an agent can be asked to do.
 *
 * @param name unique in a gateway
 * @param version of the skill, as semantic versioning writes it
 * @param agent who does it
 * @param description one sentence for a person choosing a skill
 * @param defaultInputs the files it reads when a request names none
 * @param argsSchema JSON Schema (2020-12) of the request's {@code args}, as JSON text
 * @param artifacts glob patterns of the paths it may write, relative to the folder of its first input
 * @param approval who decides over its proposals where no policy of the gateway does
 */
public record Skill(
        SkillName name,
        String version,
        AgentName agent,
        String description,
        List<WorkspacePath> defaultInputs,
        String argsSchema,
        List<String> artifacts,
        ApprovalMode approval) {

    /** The schema of a skill that takes no arguments: any object, members ignored. */
    public static final String ANY_ARGS = "{\"type\":\"object\"}";

    public Skill {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(agent, "agent");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(argsSchema, "argsSchema");
        Objects.requireNonNull(approval, "approval");
        defaultInputs = List.copyOf(defaultInputs);
        artifacts = List.copyOf(artifacts);
    }

    /** Returns a skill with a person's approval, version 1.0.0 and any arguments. */
    public static Skill of(
            String name, String agent, String description, List<String> defaultInputs, List<String> artifacts) {
        return new Skill(
                new SkillName(name),
                "1.0.0",
                new AgentName(agent),
                description,
                defaultInputs.stream().map(WorkspacePath::new).toList(),
                ANY_ARGS,
                artifacts,
                ApprovalMode.MANUAL);
    }
}
