package io.metaforge.application.port.out;

/** A language model. Thread-safe. */
public interface LanguageModel {

    /** Returns whether it can be used, from a cache; never waits for the network. */
    State state();

    /** No model: agents work by their rules alone. */
    static LanguageModel none() {
        return () -> State.NOT_CONFIGURED;
    }

    /** Whether a model can be used. */
    enum State {
        OK,
        NOT_CONFIGURED,
        UNREACHABLE
    }
}
