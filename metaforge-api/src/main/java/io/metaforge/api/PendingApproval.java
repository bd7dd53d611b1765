package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proposal that waits for a decision.
 *
 * @param sessionId the session
 * @param skill name of the skill
 * @param created when the session was created; ISO 8601, UTC
 * @param artifacts the proposed files, by path
 * @param digest of the change set; sent back with an approval it makes sure that what was reviewed is what is applied
 * @param agent such as {@code requirements-agent}
 * @param updated since when it waits; ISO 8601, UTC
 * @param warnings what whoever decides should know about the run; absent where there is nothing
 * @param revises the rejected session that this one revises; absent where it revises none
 * @param approval what it asks for instead of proposing files; absent where it proposes them
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PendingApproval(
        @JsonProperty("session_id") String sessionId,
        String skill,
        String created,
        List<PendingArtifact> artifacts,
        @Nullable String digest,
        @Nullable String agent,
        @Nullable String updated,
        @Nullable List<Warning> warnings,
        @Nullable String revises,
        @Nullable ApprovalRequest approval) {

    public PendingApproval {
        artifacts = Wire.list(artifacts);
        warnings = warnings == null ? null : Wire.list(warnings);
    }
}
