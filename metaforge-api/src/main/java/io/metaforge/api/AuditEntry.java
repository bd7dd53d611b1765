package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A decision with what it was about, readable also after the session was deleted.
 *
 * @param sessionId the session, which may be gone
 * @param skill name of the skill
 * @param decision what was decided
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AuditEntry(@JsonProperty("session_id") String sessionId, String skill, Decision decision) {}
