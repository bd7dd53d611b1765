package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Body of every response with an HTTP status of 400 or more, except an unhealthy {@code GET /health}.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ErrorResponse(Failure error) {}
