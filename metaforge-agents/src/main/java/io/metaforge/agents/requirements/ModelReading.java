package io.metaforge.agents.requirements;

import com.fasterxml.jackson.databind.JsonNode;
import io.metaforge.agents.constraints.Category;
import io.metaforge.agents.constraints.Priority;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.model.AnswerSchema;
import io.metaforge.agents.model.Asking;
import io.metaforge.agents.model.Figures;
import io.metaforge.application.agent.Model;
import io.metaforge.application.agent.RunContext;
import io.metaforge.application.port.out.ModelRequest.Material;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets a language model, where there is one, read the documents too. It points at places and explains; it does not state
 * anything.
 *
 * <p>Its answer has no member for a quantity, a text or a path. A requirement that it adds is a statement of the document, in the
 * document's words, whose quantities and interfaces are read by the rules: it has to quote words of a line that stand there, in
 * a statement that the rules have seen, outside sections that hold no requirements. What the rules have found comes first and is not
 * touched. A rationale may hold no figure and no name that its requirement does not.
 */
final class ModelReading {

    private static final int MAX_CHARACTERS = 200_000;
    private static final int MAX_OUTPUT_TOKENS = 8_000;
    private static final int MAX_ADDED = 200;
    private static final int MAX_RATIONALE = 400;
    private static final int MAX_LISTED = 50;
    private static final int MIN_QUOTE = 3;

    private static final String INSTRUCTIONS = """
            You check how rules have read product requirements of an electronic device. You are given the documents, each \
            line after its number and a bar, and the list of the requirements that the rules have found.

            "missed": the places where a document states a requirement on the product that is not in the list. Give the file, the \
            number of the line, a quote of at least three words, copied from that line character by character without its \
            number, and what category and priority it has. Do not list what is in the list already, goals that are ruled out, \
            background, or examples. An empty list is a good answer.

            "rationales": for requirements of the list whose purpose is not plain, one sentence that says why it matters for the \
            design of the board. Use no figure and no name that the requirement itself does not hold.""";

    private static final AnswerSchema SCHEMA = new AnswerSchema("""
            {"type":"object","properties":{
            "missed":{"type":"array","items":{"type":"object","properties":{
            "file":{"type":"string"},"line":{"type":"integer"},"quote":{"type":"string"},
            "category":{"type":"string","enum":["electrical","mechanical","environmental","performance","interface","power",\
            "cost","compliance","schedule","functional"]},
            "priority":{"type":"string","enum":["must","should","may"]}},
            "required":["file","line","quote","category","priority"],"additionalProperties":false}},
            "rationales":{"type":"array","items":{"type":"object","properties":{
            "requirement":{"type":"string"},"text":{"type":"string"}},
            "required":["requirement","text"],"additionalProperties":false}}},
            "required":["missed","rationales"],"additionalProperties":false}""");

    private final List<Document> documents = new ArrayList<>();
    private final List<String> added = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private int explained;

    private record Document(String file, String[] lines, List<Statement> statements) {

        String numbered() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < lines.length; i++) {
                text.append(i + 1).append("| ").append(lines[i]).append('\n');
            }
            return text.toString();
        }
    }

    /** Adds a document as the rules have read it. */
    void add(String file, String markdown, MarkdownReader.Content content) {
        documents.add(new Document(file, markdown.split("\r\n|\n|\r", -1), content.statements()));
    }

    /**
     * Asks the model and adds what holds.
     *
     * @return what {@code assumptions.md} says of it; empty where there is no model
     */
    String complete(ConstraintsBuilder builder, RunContext context) throws InterruptedException {
        Optional<Model> model = context.model();
        if (model.isEmpty()) {
            return "";
        }
        context.progress(0.62, "Asking the language model what the rules missed");
        Asking.Outcome outcome = ask(model.get(), builder);
        JsonNode answer = outcome.answer();
        if (answer == null) {
            context.progress(0.68, outcome.problem() + "; rules alone were used");
            return section("**Warning:** " + AssumptionsDocument.escape(String.valueOf(outcome.problem()))
                    + "; rules alone were used.\n");
        }
        for (JsonNode missed : answer.path("missed")) {
            addMissed(builder, missed);
        }
        for (JsonNode rationale : answer.path("rationales")) {
            explain(builder, rationale);
        }
        return section(report());
    }

    private Asking.Outcome ask(Model model, ConstraintsBuilder builder) throws InterruptedException {
        List<Material> material = new ArrayList<>();
        long characters = 0;
        for (Document document : documents) {
            String text = document.numbered();
            characters += text.length();
            material.add(new Material(document.file, text));
        }
        StringBuilder list = new StringBuilder();
        for (Requirement requirement : builder.requirements()) {
            list.append(requirement.id())
                    .append(", ")
                    .append(requirement.source().file())
                    .append(" line ")
                    .append(requirement.source().line())
                    .append(": ")
                    .append(requirement.text())
                    .append('\n');
        }
        material.add(new Material("requirements that the rules have found", list.toString()));
        if (characters + list.length() > MAX_CHARACTERS) {
            return new Asking.Outcome(
                    null,
                    "The documents are too long for the language model (" + (characters + list.length())
                            + " characters of " + MAX_CHARACTERS + ")");
        }
        return Asking.ask(model, "requirements", INSTRUCTIONS, material, SCHEMA, MAX_OUTPUT_TOKENS);
    }

    private void addMissed(ConstraintsBuilder builder, JsonNode missed) {
        String file = missed.path("file").asText();
        int line = missed.path("line").asInt();
        String quote = missed.path("quote").asText().strip();
        String place = "`" + AssumptionsDocument.escape(file).replace("`", "") + "` line " + line + ": "
                + AssumptionsDocument.quote(quote);
        Document document = documents.stream()
                .filter(one -> one.file.equals(file))
                .findFirst()
                .orElse(null);
        if (document == null) {
            drop(place, "there is no such document");
            return;
        }
        if (line < 1
                || line > document.lines.length
                || quote.length() < MIN_QUOTE
                || !document.lines[line - 1].contains(quote)) {
            drop(place, "the line does not hold these words");
            return;
        }
        Statement statement = statement(document, line, quote);
        if (statement == null) {
            drop(place, "it stands where nothing is stated");
            return;
        }
        if (isKnown(builder, file, statement)) {
            drop(place, "it is in the list already");
            return;
        }
        Draft draft = RequirementReader.require(
                statement, word(missed, "category", Category.values()), word(missed, "priority", Priority.values()));
        if (draft == null) {
            drop(place, "the document says that nothing there is a requirement");
        } else if (added.size() >= MAX_ADDED) {
            drop(place, "there are more than " + MAX_ADDED + " already");
        } else {
            added.add(builder.addFromModel(file, draft) + ", `" + file + "` line " + draft.line() + ": "
                    + AssumptionsDocument.quote(draft.text()));
        }
    }

    private void drop(String place, String why) {
        dropped.add(place + ": " + why);
    }

    /** Returns the statement that holds the quoted words: the last one that begins at the line or above it. */
    private static @Nullable Statement statement(Document document, int line, String quote) {
        String words = plain(quote);
        Statement found = null;
        for (Statement statement : document.statements) {
            boolean later = found == null || statement.line() >= found.line();
            if (statement.line() <= line
                    && later
                    && !words.isEmpty()
                    && plain(statement.text()).contains(words)) {
                found = statement;
            }
        }
        return found;
    }

    /** Leaves out what is markup in one and not in the other. */
    private static String plain(String text) {
        return text.replaceAll("[*_`|\\\\\\[\\]]", " ")
                .replaceAll("\\s+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static boolean isKnown(ConstraintsBuilder builder, String file, Statement statement) {
        String text = plain(statement.text());
        return builder.requirements().stream()
                .anyMatch(known -> known.source().file().equals(file)
                        && known.source().line() == statement.line()
                        && plain(known.text()).equals(text));
    }

    private static <E extends Enum<E>> E word(JsonNode node, String member, E[] values) {
        String word = node.path(member).asText().toUpperCase(Locale.ROOT);
        for (E value : values) {
            if (value.name().equals(word)) {
                return value;
            }
        }
        throw new IllegalStateException("the schema allows " + member + " " + word);
    }

    private void explain(ConstraintsBuilder builder, JsonNode rationale) {
        String id = rationale.path("requirement").asText();
        String text = rationale
                .path("text")
                .asText()
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        List<Requirement> requirements = builder.requirements();
        for (int i = 0; i < requirements.size(); i++) {
            Requirement requirement = requirements.get(i);
            if (requirement.id().equals(id)) {
                if (text.isEmpty()
                        || text.length() > MAX_RATIONALE
                        || !requirement.rationale().isEmpty()) {
                    drop("rationale of " + id, "it is empty, too long or a second one");
                } else if (!Figures.of(List.of(requirement.text(), id)).cover(text)) {
                    drop("rationale of " + id, "it holds a figure or a name that the requirement does not");
                } else {
                    builder.explain(i, text);
                    explained++;
                }
                return;
            }
        }
        drop("rationale of " + AssumptionsDocument.quote(id), "there is no such requirement");
    }

    private static String section(String text) {
        return "\n## Language model\n\n" + text;
    }

    private String report() {
        StringBuilder out = new StringBuilder(
                "A language model has read the documents too. It can point at statements that"
                        + " the rules passed over; their words and quantities are read from the document by the same rules.\n");
        if (explained > 0) {
            out.append("It also says why ")
                    .append(explained == 1 ? "one requirement matters" : explained + " requirements matter")
                    .append(", as `rationale` in `constraints.json`.\n");
        }
        out.append('\n');
        if (added.isEmpty()) {
            out.append("It added no requirement.\n");
        } else {
            out.append("Added by it, as `\"origin\": \"model\"` in `constraints.json`:\n\n");
            added.forEach(line -> out.append("- ").append(line).append('\n'));
        }
        if (!dropped.isEmpty()) {
            Set<String> lines = new LinkedHashSet<>(dropped);
            out.append("\nNot taken over from it:\n\n");
            lines.stream()
                    .limit(MAX_LISTED)
                    .forEach(line -> out.append("- ").append(line).append('\n'));
            if (lines.size() > MAX_LISTED) {
                out.append("- and ").append(lines.size() - MAX_LISTED).append(" more\n");
            }
        }
        return out.toString();
    }
}
