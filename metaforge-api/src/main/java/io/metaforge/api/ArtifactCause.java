package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Why an approved artifact is not current.
 *
 * @param path the file that is to blame: one that was read for the artifact, or the artifact itself
 * @param reason {@code changed}, {@code missing}, {@code stale} (an artifact that is stale itself) or {@code superseded}
 * @param sessionId whose approval wrote that file last; absent where none did
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ArtifactCause(
        String path,
        String reason,
        @JsonProperty("session_id") @Nullable String sessionId) {}
