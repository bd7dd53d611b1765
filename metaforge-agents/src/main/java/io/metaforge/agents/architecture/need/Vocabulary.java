package io.metaforge.agents.architecture.need;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The words of requirements that hardware answers: functions, figures and cells. Immutable; read once. */
public final class Vocabulary {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<Function> functions = new ArrayList<>();
    private final List<FigureRule> figures = new ArrayList<>();
    private final List<Chemistry> chemistries = new ArrayList<>();

    private final List<Decider> deciders = new ArrayList<>();

    private static final class BuiltIn {
        static final Vocabulary INSTANCE = new Vocabulary();
    }

    private Vocabulary() {
        for (JsonNode node : resource("functions.json")) {
            functions.add(new Function(
                    node.path("function").asText(),
                    node.path("title").asText(),
                    node.path("by").asText(),
                    strings(node, "terms"),
                    strings(node, "interfaces"),
                    strings(node, "parameters"),
                    strings(node, "unless"),
                    strings(node, "withAny"),
                    strings(node, "notCategories"),
                    strings(node, "generic"),
                    node.path("yieldsTo").asText(""),
                    strings(node, "implies"),
                    node.path("resource").asText(""),
                    node.path("countable").asBoolean(),
                    node.path("perRequirement").asBoolean(),
                    node.path("antenna").asBoolean(),
                    node.path("device").asBoolean(),
                    node.path("port").asText(""),
                    strings(node, "guarded"),
                    strings(node, "guards"),
                    node.path("todo").asText("")));
        }
        for (JsonNode node : resource("figures.json")) {
            figures.add(new FigureRule(
                    strings(node, "parameters"),
                    strings(node, "functions"),
                    node.path("figure").asText(),
                    node.path("relation").asText(),
                    node.path("unit").asText(),
                    strings(node, "words"),
                    strings(node, "also"),
                    node.path("anywhere").asBoolean()));
        }
        for (JsonNode node : resource("deciders.json")) {
            deciders.add(new Decider(
                    node.path("who").asText(),
                    !node.path("status").asText().equals("not applicable"),
                    strings(node, "categories"),
                    strings(node, "parameters"),
                    strings(node, "terms"),
                    node.path("why").asText()));
        }
        for (JsonNode node : resource("cells.json")) {
            chemistries.add(new Chemistry(
                    node.path("chemistry").asText(),
                    strings(node, "terms"),
                    node.path("min").asDouble(),
                    node.path("max").asDouble(),
                    node.path("nominal").asDouble()));
        }
    }

    /** Returns the vocabulary of this module. */
    public static Vocabulary builtIn() {
        return BuiltIn.INSTANCE;
    }

    /** Returns all functions, in the order blocks are listed in. */
    public List<Function> functions() {
        return List.copyOf(functions);
    }

    /** Returns which figures answer which quantities. */
    public List<FigureRule> figures() {
        return List.copyOf(figures);
    }

    /** Returns who decides about what; of several that speak for a requirement, the first is right. */
    public List<Decider> deciders() {
        return List.copyOf(deciders);
    }

    /** Returns the kinds of cells; of several that a text names, the first is meant. */
    public List<Chemistry> chemistries() {
        return List.copyOf(chemistries);
    }

    /** Finds a function by its id. */
    public Optional<Function> function(String id) {
        return functions.stream().filter(f -> f.id().equals(id)).findFirst();
    }

    /**
     * Returns the functions that {@code words} name, by their terms or by the names of their interfaces. Of terms that
     * stand in each other, such as "USB" in "USB-C", only the longer one counts; short names of interfaces in capital
     * letters, such as CAN, have to be written so.
     */
    public List<Function> functionsIn(String words) {
        String lower = new Wording(words).text();
        Map<String, Function> named = new TreeMap<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        for (Function function : functions) {
            for (String term : function.terms()) {
                if (Wording.indexOf(lower, term, 0) >= 0) {
                    named.putIfAbsent(term, function);
                }
            }
            for (String name : function.interfaces()) {
                String text = name.length() <= 3 ? words : lower;
                String written = name.length() <= 3 ? name : name.toLowerCase(Locale.ROOT);
                if (Wording.indexOf(text, written, 0) >= 0) {
                    named.putIfAbsent(name.toLowerCase(Locale.ROOT), function);
                }
            }
        }
        List<String> kept = new ArrayList<>();
        List<Function> found = new ArrayList<>();
        named.forEach((term, function) -> {
            if (kept.stream().noneMatch(longer -> longer.contains(term))) {
                kept.add(term);
                if (!found.contains(function)) {
                    found.add(function);
                }
            }
        });
        return found;
    }

    private static JsonNode resource(String name) {
        try (InputStream in = Vocabulary.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no vocabulary file " + name);
            }
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("vocabulary file " + name, e);
        }
    }

    private static List<String> strings(JsonNode node, String name) {
        List<String> values = new ArrayList<>();
        node.path(name).forEach(value -> values.add(value.asText()));
        return List.copyOf(values);
    }
}
