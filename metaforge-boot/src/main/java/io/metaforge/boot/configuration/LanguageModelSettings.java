package io.metaforge.boot.configuration;

import org.jspecify.annotations.Nullable;

/**
 * Which language model to use.
 *
 * @param provider null for the only one there is
 * @param baseUrl null for the provider's own
 * @param apiKey null for none
 * @param model null where no model is configured
 */
public record LanguageModelSettings(
        @Nullable String provider,
        @Nullable String baseUrl,
        @Nullable String apiKey,
        @Nullable String model) {

    /** Reports whether anything is configured. */
    public boolean isPresent() {
        return provider != null || baseUrl != null || model != null;
    }

    @Override
    public String toString() {
        return "LanguageModelSettings[" + provider + ", " + baseUrl + ", " + model + "]";
    }
}
