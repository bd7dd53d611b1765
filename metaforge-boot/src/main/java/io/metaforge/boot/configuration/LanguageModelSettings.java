package io.metaforge.boot.configuration;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which language model to use, and how.
 *
 * @param provider null for the usual one
 * @param baseUrl null for the provider's own
 * @param apiKey null for none
 * @param model null where no model is configured
 * @param timeout of one attempt at a request
 * @param budgetTokens of each session
 * @param budgetUsd of each session; counts where prices are known
 * @param priceInput US dollars for a million tokens that are sent; null where not known, as the other
 * @param priceOutput US dollars for a million tokens that come back
 * @param fallBack whether runs go on by their rules where the model gives no usable answer; otherwise they fail
 */
public record LanguageModelSettings(
        @Nullable String provider,
        @Nullable String baseUrl,
        @Nullable String apiKey,
        @Nullable String model,
        Duration timeout,
        int budgetTokens,
        BigDecimal budgetUsd,
        @Nullable BigDecimal priceInput,
        @Nullable BigDecimal priceOutput,
        boolean fallBack) {

    public LanguageModelSettings {
        if ((priceInput == null) != (priceOutput == null)) {
            throw new ConfigurationException(
                    "the price of a language model has two parts: set both llm-price-input and llm-price-output, or none");
        }
    }

    /** Reports whether anything is configured. */
    public boolean isPresent() {
        return provider != null || baseUrl != null || model != null;
    }

    @Override
    public String toString() {
        return "LanguageModelSettings[" + provider + ", " + baseUrl + ", " + model + "]";
    }
}
