package io.metaforge.agents.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import io.metaforge.agents.architecture.design.Design;
import io.metaforge.agents.architecture.design.Placed;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.model.AnswerSchema;
import io.metaforge.agents.model.Asking;
import io.metaforge.agents.model.Figures;
import io.metaforge.application.agent.Model;
import io.metaforge.application.port.out.ModelRequest.Material;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets a language model say in prose why each part is in a design. The design stays as it is: what comes back is sentences, and one
 * that holds a figure or a name that neither the part nor a requirement it serves does is dropped.
 */
final class ModelWords {

    private static final int MAX_OUTPUT_TOKENS = 6_000;
    private static final int MAX_WORDS = 800;
    private static final int MAX_CHARACTERS = 100_000;

    private static final String INSTRUCTIONS = """
            You explain an electronic design to the engineer who reviews it. You are given the requirements and the parts that \
            were chosen, each with why. For each part where it helps, write one to three plain sentences that say what it is \
            there for and which requirement decided over it, by its id. Use no figure, part number or name that is not given \
            with the part or its requirements. Do not propose other parts.""";

    private static final AnswerSchema SCHEMA = new AnswerSchema("""
            {"type":"object","properties":{"parts":{"type":"array","items":{"type":"object","properties":{
            "reference":{"type":"string"},"why":{"type":"string"}},
            "required":["reference","why"],"additionalProperties":false}}},
            "required":["parts"],"additionalProperties":false}""");

    private ModelWords() {}

    /** Asks for the sentences and notes them. */
    static void about(Design design, Model model, ModelNotes notes) throws InterruptedException {
        Map<String, List<String>> known = new LinkedHashMap<>();
        StringBuilder parts = new StringBuilder();
        for (Placed placed : design.parts()) {
            List<String> texts = texts(design, placed);
            known.put(placed.reference(), texts);
            parts.append(String.join("; ", texts.subList(0, OWN_TEXTS))).append('\n');
        }
        StringBuilder requirements = new StringBuilder();
        for (Requirement requirement : design.constraints().requirements()) {
            requirements
                    .append(requirement.id())
                    .append(": ")
                    .append(requirement.text())
                    .append('\n');
        }
        if (known.isEmpty()) {
            return;
        }
        if (parts.length() + requirements.length() > MAX_CHARACTERS) {
            notes.warn("The design is too long for the language model");
            return;
        }
        Asking.Outcome outcome = Asking.ask(
                model,
                "architecture",
                INSTRUCTIONS,
                List.of(new Material("requirements", requirements.toString()), new Material("parts", parts.toString())),
                SCHEMA,
                MAX_OUTPUT_TOKENS);
        JsonNode answer = outcome.answer();
        if (answer == null) {
            notes.warn(String.valueOf(outcome.problem()));
            return;
        }
        for (JsonNode part : answer.path("parts")) {
            List<String> texts = known.remove(part.path("reference").asText());
            if (texts == null) {
                notes.drop("words about " + part.path("reference").asText()
                        + ": there is no such part, or it was spoken of");
            } else {
                add(part.path("reference").asText(), part.path("why").asText(), Figures.of(texts), notes);
            }
        }
    }

    /** How many of the texts are the part's own; those of its requirements follow. */
    private static final int OWN_TEXTS = 6;

    private static List<String> texts(Design design, Placed placed) {
        List<String> texts = new ArrayList<>(List.of(
                placed.reference(),
                placed.part().mpn(),
                placed.part().title(),
                String.join(", ", placed.functions()),
                "for " + String.join(", ", placed.requirements()),
                placed.rationale()));
        for (Requirement requirement : design.constraints().requirements()) {
            if (placed.requirements().contains(requirement.id())) {
                texts.add(requirement.text());
            }
        }
        return texts;
    }

    private static void add(String reference, String why, Figures known, ModelNotes notes) {
        String words = why.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        if (words.isEmpty() || words.length() > MAX_WORDS) {
            notes.drop("words about " + reference + ": none, or too many");
            return;
        }
        List<String> kept = new ArrayList<>();
        for (String sentence : words.split("(?<=[.!?])\\s+(?=\\p{Lu})")) {
            if (known.cover(sentence)) {
                kept.add(sentence);
            } else {
                notes.drop("a sentence about " + reference
                        + ": it holds a figure or a name that neither the part nor its" + " requirements do");
            }
        }
        if (!kept.isEmpty()) {
            notes.say(reference, String.join(" ", kept));
        }
    }
}
