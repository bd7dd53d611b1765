package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * Response of {@code GET /sessions}, newest first.
 *
 * @param sessions this page
 * @param total how many there are in all, of the status asked for
 * @param limit that was applied
 * @param offset that was applied
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SessionList(List<SessionSummary> sessions, long total, int limit, long offset) {

    public SessionList {
        sessions = Wire.list(sessions);
    }
}
