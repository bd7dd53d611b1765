package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A session as {@code POST /session/create} answers and {@code GET /sessions} lists it.
 *
 * @param id starts with {@code session-}
 * @param skill name of the skill
 * @param status see {@link Statuses}
 * @param created ISO 8601, UTC
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SessionSummary(String id, String skill, String status, String created) {}
