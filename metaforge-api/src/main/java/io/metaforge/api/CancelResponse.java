package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Response of {@code POST /session/:id/cancel}.
 *
 * @param sessionId the session
 * @param status {@code cancelled}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CancelResponse(@JsonProperty("session_id") String sessionId, String status) {}
