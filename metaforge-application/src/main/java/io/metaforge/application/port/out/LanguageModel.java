package io.metaforge.application.port.out;

import io.metaforge.domain.session.ModelUsage;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A language model. Thread-safe. */
public interface LanguageModel {

    /** Returns whether it can be used, from a cache; never waits for the network. */
    State state();

    /**
     * Asks and waits for the answer. Implementations try again where that can help and the time allows it, and give the
     * call up when the thread is interrupted. Instructions and material go apart, and the model is told which is data.
     *
     * @return what the model wrote, and what that used, all attempts together
     * @throws ModelException where there is no usable answer, at the latest when the time of the question is over
     * @throws InterruptedException when the thread was interrupted
     */
    default ModelAnswer ask(Question question) throws InterruptedException {
        throw new ModelException(
                ModelException.Reason.NOT_ACCEPTED, "This gateway has no language model", ModelUsage.NONE);
    }

    /** Returns which model this is, the same as long as its answers may be kept; holds no secret. */
    default String identity() {
        return "";
    }

    /** Returns what tokens cost; empty where that is not known. */
    default Optional<ModelPrices> prices() {
        return Optional.empty();
    }

    /** No model: agents work by their rules alone. */
    static LanguageModel none() {
        return () -> State.NOT_CONFIGURED;
    }

    /**
     * A request with how to ask it.
     *
     * @param temperature 0 to 2; null leaves it to the model
     * @param time within which the answer must be there; positive
     */
    record Question(ModelRequest request, @Nullable Double temperature, Duration time) {}

    /** Whether a model can be used. */
    enum State {
        OK,
        NOT_CONFIGURED,
        UNREACHABLE
    }
}
