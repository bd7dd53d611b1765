package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Response of {@code POST /approve/:session}.
 *
 * @param sessionId the session
 * @param status {@code approved}; {@code running} where a budget was granted and the run begins again
 * @param applied whether the files are in the workspace
 * @param artifacts paths of the files that were applied
 * @param decision as recorded
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApproveResponse(
        @JsonProperty("session_id") String sessionId,
        String status,
        boolean applied,
        List<String> artifacts,
        @Nullable Decision decision) {

    public ApproveResponse {
        artifacts = Wire.list(artifacts);
    }
}
