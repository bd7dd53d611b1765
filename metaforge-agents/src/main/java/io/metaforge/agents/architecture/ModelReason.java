package io.metaforge.agents.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import io.metaforge.agents.architecture.revision.Asked;
import io.metaforge.agents.model.AnswerSchema;
import io.metaforge.agents.model.Asking;
import io.metaforge.agents.model.Figures;
import io.metaforge.application.agent.Model;
import io.metaforge.application.port.out.ModelRequest.Material;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Lets a language model put what was not understood of a rejection's reason into words that the rules know. The rules read these
 * like what a person wrote; they come before that, so that where both contradict each other the person's own words hold.
 */
final class ModelReason {

    private static final int MAX_OUTPUT_TOKENS = 2_000;
    private static final int MAX_PHRASE = 200;

    private static final String INSTRUCTIONS = """
            A reviewer has rejected an electronic design and written why. Some clauses were not understood. Put each clause that \
            asks for a change of the design into one short English phrase of one of these forms, and leave out those that do not:
            - use PART | do not use PART | use PART instead of PART
            - use MAKER | do not use MAKER
            - the supply must be VALUE UNIT
            - cost at most VALUE CURRENCY
            - add FUNCTION | add NUMBER FUNCTION | no FUNCTION, such as "add a temperature sensor", "no display"
            Copy the clause character by character. Use no figure, part or maker that the reviewer's words do not hold.""";

    private static final AnswerSchema SCHEMA = new AnswerSchema("""
            {"type":"object","properties":{"phrases":{"type":"array","items":{"type":"object","properties":{
            "clause":{"type":"string"},"phrase":{"type":"string"}},
            "required":["clause","phrase"],"additionalProperties":false}}},
            "required":["phrases"],"additionalProperties":false}""");

    private ModelReason() {}

    /**
     * Returns what is asked for with the clauses that could be put otherwise.
     *
     * @param byRules what the rules have understood
     * @param reasons as they were written, the oldest first
     * @param reader reads reasons by the rules
     */
    static Asked completed(
            Asked byRules, List<String> reasons, Function<List<String>, Asked> reader, Model model, ModelNotes notes)
            throws InterruptedException {
        Asking.Outcome outcome = Asking.ask(
                model,
                "revision",
                INSTRUCTIONS,
                List.of(
                        new Material("the reviewer's words", String.join("\n", reasons)),
                        new Material("clauses that were not understood", String.join("\n", byRules.notUnderstood()))),
                SCHEMA,
                MAX_OUTPUT_TOKENS);
        JsonNode answer = outcome.answer();
        if (answer == null) {
            notes.warn(String.valueOf(outcome.problem()));
            return byRules;
        }
        Figures known = Figures.of(reasons);
        Set<String> read = new HashSet<>();
        List<String> phrases = new ArrayList<>();
        for (JsonNode one : answer.path("phrases")) {
            String clause = one.path("clause").asText().strip();
            String phrase = one.path("phrase").asText().strip();
            if (!byRules.notUnderstood().contains(clause) || !read.add(clause)) {
                notes.drop("a phrase for words that the reviewer did not write, or that were read already");
            } else if (phrase.length() > MAX_PHRASE
                    || phrase.chars().anyMatch(Character::isISOControl)
                    || !known.cover(phrase)
                    || !isUnderstood(reader.apply(List.of(phrase)))) {
                read.remove(clause);
                notes.drop("a phrase for \"" + clause
                        + "\": the rules do not know it, or it holds what the reviewer did not" + " write");
            } else {
                phrases.add(phrase);
                notes.understood(clause, phrase);
            }
        }
        if (phrases.isEmpty()) {
            return byRules;
        }
        phrases.addAll(reasons);
        Asked completed = reader.apply(phrases);
        return new Asked(
                completed.session(),
                completed.directives(),
                completed.notUnderstood().stream()
                        .filter(clause -> !read.contains(clause))
                        .toList(),
                completed.previous());
    }

    private static boolean isUnderstood(Asked asked) {
        return asked.notUnderstood().isEmpty() && !asked.directives().isEmpty();
    }
}
