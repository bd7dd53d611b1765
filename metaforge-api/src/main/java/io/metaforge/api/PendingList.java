package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Response of {@code GET /pending}, longest waiting first.
 *
 * @param pending this page
 * @param total how many wait in all
 * @param limit that was applied
 * @param offset that was applied
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PendingList(
        List<PendingApproval> pending,
        @Nullable Long total,
        @Nullable Integer limit,
        @Nullable Long offset) {

    public PendingList {
        pending = Wire.list(pending);
    }
}
