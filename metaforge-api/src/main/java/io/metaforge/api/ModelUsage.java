package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a language model was used for.
 *
 * @param requests that it answered
 * @param inputTokens that were sent, as the provider counts them
 * @param outputTokens that came back
 * @param costUsd what they cost in US dollars, by the prices the gateway was told; absent where it knows none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelUsage(
        long requests,
        @JsonProperty("input_tokens") long inputTokens,
        @JsonProperty("output_tokens") long outputTokens,
        @JsonProperty("cost_usd") @Nullable BigDecimal costUsd) {}
