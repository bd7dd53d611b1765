package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A session as {@code POST /session/create} answers and {@code GET /sessions} lists it.
 *
 * @param id starts with {@code session-}
 * @param skill name of the skill
 * @param status see {@link Statuses}
 * @param created ISO 8601, UTC
 * @param stale true where files it wrote, and that nobody wrote since, are stale now; absent otherwise
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionSummary(
        String id,
        String skill,
        String status,
        String created,
        @Nullable Boolean stale) {}
