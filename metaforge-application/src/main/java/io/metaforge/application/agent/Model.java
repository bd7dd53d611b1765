package io.metaforge.application.agent;

import io.metaforge.application.port.out.ModelAnswer;
import io.metaforge.application.port.out.ModelRequest;

/**
 * The language model a run may ask. Thread-safe.
 *
 * <p>What it answers is a proposal of somebody who is often right: agents check it like any other input, and never let it
 * drop or change what their rules have found.
 */
public interface Model {

    /**
     * Asks the model and waits for its answer, no longer than the rest of the run allows. An answer that this session was
     * given before to the same request is given again, at no cost. What the answer used is recorded with the session.
     *
     * @return JSON text, which is not checked against the schema of the request
     * @throws io.metaforge.application.port.out.ModelException where there is no usable answer: it says why
     * @throws InterruptedException when the run was called off, and where the request could exceed the session's budget: the
     *     run then ends here, and begins again once a person has raised the budget. Agents let it pass
     */
    ModelAnswer ask(ModelRequest request) throws InterruptedException;

    /** Returns what a run is to do without a usable answer. */
    OnFailure onFailure();

    /** What to do where the model gives no usable answer. */
    enum OnFailure {
        /** The run fails with {@code AGENT_ERROR}. */
        FAIL,
        /** The run goes on by its rules alone, and says so in what it proposes. */
        FALL_BACK
    }
}
