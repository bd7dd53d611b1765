package io.metaforge.adapter.llm;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import java.time.Duration;

/**
 * Asks an endpoint of OpenAI's protocol which models it has: the cheapest question that proves address and key.
 *
 * <p>Whether the model is in the answer does not matter: some endpoints accept names that they do not list. Asking for
 * a token of a chat would prove more, but costs money with each probe. The only class that touches LangChain4j, and loaded
 * only where a model is configured.
 */
final class ModelProbe {

    private final OpenAiModelCatalog catalog;

    ModelProbe(LanguageModelSettings settings, Duration timeLimit) {
        catalog = OpenAiModelCatalog.builder()
                .baseUrl(settings.baseUrl())
                .apiKey(settings.apiKey())
                .connectTimeout(timeLimit)
                .readTimeout(timeLimit)
                .build();
    }

    /** Returns why the model cannot be used, in words that hold nothing the endpoint sent; empty where it can. */
    String problem() {
        try {
            catalog.listModels();
            return "";
        } catch (TimeoutException e) {
            return "no answer came in time";
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof HttpException http) {
                    return byStatus(http.statusCode());
                }
            }
            return "no usable answer came (" + e.getClass().getSimpleName() + ")";
        }
    }

    private static String byStatus(int status) {
        return status == 401 || status == 403
                ? "the API key is refused (status " + status + ")"
                : "it answers with status " + status;
    }
}
