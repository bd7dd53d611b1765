package io.metaforge.adapter.llm;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Which language model to use, and where it is.
 *
 * @param provider {@code openai}, for everything that speaks OpenAI's protocol; null means that one
 * @param baseUrl such as {@code http://localhost:11434/v1}; null for OpenAI's own
 * @param apiKey sent as a bearer token; null where the endpoint needs none
 * @param model the model's name there; null where no model is to be used
 */
public record LanguageModelSettings(
        @Nullable String provider,
        @Nullable String baseUrl,
        @Nullable String apiKey,
        @Nullable String model) {

    /** No model. */
    public static final LanguageModelSettings NONE = new LanguageModelSettings(null, null, null, null);

    private static final String OPENAI = "openai";

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException where no model can be used with them, with a message for who wrote them
     */
    public LanguageModelSettings {
        if (provider != null && !provider.equals(OPENAI)) {
            throw new IllegalArgumentException("the provider of the language model must be " + OPENAI
                    + ", which is everything that speaks OpenAI's protocol");
        }
        if (baseUrl != null && !isUsable(baseUrl)) {
            throw new IllegalArgumentException(
                    "the base URL of the language model must be an http or https URL without user, query and fragment");
        }
        if (model == null && (provider != null || baseUrl != null || apiKey != null)) {
            throw new IllegalArgumentException("the name of the language model is missing");
        }
        if (model != null && model.isBlank()) {
            throw new IllegalArgumentException("the name of the language model is blank");
        }
    }

    private static boolean isUsable(String url) {
        try {
            URI uri = new URI(url);
            return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Reports whether a model is to be used. */
    public boolean isConfigured() {
        return model != null;
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "LanguageModelSettings[" + provider + ", " + baseUrl + ", " + model + "]";
    }
}
