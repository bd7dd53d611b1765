package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How a run is done, as opposed to on what.
 *
 * @param temperature of the language model, 0 to 2; absent leaves it to the model
 * @param verbose whether to report more progress; absent means no
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunOptions(
        @Nullable Double temperature, @Nullable Boolean verbose) {}
