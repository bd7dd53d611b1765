package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A proposed file as {@link PendingApproval} lists it.
 *
 * @param path in the workspace
 * @param size of the proposed file in bytes; 0 for a deletion
 * @param diff lines added and removed, such as {@code +85 -0}
 * @param change {@code create}, {@code modify} or {@code delete}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PendingArtifact(
        String path, long size, String diff, @Nullable String change) {}
