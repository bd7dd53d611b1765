package io.metaforge.agents.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.metaforge.application.agent.Model;
import io.metaforge.application.port.out.ModelAnswer;
import io.metaforge.application.port.out.ModelException;
import io.metaforge.application.port.out.ModelRequest;
import io.metaforge.application.port.out.ModelRequest.Material;
import io.metaforge.domain.failure.Failure;
import io.metaforge.domain.failure.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks a language model until its answer is valid, at most {@value #MAX_REPAIRS} times again with what was wrong.
 *
 * <p>Where there is no valid answer in the end, the run fails, or goes on and tells so, as the gateway is set.
 */
public final class Asking {

    /** How often an answer that is not valid is sent back. */
    public static final int MAX_REPAIRS = 2;

    private static final int MAX_RETURNED = 20_000;

    private Asking() {}

    /**
     * What came of it: an answer, or why there is none.
     *
     * @param answer valid JSON; null where there is none
     * @param problem why there is none, a sentence without its full stop; null where there is one
     */
    public record Outcome(
            @Nullable JsonNode answer, @Nullable String problem) {}

    /**
     * Asks.
     *
     * @param instructions the agent's own words
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code AGENT} where there is no valid answer and runs
     *     are to fail without one
     */
    public static Outcome ask(
            Model model,
            String purpose,
            String instructions,
            List<Material> material,
            AnswerSchema schema,
            int maxOutputTokens)
            throws InterruptedException {
        ModelRequest request = new ModelRequest(purpose, instructions, material, schema.text(), maxOutputTokens);
        List<String> problems = List.of();
        for (int attempt = 0; attempt <= MAX_REPAIRS; attempt++) {
            ModelAnswer answer;
            try {
                answer = model.ask(request);
            } catch (ModelException e) {
                return without(model, e.getMessage());
            }
            AnswerSchema.Checked checked = schema.check(answer.json());
            if (checked.isValid()) {
                return new Outcome(checked.json(), null);
            }
            problems = checked.problems();
            request = repair(request, instructions, material, answer.json(), problems, attempt + 2);
        }
        return without(
                model,
                "The language model's answer was not valid, also after it was sent back " + MAX_REPAIRS + " times: "
                        + problems.get(0));
    }

    private static ModelRequest repair(
            ModelRequest last,
            String instructions,
            List<Material> material,
            String answer,
            List<String> problems,
            int attempt) {
        List<Material> all = new ArrayList<>(material);
        all.add(new Material(
                "your earlier answer", answer.length() > MAX_RETURNED ? answer.substring(0, MAX_RETURNED) : answer));
        all.add(new Material("what is wrong with it", String.join("\n", problems)));
        // The number makes it another request: one that is repeated would be given the answer it was given before.
        return new ModelRequest(
                last.purpose(),
                instructions
                        + "\n\nYou have answered before, and the answer was not valid. Give the whole answer again, with what"
                        + " is wrong mended. This is attempt " + attempt + " of " + (MAX_REPAIRS + 1) + ".",
                all,
                last.schema(),
                last.maxOutputTokens());
    }

    private static Outcome without(Model model, String problem) {
        if (model.onFailure() == Model.OnFailure.FAIL) {
            throw new Failure(
                            FailureKind.AGENT,
                            problem + ". Without it this run was not to go on (llm-on-failure=fail)",
                            Map.of("language_model", "unusable"))
                    .asException();
        }
        return new Outcome(null, problem);
    }
}
