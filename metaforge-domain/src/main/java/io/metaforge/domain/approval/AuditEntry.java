package io.metaforge.domain.approval;

/**
 * A decision with what it was about, readable also after the session is gone.
 *
 * @param sessionId the session's id
 * @param skill name of the skill
 * @param decision what was decided
 */
public record AuditEntry(String sessionId, String skill, Decision decision) {}
