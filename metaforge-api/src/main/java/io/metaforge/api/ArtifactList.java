package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Response of {@code GET /session/:id/artifacts}, by path.
 *
 * @param sessionId the session
 * @param digest of the change set; absent where the session proposes nothing
 * @param artifacts empty where the session proposes nothing
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ArtifactList(
        @JsonProperty("session_id") String sessionId,
        List<Artifact> artifacts,
        @Nullable String digest) {

    public ArtifactList {
        artifacts = Wire.list(artifacts);
    }
}
