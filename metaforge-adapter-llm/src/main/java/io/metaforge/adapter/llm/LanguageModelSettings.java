package io.metaforge.adapter.llm;

import io.metaforge.application.port.out.ModelPrices;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which language model to use, and where it is.
 *
 * @param provider {@code openai} for everything that speaks OpenAI's protocol, {@code anthropic} or {@code ollama}; null
 *     means the first
 * @param baseUrl such as {@code http://localhost:8000/v1}; null for the provider's own
 * @param apiKey sent with each request; null where the endpoint needs none
 * @param model the model's name there; null where no model is to be used
 * @param prices of its tokens; null where they are not known
 * @param requestTime how long one attempt at a request may take; positive
 */
public record LanguageModelSettings(
        @Nullable String provider,
        @Nullable String baseUrl,
        @Nullable String apiKey,
        @Nullable String model,
        @Nullable ModelPrices prices,
        Duration requestTime) {

    /** How long one attempt may take unless something else is said. */
    public static final Duration DEFAULT_REQUEST_TIME = Duration.ofMinutes(2);

    /** No model. */
    public static final LanguageModelSettings NONE = new LanguageModelSettings(null, null, null, null);

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException where no model can be used with them, with a message for who wrote them
     */
    public LanguageModelSettings {
        if (provider != null && Provider.ofName(provider).isEmpty()) {
            throw new IllegalArgumentException("the provider of the language model must be openai, which is everything"
                    + " that speaks OpenAI's protocol, anthropic or ollama");
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
        if (apiKey == null && model != null && Provider.ANTHROPIC.label().equals(provider)) {
            throw new IllegalArgumentException("the API key of the language model is missing: anthropic needs one");
        }
        if (requestTime.isNegative() || requestTime.isZero()) {
            throw new IllegalArgumentException("the time for a request to the language model must be positive");
        }
    }

    /** Returns settings without prices and with the usual time for a request. */
    public LanguageModelSettings(
            @Nullable String provider, @Nullable String baseUrl, @Nullable String apiKey, @Nullable String model) {
        this(provider, baseUrl, apiKey, model, null, DEFAULT_REQUEST_TIME);
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

    /** Returns settings with these prices. */
    public LanguageModelSettings withPrices(@Nullable ModelPrices known) {
        return new LanguageModelSettings(provider, baseUrl, apiKey, model, known, requestTime);
    }

    /** Returns settings with this time for a request. */
    public LanguageModelSettings withRequestTime(Duration time) {
        return new LanguageModelSettings(provider, baseUrl, apiKey, model, prices, time);
    }

    /** Reports whether a model is to be used. */
    public boolean isConfigured() {
        return model != null;
    }

    Provider kind() {
        return provider == null ? Provider.OPENAI : Provider.ofName(provider).orElseThrow();
    }

    /** Returns the address, the provider's own where none is set. */
    String address() {
        return baseUrl == null ? kind().address() : baseUrl;
    }

    /** Returns the model's name; only where one is configured. */
    String modelName() {
        if (model == null) {
            throw new IllegalStateException("no language model is configured");
        }
        return model;
    }

    /** The protocols that are spoken. */
    enum Provider {
        OPENAI("https://api.openai.com/v1"),
        ANTHROPIC("https://api.anthropic.com/v1"),
        OLLAMA("http://localhost:11434");

        private final String address;

        Provider(String address) {
            this.address = address;
        }

        String address() {
            return address;
        }

        /** Returns the name in settings. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Provider> ofName(String name) {
            for (Provider provider : values()) {
                if (provider.label().equals(name)) {
                    return Optional.of(provider);
                }
            }
            return Optional.empty();
        }
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "LanguageModelSettings[" + provider + ", " + baseUrl + ", " + model + "]";
    }
}
