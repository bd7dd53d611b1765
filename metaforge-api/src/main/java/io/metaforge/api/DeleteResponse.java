package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Response of {@code DELETE /session/:id}.
 *
 * @param success always true; failures are errors
 * @param deleted id of the session
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DeleteResponse(boolean success, String deleted) {}
