package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong: the {@code error} of an {@link ErrorResponse}, of a failed session and of its event.
 *
 * @param code stable, see {@link ErrorCodes}; receivers treat a code they do not know by the HTTP status alone
 * @param message one sentence for a person
 * @param details particulars for a program; empty where there are none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Failure(String code, String message, Map<String, @Nullable Object> details) {

    public Failure {
        details = Wire.map(details);
    }
}
