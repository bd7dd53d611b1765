package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A proposed file.
 *
 * @param path in the workspace, with {@code /} between segments
 * @param type always {@code file}
 * @param size of the proposed file in bytes; 0 for a deletion
 * @param change {@code create}, {@code modify} or {@code delete}
 * @param diff lines added and removed, such as {@code +85 -0}
 * @param sha256 of the proposed bytes, hexadecimal; absent for a deletion
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Artifact(
        String path,
        String type,
        long size,
        @Nullable String change,
        @Nullable String diff,
        @Nullable String sha256) {}
