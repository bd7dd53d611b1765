package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Response of {@code POST /agent/run} and of {@code GET /agent/:id/status}.
 *
 * @param sessionId the session
 * @param status see {@link Statuses}
 * @param agent such as {@code requirements-agent}
 * @param artifacts what the run proposes; absent before it ended well
 * @param digest of the proposed change set; absent where there is none
 * @param error why the run failed, if it did
 * @param warnings what whoever decides should know about the run; absent where there is nothing
 * @param approval what it asks for, or was refused, without proposing files; absent where it asks for nothing
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AgentStatus(
        @JsonProperty("session_id") String sessionId,
        String status,
        String agent,
        @Nullable List<ArtifactDiff> artifacts,
        @Nullable String digest,
        @Nullable Failure error,
        @Nullable List<Warning> warnings,
        @Nullable ApprovalRequest approval) {

    public AgentStatus {
        artifacts = artifacts == null ? null : Wire.list(artifacts);
        warnings = warnings == null ? null : Wire.list(warnings);
    }
}
