package io.metaforge.testkit;

import io.metaforge.application.port.out.LanguageModel;
import io.metaforge.application.port.out.ModelAnswer;
import io.metaforge.application.port.out.ModelPrices;
import io.metaforge.application.port.out.ModelRequest;
import io.metaforge.domain.session.ModelUsage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A language model that answers as a test tells it to, and remembers what it was asked. Thread-safe if its script is. */
public final class ScriptedLanguageModel implements LanguageModel {

    private final Script script;
    private final @Nullable ModelPrices prices;
    private final long inputTokens;
    private final long outputTokens;
    private final List<Question> questions = new CopyOnWriteArrayList<>();

    private ScriptedLanguageModel(Script script, @Nullable ModelPrices prices, long inputTokens, long outputTokens) {
        this.script = script;
        this.prices = prices;
        this.inputTokens = inputTokens;
        this.outputTokens = outputTokens;
    }

    /** What a model answers. */
    @FunctionalInterface
    public interface Script {
        String answer(ModelRequest request) throws InterruptedException;
    }

    /** Returns a model that follows {@code script}; each answer uses 100 tokens of input and 10 of output. */
    public static ScriptedLanguageModel following(Script script) {
        return new ScriptedLanguageModel(script, null, 100, 10);
    }

    /** Returns a model that always gives the same answer. */
    public static ScriptedLanguageModel answering(String json) {
        return following(request -> json);
    }

    /** Returns this model, whose answers use so many tokens. */
    public ScriptedLanguageModel using(long input, long output) {
        return new ScriptedLanguageModel(script, prices, input, output);
    }

    /** Returns this model, whose tokens cost so much. */
    public ScriptedLanguageModel costing(ModelPrices each) {
        return new ScriptedLanguageModel(script, each, inputTokens, outputTokens);
    }

    /** Returns what it was asked so far, in order. */
    public List<Question> questions() {
        return List.copyOf(questions);
    }

    @Override
    public State state() {
        return State.OK;
    }

    @Override
    public ModelAnswer ask(Question question) throws InterruptedException {
        questions.add(question);
        String answer = script.answer(question.request());
        return new ModelAnswer(
                answer,
                new ModelUsage(
                        1, inputTokens, outputTokens, prices == null ? null : prices.of(inputTokens, outputTokens)));
    }

    @Override
    public String identity() {
        return "scripted";
    }

    @Override
    public Optional<ModelPrices> prices() {
        return Optional.ofNullable(prices);
    }
}
