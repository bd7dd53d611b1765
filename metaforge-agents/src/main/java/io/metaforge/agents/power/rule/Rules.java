package io.metaforge.agents.power.rule;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules that come with this module. Immutable. */
public final class Rules {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, Assumption> assumptions = new LinkedHashMap<>();
    private final List<Duty> duties = new ArrayList<>();
    private final Map<String, VerdictRule> verdicts = new LinkedHashMap<>();
    private final JsonNode words;

    private Rules() {
        for (JsonNode node : resource("assumptions.json")) {
            String id = node.path("id").textValue();
            JsonNode value = node.path("value");
            JsonNode arg = node.path("arg");
            assumptions.put(
                    id,
                    new Assumption(
                            id,
                            value.isNumber() ? (Double) value.doubleValue() : null,
                            node.path("unit").textValue(),
                            node.path("text").textValue(),
                            node.path("source").textValue(),
                            arg.isTextual() ? arg.textValue() : null));
        }
        words = resource("duties.json");
        for (JsonNode node : words.path("functions")) {
            List<Duty.Use> uses = new ArrayList<>();
            for (JsonNode use : node.path("uses")) {
                uses.add(new Duty.Use(
                        use.path("per").textValue(),
                        strings(use.path("mode")),
                        use.path("time").textValue()));
            }
            duties.add(new Duty(node.path("function").textValue(), strings(node.path("working")), uses));
        }
        for (JsonNode node : resource("verdicts.json")) {
            String parameter = node.path("parameter").textValue();
            verdicts.put(
                    parameter,
                    new VerdictRule(
                            parameter,
                            node.path("kind").textValue(),
                            node.path("why").asText("")));
        }
    }

    private static final class BuiltIn {
        static final Rules INSTANCE = new Rules();
    }

    /** Returns the rules; read once. */
    public static Rules builtIn() {
        return BuiltIn.INSTANCE;
    }

    /**
     * What a requirement on a parameter asks for.
     *
     * @param parameter of the vocabulary
     * @param kind of figure it is compared with
     * @param why nothing is compared; empty where something is
     */
    public record VerdictRule(String parameter, String kind, String why) {}

    /** Returns all assumptions, in the order of their file. */
    public List<Assumption> assumptions() {
        return List.copyOf(assumptions.values());
    }

    /**
     * Returns an assumption.
     *
     * @throws IllegalArgumentException where there is none of that name
     */
    public Assumption assumption(String id) {
        Assumption found = assumptions.get(id);
        if (found == null) {
            throw new IllegalArgumentException("no assumption " + id);
        }
        return found;
    }

    /** Returns the assumption {@code group_name}, or that of the group where the name has none of its own. */
    public Assumption assumption(String group, String name) {
        Assumption found = assumptions.get(group + "_" + name);
        return found == null ? assumption(group + "_") : found;
    }

    /** Returns the most special duty for {@code function}. */
    public Duty duty(String function) {
        Duty best = null;
        for (Duty duty : duties) {
            boolean fits = duty.function().isEmpty()
                    || function.equals(duty.function())
                    || function.startsWith(duty.function() + ".");
            if (fits
                    && (best == null
                            || duty.function().length() > best.function().length())) {
                best = duty;
            }
        }
        if (best == null) {
            throw new IllegalStateException("no duty for " + function);
        }
        return best;
    }

    /** Returns what a requirement on {@code parameter} asks for; empty where it does not concern power. */
    public Optional<VerdictRule> verdict(String parameter) {
        return Optional.ofNullable(verdicts.get(parameter));
    }

    /** Returns all verdict rules. */
    public Map<String, VerdictRule> verdicts() {
        return Collections.unmodifiableMap(verdicts);
    }

    /** Returns a list of words, such as the modes in which a part rests. */
    public List<String> words(String name) {
        return strings(words.path(name));
    }

    /** Returns what a budget leaves out, by the function that brings it along; that of the empty function always. */
    public Map<String, String> leftOut() {
        Map<String, String> leftOut = new LinkedHashMap<>();
        words.path("leftOut")
                .forEach(node -> leftOut.put(
                        node.path("function").textValue(), node.path("text").textValue()));
        return leftOut;
    }

    /** Returns the chemistry that {@code text}, in lower case, names; empty where it names none. */
    public String chemistryIn(String text) {
        for (JsonNode chemistry : words.path("chemistries")) {
            for (JsonNode word : chemistry.path("words")) {
                if (text.contains(word.textValue())) {
                    return chemistry.path("chemistry").textValue();
                }
            }
        }
        return "";
    }

    private static List<String> strings(JsonNode node) {
        List<String> strings = new ArrayList<>();
        node.forEach(element -> strings.add(element.textValue()));
        return List.copyOf(strings);
    }

    private static JsonNode resource(String name) {
        try (InputStream in = Rules.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no rules " + name);
            }
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("rules " + name, e);
        }
    }
}
