package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
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
 * @param state how it goes with the workspace once it is approved: {@code current}, {@code stale}, {@code modified},
 *     {@code missing} or {@code superseded}; absent where it is not approved, and in lists of proposed files
 * @param because what is to blame; absent where it is current or has no state
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Artifact(
        String path,
        String type,
        long size,
        @Nullable String change,
        @Nullable String diff,
        @Nullable String sha256,
        @Nullable String state,
        @Nullable List<ArtifactCause> because) {

    public Artifact {
        because = because == null ? null : Wire.list(because);
    }

    /** Creates a file without a state. */
    public Artifact(
            String path,
            String type,
            long size,
            @Nullable String change,
            @Nullable String diff,
            @Nullable String sha256) {
        this(path, type, size, change, diff, sha256, null, null);
    }
}
