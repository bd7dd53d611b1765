package io.metaforge.domain.session;

import io.metaforge.domain.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Says how a run is done, as opposed to on what.
 *
 * @param temperature of the language model, 0 to 2; null leaves it to the model's default
 * @param verbose whether the agent reports more progress
 */
public record RunOptions(@Nullable Double temperature, boolean verbose) {

    /** Nothing asked for. */
    public static final RunOptions DEFAULT = new RunOptions(null, false);

    public RunOptions {
        if (temperature != null && !(temperature >= 0 && temperature <= 2)) {
            throw Failure.invalid(
                            "options.temperature",
                            "number from 0 to 2",
                            "Invalid input: 'options.temperature' must be from 0 to 2")
                    .asException();
        }
    }
}
