package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person's decision over a proposal.
 *
 * @param verdict {@code approved} or {@code rejected}
 * @param actor who decided
 * @param comment of an approval, or reason of a rejection; absent where none was given
 * @param digest of the change set that was decided on
 * @param artifacts paths that were approved; empty for a rejection
 * @param time ISO 8601, UTC
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Decision(
        String verdict, String actor, @Nullable String comment, String digest, List<String> artifacts, String time) {

    public Decision {
        artifacts = Wire.list(artifacts);
    }
}
