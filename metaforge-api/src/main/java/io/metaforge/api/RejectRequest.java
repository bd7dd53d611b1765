package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /reject/:session}.
 *
 * @param reason 1 to 10,000 characters
 * @param digest of the change set that was reviewed; where another one is pending by now, nothing is rejected
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RejectRequest(String reason, @Nullable String digest) {}
