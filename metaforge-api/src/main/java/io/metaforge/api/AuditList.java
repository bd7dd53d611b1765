package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * Response of {@code GET /audit}, newest first.
 *
 * @param entries this page
 * @param limit that was applied
 * @param offset that was applied
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AuditList(List<AuditEntry> entries, int limit, long offset) {

    public AuditList {
        entries = Wire.list(entries);
    }
}
