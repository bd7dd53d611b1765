package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A proposed file as {@link AgentStatus} lists it.
 *
 * @param path in the workspace
 * @param diff lines added and removed, such as {@code +50 -0}
 * @param change {@code create}, {@code modify} or {@code delete}
 * @param size of the proposed file in bytes; 0 for a deletion
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ArtifactDiff(
        String path,
        String diff,
        @Nullable String change,
        @Nullable Long size) {}
