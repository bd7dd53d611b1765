package io.metaforge.adapter.llm;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.metaforge.adapter.llm.LanguageModelSettings.Provider;
import io.metaforge.application.port.out.LanguageModel.Question;
import io.metaforge.application.port.out.ModelAnswer;
import io.metaforge.application.port.out.ModelException;
import io.metaforge.application.port.out.ModelException.Reason;
import io.metaforge.application.port.out.ModelRequest;
import io.metaforge.domain.session.ModelUsage;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the model, again where that can help. Thread-safe.
 *
 * <p>Only what is over for the endpoint is tried again: statuses that say "later", and lost connections. An attempt that
 * took too long is not, for it is paid for and would take as long the next time.
 */
final class ModelCalls {

    private static final Logger LOG = LoggerFactory.getLogger(ModelCalls.class);

    private static final int MAX_ATTEMPTS = 4;

    private final LanguageModelSettings settings;
    private final BoundedHttpClient http;
    private final ChatModels models;
    private final Duration firstPause;

    /** Some servers of OpenAI's protocol and older models refuse a schema; they are told of it in words from then on. */
    private volatile boolean structured = true;

    ModelCalls(LanguageModelSettings settings, Clock clock, Duration firstPause) {
        this.settings = settings;
        this.http = new BoundedHttpClient(clock);
        this.models = new ChatModels(settings, http.asBuilder());
        this.firstPause = firstPause;
    }

    ModelAnswer ask(Question question) throws InterruptedException {
        long deadline = System.nanoTime() + question.time().toNanos();
        for (int attempt = 1; ; attempt++) {
            boolean withSchema = structured;
            try {
                return attempt(question, withSchema, deadline);
            } catch (CallFailed failed) {
                if (failed.kind() == CallFailed.Kind.INTERRUPTED) {
                    throw calledOff();
                }
                if (withSchema && refusesTheRequest(failed)) {
                    ModelAnswer answer = withoutSchema(question, deadline);
                    LOG.info("Language model {} takes no JSON Schema; it is told of it in words", settings.model());
                    structured = false;
                    return answer;
                }
                pause(failed, attempt, deadline);
            }
        }
    }

    private static InterruptedException calledOff() {
        Thread.interrupted(); // what is thrown says it
        return new InterruptedException("the language model's answer is not wanted any more");
    }

    private static boolean refusesTheRequest(CallFailed failed) {
        return failed.kind() == CallFailed.Kind.STATUS && (failed.statusCode() == 400 || failed.statusCode() == 422);
    }

    private ModelAnswer withoutSchema(Question question, long deadline) throws InterruptedException {
        try {
            return attempt(question, false, deadline);
        } catch (CallFailed failed) {
            if (failed.kind() == CallFailed.Kind.INTERRUPTED) {
                throw calledOff();
            }
            throw failure(failed);
        }
    }

    private ModelAnswer attempt(Question question, boolean withSchema, long deadline) {
        ModelRequest request = question.request();
        String system = withSchema ? Prompt.system(request) : Prompt.systemWithSchema(request);
        String user = Prompt.user(request);
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        Duration limit = left.compareTo(settings.requestTime()) < 0 ? left : settings.requestTime();
        if (limit.isNegative() || limit.isZero()) {
            throw CallFailed.of(CallFailed.Kind.TOO_LATE);
        }
        http.allow(limit);
        ChatResponse response;
        try {
            response = models.model(request, system + user, question.temperature(), withSchema)
                    .chat(ChatRequest.builder()
                            .messages(SystemMessage.from(system), UserMessage.from(user))
                            .build());
        } catch (ContentFilteredException e) {
            throw refused(ModelUsage.NONE);
        } catch (RuntimeException e) {
            throw CallFailed.in(e).map(RuntimeException.class::cast).orElseGet(this::unusable);
        }
        return answer(response);
    }

    private ModelAnswer answer(ChatResponse response) {
        ModelUsage usage = usage(response);
        FinishReason end = response.finishReason();
        if (end == FinishReason.LENGTH) {
            throw new ModelException(
                    Reason.TRUNCATED,
                    named() + " ended in the middle of its answer: there was no more room for it",
                    usage);
        }
        // Anthropic's other reasons need tools, which are not offered, but for its refusal.
        if (end == FinishReason.CONTENT_FILTER || end == FinishReason.OTHER && settings.kind() == Provider.ANTHROPIC) {
            throw refused(usage);
        }
        String text = response.aiMessage() == null ? null : response.aiMessage().text();
        if (text == null || text.isBlank()) {
            throw new ModelException(Reason.UNUSABLE, named() + " answered with nothing", usage);
        }
        return new ModelAnswer(Fence.without(text), usage);
    }

    private ModelUsage usage(ChatResponse response) {
        TokenUsage used = response.tokenUsage();
        long input = used == null ? 0 : orZero(used.inputTokenCount());
        long output = used == null ? 0 : orZero(used.outputTokenCount());
        return new ModelUsage(
                1,
                input,
                output,
                settings.prices() == null ? null : settings.prices().of(input, output));
    }

    private static long orZero(@Nullable Integer count) {
        return count == null ? 0 : Math.max(0, count);
    }

    /** Waits until the request can be repeated; fails where it cannot, or not in time. */
    private void pause(CallFailed failed, int attempt, long deadline) throws InterruptedException {
        if (!mayHelpToRepeat(failed) || attempt == MAX_ATTEMPTS) {
            throw failure(failed);
        }
        Duration pause = failed.retryAfter().orElse(firstPause.multipliedBy(1L << (attempt - 1)));
        if (pause.toNanos() > deadline - System.nanoTime()) {
            throw failure(failed);
        }
        LOG.debug("Language model {}: {}; again in {}", settings.model(), failed.getMessage(), pause);
        Thread.sleep(pause.toMillis());
    }

    private static boolean mayHelpToRepeat(CallFailed failed) {
        return switch (failed.kind()) {
            case CONNECTION -> true;
            case STATUS -> failed.statusCode() == 429 || failed.statusCode() == 408 || failed.statusCode() >= 500;
            case TOO_LATE, TOO_LONG, ASKED_AGAIN, INTERRUPTED -> false;
        };
    }

    private ModelException failure(CallFailed failed) {
        return switch (failed.kind()) {
            case STATUS -> byStatus(failed);
            case CONNECTION ->
                failure(
                        Reason.UNAVAILABLE,
                        " cannot be reached, or the connection was lost; check whether it runs, and llm-base-url");
            case TOO_LATE ->
                failure(
                        Reason.TOO_LATE,
                        " did not answer in time; raise llm-timeout or run-timeout, or take a faster one");
            case TOO_LONG -> failure(Reason.UNUSABLE, " sent more than any answer is long");
            case ASKED_AGAIN -> unusable();
            case INTERRUPTED -> throw new IllegalStateException("an interruption is no failure");
        };
    }

    private ModelException byStatus(CallFailed failed) {
        int status = failed.statusCode();
        return switch (status) {
            case 401, 403 ->
                failure(Reason.NOT_ACCEPTED, " refuses the API key (status " + status + "); check llm-api-key");
            case 404 ->
                failure(Reason.NOT_ACCEPTED, " is not found there (status 404); check llm-model and llm-base-url");
            case 400, 413, 422 ->
                failure(
                        Reason.NOT_ACCEPTED,
                        " does not take the request (status " + status
                                + "); the documents may be too long for it, or it takes no options.temperature");
            case 429 ->
                failure(
                        Reason.RATE_LIMITED,
                        " takes no more requests for now (status 429)"
                                + failed.retryAfter()
                                        .map(time -> "; it asks to wait " + time.toSeconds() + " seconds")
                                        .orElse("; check its quota, or try again later"));
            default -> failure(Reason.UNAVAILABLE, " is out of order (status " + status + "); try again later");
        };
    }

    private ModelException failure(Reason reason, String what) {
        return new ModelException(reason, named() + what, ModelUsage.NONE);
    }

    private ModelException refused(ModelUsage usage) {
        return new ModelException(Reason.REFUSED, named() + " declined to answer", usage);
    }

    private ModelException unusable() {
        return failure(
                Reason.UNUSABLE,
                " sent what is no answer in the protocol of " + settings.kind().label());
    }

    private String named() {
        return "The language model " + Optional.ofNullable(settings.model()).orElse("");
    }
}
