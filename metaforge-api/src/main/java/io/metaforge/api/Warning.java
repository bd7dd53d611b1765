package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Something about a run that whoever decides over it should know.
 *
 * @param code {@code STALE_INPUT} or {@code REPEATED_PROPOSAL}; more may be added
 * @param message a sentence for a person, without its full stop
 * @param path the file it is about; absent where it is about none
 * @param sessionId the other session it is about; absent where it is about none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Warning(
        String code,
        String message,
        @Nullable String path,
        @JsonProperty("session_id") @Nullable String sessionId) {}
