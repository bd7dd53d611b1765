package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Response of {@code GET /session/:id}.
 *
 * @param id starts with {@code session-}
 * @param skill name of the skill
 * @param status see {@link Statuses}
 * @param created ISO 8601, UTC
 * @param updated when the status last changed; ISO 8601, UTC
 * @param output what the run proposes or proposed; absent before it ended well
 * @param agent that runs it, such as {@code requirements-agent}
 * @param digest of the proposed change set; an approval can be bound to it
 * @param decision once there is one
 * @param error why the run failed, if it did
 * @param input the run's input as it was sent
 * @param warnings what whoever decides should know about the run; absent where there is nothing
 * @param revises the rejected session that this one revises; absent where it revises none
 * @param revisedBy sessions that revise this one, oldest first; absent where there are none
 * @param usage of the language model; absent where it was not used
 * @param approval what it asks for, or was refused, without proposing files; absent where it asks for nothing
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionResponse(
        String id,
        String skill,
        String status,
        String created,
        String updated,
        @Nullable Output output,
        @Nullable String agent,
        @Nullable String digest,
        @Nullable Decision decision,
        @Nullable Failure error,
        @Nullable RunInput input,
        @Nullable List<Warning> warnings,
        @Nullable String revises,
        @JsonProperty("revised_by") @Nullable List<String> revisedBy,
        @Nullable ModelUsage usage,
        @Nullable ApprovalRequest approval) {

    public SessionResponse {
        warnings = warnings == null ? null : Wire.list(warnings);
        revisedBy = revisedBy == null ? null : Wire.list(revisedBy);
    }

    /** What a run proposes. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Output(List<Artifact> artifacts) {

        public Output {
            artifacts = Wire.list(artifacts);
        }
    }
}
