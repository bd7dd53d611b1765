package io.metaforge.adapter.llm;

import dev.langchain4j.model.anthropic.AnthropicModelCatalog;
import dev.langchain4j.model.ollama.OllamaModels;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import java.time.Clock;
import java.time.Duration;

/**
 * Asks the endpoint which models it has: the cheapest question that proves address and key.
 *
 * <p>Whether the model is in the answer does not matter: some endpoints accept names that they do not list. Asking for
 * a token of a chat would prove more, but costs money with each probe. Loaded only where a model is configured.
 */
final class ModelProbe {

    private final Duration timeLimit;
    private final BoundedHttpClient http;
    private final Runnable question;

    ModelProbe(LanguageModelSettings settings, Clock clock, Duration timeLimit) {
        this.http = new BoundedHttpClient(clock);
        this.timeLimit = timeLimit;
        this.question = switch (settings.kind()) {
            case OPENAI ->
                OpenAiModelCatalog.builder()
                        .httpClientBuilder(http.asBuilder())
                        .baseUrl(settings.address())
                        .apiKey(settings.apiKey())
                        .build()::listModels;
            case ANTHROPIC ->
                AnthropicModelCatalog.builder()
                        .httpClientBuilder(http.asBuilder())
                        .baseUrl(settings.address())
                        .apiKey(settings.apiKey())
                        .build()::listModels;
            case OLLAMA ->
                OllamaModels.builder()
                        .httpClientBuilder(http.asBuilder())
                        .baseUrl(settings.address())
                        .maxRetries(0)
                        .build()::availableModels;
        };
    }

    /** Returns why the model cannot be used, in words that hold nothing the endpoint sent; empty where it can. */
    String problem() {
        http.allow(timeLimit);
        try {
            question.run();
            return "";
        } catch (RuntimeException e) {
            return CallFailed.in(e)
                    .map(ModelProbe::words)
                    .orElseGet(() -> "no usable answer came (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static String words(CallFailed failed) {
        return switch (failed.kind()) {
            case STATUS -> byStatus(failed.statusCode());
            case TOO_LATE, INTERRUPTED -> "no answer came in time";
            case CONNECTION -> "it cannot be reached";
            case TOO_LONG, ASKED_AGAIN -> "no usable answer came";
        };
    }

    private static String byStatus(int status) {
        return status == 401 || status == 403
                ? "the API key is refused (status " + status + ")"
                : "it answers with status " + status;
    }
}
