package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * How what was approved goes with the workspace as it is now, the newest approval of each path.
 *
 * @param checked how many artifacts were looked at
 * @param complete false where there are more: only the 500 that were approved last are looked at
 * @param stale artifacts of which something upstream changed, by path
 * @param modified artifacts that were changed since, by path
 * @param missing artifacts that are not there any more, by path
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ArtifactOverview(
        int checked, boolean complete, List<Notable> stale, List<Notable> modified, List<Notable> missing) {

    public ArtifactOverview {
        stale = Wire.list(stale);
        modified = Wire.list(modified);
        missing = Wire.list(missing);
    }

    /**
     * An artifact that is not current.
     *
     * @param path the file
     * @param sessionId whose approval wrote it
     * @param skill that was run
     * @param because what is to blame, by path
     * @param rerun skills to run again for it to be current, in this order; empty unless it is stale
     * @param message all that in a sentence for a person, without its full stop
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Notable(
            String path,
            @JsonProperty("session_id") String sessionId,
            String skill,
            List<ArtifactCause> because,
            List<String> rerun,
            String message) {

        public Notable {
            because = Wire.list(because);
            rerun = Wire.list(rerun);
        }
    }
}
