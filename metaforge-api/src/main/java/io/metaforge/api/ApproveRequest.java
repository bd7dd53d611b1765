package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /approve/:session}; the body as a whole is optional, too.
 *
 * @param comment up to 10,000 characters
 * @param digest of the change set that was reviewed; where another one is pending by now, nothing is approved
 * @param artifacts paths to apply, at least one, the rest is rejected; absent applies all
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApproveRequest(
        @Nullable String comment,
        @Nullable String digest,
        @Nullable List<String> artifacts) {

    public ApproveRequest {
        artifacts = artifacts == null ? null : Wire.list(artifacts);
    }
}
