package io.metaforge.adapter.llm;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import io.metaforge.application.port.out.ModelRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes LangChain4j's model for a request, without its retries and its log. */
final class ChatModels {

    /** Ends calls of LangChain4j's own; ours end earlier. */
    private static final Duration NEVER = Duration.ofDays(1);

    /** OpenAI takes no longer names of schemas. */
    private static final int MAX_NAME = 64;

    private static final int CONTEXT_STEP = 4096;

    private final LanguageModelSettings settings;
    private final HttpClientBuilder http;

    ChatModels(LanguageModelSettings settings, HttpClientBuilder http) {
        this.settings = settings;
        this.http = http;
    }

    /**
     * Makes the model.
     *
     * @param prompt what will be sent, to know how much room it needs
     * @param structured whether the provider is to hold the model to the schema
     */
    ChatModel model(ModelRequest request, String prompt, @Nullable Double temperature, boolean structured) {
        @Nullable ResponseFormat format = structured ? format(request) : null;
        return switch (settings.kind()) {
            case OPENAI -> openAi(request, temperature, format);
            case ANTHROPIC -> anthropic(request, temperature, format);
            case OLLAMA -> ollama(request, prompt, temperature, format);
        };
    }

    private static ResponseFormat format(ModelRequest request) {
        String name = request.purpose().replaceAll("[^A-Za-z0-9_-]", "_");
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder()
                        .name(name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name)
                        .rootElement(JsonRawSchema.from(request.schema()))
                        .build())
                .build();
    }

    private ChatModel openAi(ModelRequest request, @Nullable Double temperature, @Nullable ResponseFormat format) {
        OpenAiChatModel.OpenAiChatModelBuilder builder = OpenAiChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(settings.address())
                .apiKey(settings.apiKey())
                .modelName(settings.modelName())
                .temperature(temperature)
                .timeout(NEVER)
                .maxRetries(0);
        if (settings.baseUrl() == null) {
            // OpenAI's newer models refuse max_tokens; other servers of the protocol know only that.
            builder.maxCompletionTokens(request.maxOutputTokens());
        } else {
            builder.maxTokens(request.maxOutputTokens());
        }
        if (format != null) {
            builder.responseFormat(format).strictJsonSchema(true);
        }
        return builder.build();
    }

    private ChatModel anthropic(ModelRequest request, @Nullable Double temperature, @Nullable ResponseFormat format) {
        AnthropicChatModel.AnthropicChatModelBuilder builder = AnthropicChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(settings.address())
                .apiKey(settings.apiKey())
                .modelName(settings.modelName())
                // Anthropic's scale ends at 1.
                .temperature(temperature == null ? null : Double.valueOf(Math.min(1, temperature)))
                .maxTokens(request.maxOutputTokens())
                .timeout(NEVER)
                .maxRetries(0);
        if (format != null) {
            builder.responseFormat(format);
        }
        return builder.build();
    }

    private ChatModel ollama(
            ModelRequest request, String prompt, @Nullable Double temperature, @Nullable ResponseFormat format) {
        OllamaChatModel.OllamaChatModelBuilder builder = OllamaChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(settings.address())
                .modelName(settings.modelName())
                .temperature(temperature)
                .numPredict(request.maxOutputTokens())
                // Ollama drops, without a word, what exceeds the context it was told to make.
                .numCtx(context(prompt, request.maxOutputTokens()))
                .timeout(NEVER);
        if (format != null) {
            builder.responseFormat(format);
        }
        return builder.build();
    }

    /** At most one token for two characters of English or of a table; whole steps, for each change loads the model anew. */
    private static int context(String prompt, int output) {
        long tokens = prompt.length() / 2L + output;
        return (int) Math.min(1 << 20, (tokens / CONTEXT_STEP + 1) * CONTEXT_STEP);
    }
}
