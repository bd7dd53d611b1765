package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Something an agent can be asked to do.
 *
 * @param name as requests name it
 * @param version of the skill
 * @param agent such as {@code requirements-agent}
 * @param description one sentence
 * @param inputs files it reads when a request names none
 * @param argsSchema JSON Schema (2020-12) of the arguments
 * @param artifacts glob patterns of the paths it may write, relative to the folder of its first input
 * @param approval {@code manual} or {@code automatic}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Skill(
        String name,
        String version,
        String agent,
        String description,
        List<String> inputs,
        @JsonProperty("args_schema") Object argsSchema,
        List<String> artifacts,
        String approval) {

    public Skill {
        inputs = Wire.list(inputs);
        artifacts = Wire.list(artifacts);
    }
}
