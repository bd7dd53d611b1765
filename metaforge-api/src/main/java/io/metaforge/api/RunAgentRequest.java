package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /agent/run}.
 *
 * @param skill name of the skill to run; can be absent where a session is revised, whose skill it is then
 * @param input absent means the skill's default inputs and no arguments
 * @param options absent means the defaults
 * @param sessionId a session in {@code created} to run; absent runs the oldest created one of equal skill and input, or a new one
 * @param revises a rejected session to revise: its reason is handed to the agent, its input taken where {@code input} is
 *     absent; absent for none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunAgentRequest(
        @Nullable String skill,
        @Nullable RunInput input,
        @Nullable RunOptions options,
        @JsonProperty("session_id") @Nullable String sessionId,
        @Nullable String revises) {

    /** Creates a request that revises nothing. */
    public RunAgentRequest(
            String skill, @Nullable RunInput input, @Nullable RunOptions options, @Nullable String sessionId) {
        this(skill, input, options, sessionId, null);
    }
}
