package io.metaforge.client;

import io.metaforge.api.RunInput;
import io.metaforge.api.RunOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to run, on what, and how. Immutable. */
public final class RunRequest {

    private final String skill;
    private final RunInput input;
    private final @Nullable RunOptions options;
    private final @Nullable String idempotencyKey;
    private final @Nullable String revises;

    private RunRequest(
            String skill,
            RunInput input,
            @Nullable RunOptions options,
            @Nullable String idempotencyKey,
            @Nullable String revises) {
        this.skill = skill;
        this.input = input;
        this.options = options;
        this.idempotencyKey = idempotencyKey;
        this.revises = revises;
    }

    /**
     * Returns a request to run a skill.
     *
     * @param files paths in the workspace, with {@code /} between segments; none means the skill's default inputs
     */
    public static RunRequest of(String skill, String... files) {
        return new RunRequest(skill, new RunInput(List.of(files), Map.of()), null, null, null);
    }

    /**
     * Sets the arguments of the skill.
     *
     * @param args values as JSON has them: text, numbers, booleans, lists, maps and nulls
     */
    public RunRequest withArgs(Map<String, ? extends @Nullable Object> args) {
        return new RunRequest(
                skill, new RunInput(input.files(), new LinkedHashMap<>(args)), options, idempotencyKey, revises);
    }

    /**
     * Sets the temperature of the language model.
     *
     * @param temperature 0 to 2
     */
    public RunRequest withTemperature(double temperature) {
        Boolean verbose = options == null ? null : options.verbose();
        return new RunRequest(skill, input, new RunOptions(temperature, verbose), idempotencyKey, revises);
    }

    RunRequest withOptions(@Nullable RunOptions others) {
        return new RunRequest(skill, input, others, idempotencyKey, revises);
    }

    /** Asks for more progress reports. */
    public RunRequest withVerboseProgress() {
        Double temperature = options == null ? null : options.temperature();
        return new RunRequest(skill, input, new RunOptions(temperature, true), idempotencyKey, revises);
    }

    /**
     * Sets the key that makes this the same request wherever and whenever it is sent again within 24 hours: the same session
     * comes back. Without it each call has a key of its own, which covers the repetitions within that call.
     *
     * @param key 1 to 255 printable ASCII characters, without spaces
     */
    public RunRequest withIdempotencyKey(String key) {
        if (key.isEmpty() || key.length() > 255 || !key.chars().allMatch(c -> c >= 0x21 && c <= 0x7e)) {
            throw new IllegalArgumentException(
                    "an idempotency key has 1 to 255 printable ASCII characters, without spaces");
        }
        return new RunRequest(skill, input, options, key, revises);
    }

    /**
     * Has the run do better what was rejected: its reason is handed to the agent. Without files and arguments the run has those
     * of the rejected session.
     *
     * @param session id of a rejected session of the same skill
     */
    public RunRequest revising(String session) {
        return new RunRequest(skill, input, options, idempotencyKey, session);
    }

    String skill() {
        return skill;
    }

    RunInput input() {
        return input;
    }

    /** Returns the input as it is sent; a run that revises has that of the rejected session where this names none. */
    @Nullable
    RunInput sentInput() {
        boolean named = !input.files().isEmpty() || !input.args().isEmpty();
        return named || revises == null ? input : null;
    }

    @Nullable
    String revises() {
        return revises;
    }

    @Nullable
    RunOptions options() {
        return options;
    }

    @Nullable
    String idempotencyKey() {
        return idempotencyKey;
    }
}
