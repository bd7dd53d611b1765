package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Response of {@code GET /status}.
 *
 * @param version of the gateway
 * @param workspace the folder
 * @param sessions how many there are
 * @param tools external programs that were looked for
 * @param agents that are registered or should be
 * @param artifacts how what was approved goes with the workspace; absent from gateways that do not tell
 * @param usage of the language model by all sessions, deleted ones included; absent where it was not used
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StatusResponse(
        String version,
        String workspace,
        SessionCounts sessions,
        List<ToolStatus> tools,
        List<LoadedAgent> agents,
        @Nullable ArtifactOverview artifacts,
        @Nullable ModelUsage usage) {

    public StatusResponse {
        tools = Wire.list(tools);
        agents = Wire.list(agents);
    }

    /**
     * How many sessions there are.
     *
     * @param active created or running
     * @param pending waiting for a decision
     * @param completed in any state that nothing leads on from
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record SessionCounts(long active, long pending, long completed) {}

    /**
     * An external program.
     *
     * @param name such as {@code kicad}
     * @param version as the program prints it; absent where unknown
     * @param available whether it can be used
     * @param state {@code detected}, {@code not_found}, {@code too_old} or {@code does_not_start}
     * @param advice what to do about it; absent where nothing is to be done
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ToolStatus(
            String name,
            @Nullable String version,
            boolean available,
            @Nullable String state,
            @Nullable String advice) {}

    /**
     * An agent.
     *
     * @param name without a suffix, such as {@code requirements}
     * @param version of the agent
     * @param loaded whether its skills can be run
     * @param problem why it is not loaded; absent where it is
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LoadedAgent(
            String name,
            String version,
            boolean loaded,
            @Nullable String problem) {}
}
