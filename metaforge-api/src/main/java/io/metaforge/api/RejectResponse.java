package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Response of {@code POST /reject/:session}.
 *
 * @param sessionId the session
 * @param status {@code rejected}
 * @param reason as recorded
 * @param decision as recorded
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RejectResponse(
        @JsonProperty("session_id") String sessionId,
        String status,
        String reason,
        @Nullable Decision decision) {}
