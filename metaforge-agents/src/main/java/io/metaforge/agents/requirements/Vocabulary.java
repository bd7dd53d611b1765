package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Category;
import io.metaforge.agents.quantity.Phrases;
import io.metaforge.agents.quantity.Tables;
import io.metaforge.agents.quantity.Text;
import io.metaforge.agents.quantity.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of parameters, from {@code parameters.tsv}: which one an amount is of follows from the dimension of its
 * unit and the phrases near it. Immutable and thread-safe; loaded once.
 */
final class Vocabulary {

    static final Vocabulary STANDARD = new Vocabulary();

    /**
     * A parameter.
     *
     * @param name in snake case
     * @param dimensions of its units
     * @param category of a requirement that states it
     * @param single whether a product has one value of it, so that a second one that differs is a contradiction
     * @param comparedAs the name under which values that do not overlap contradict each other; empty where they do not
     * @param more whether more is better
     * @param interval whether it is the time from one event to the next
     * @param needsPhrase whether an amount of the dimension counts only with one of the phrases near
     * @param penalty what phrases of it weigh less than others: general names give way to particular ones
     * @param from factor of the smallest unit it is given in
     * @param below factor that its units stay below
     * @param with the kind of words that the statement or its heading has to hold; empty where it counts anywhere
     * @param reach whether "within" says what is to be reached
     * @param ability whether it is something a product can do, so that "up to" may mean what it has to reach
     */
    record Parameter(
            String name,
            Set<String> dimensions,
            Category category,
            boolean single,
            String comparedAs,
            boolean more,
            boolean interval,
            boolean needsPhrase,
            int penalty,
            double from,
            double below,
            String with,
            boolean reach,
            boolean ability) {

        boolean isAccuracy() {
            return name.endsWith("accuracy");
        }
    }

    /**
     * A phrase found in a text.
     *
     * @param parameters what it may speak of
     * @param first word of it
     * @param words how many
     */
    record Hit(List<Parameter> parameters, int first, int words) {}

    private final Phrases<List<Parameter>> phrases = new Phrases<>();
    private final Phrases<Parameter> counted = new Phrases<>();
    private final Map<String, Parameter> defaults = new HashMap<>();
    private final Map<String, Parameter> deviations = new HashMap<>();
    private final Map<String, Parameter> byName = new HashMap<>();
    private final Set<String> conditional = new java.util.HashSet<>();

    private Vocabulary() {
        Map<String, List<Parameter>> byPhrase = new LinkedHashMap<>();
        for (String[] row : Tables.rows(Vocabulary.class, "parameters.tsv")) {
            Set<String> flags = Set.of(row[3].split(","));
            Parameter parameter = new Parameter(
                    row[0],
                    Set.of(row[1].split(" ")),
                    Category.valueOf(row[2].toUpperCase(Locale.ROOT)),
                    flags.contains("one"),
                    comparedAs(row[0], flags),
                    flags.contains("more"),
                    flags.contains("interval"),
                    flags.contains("phrase"),
                    flags.contains("default") || flags.contains("general") ? 18 : 0,
                    limit(flags, "from=", 0),
                    limit(flags, "below=", Double.MAX_VALUE),
                    with(flags),
                    flags.contains("reach"),
                    flags.contains("more") || flags.contains("ability"));
            byName.putIfAbsent(row[0], parameter);
            if (flags.contains("default")) {
                for (String dimension : parameter.dimensions()) {
                    defaults.putIfAbsent(dimension, parameter);
                }
            }
            if (flags.contains("deviation")) {
                parameter.dimensions().forEach(dimension -> deviations.putIfAbsent(dimension, parameter));
            }
            if (parameter.needsPhrase()) {
                conditional.addAll(parameter.dimensions());
            }
            if (row.length > 4 && !row[4].isBlank()) {
                for (String phrase : Tables.list(row[4])) {
                    if (flags.contains("counted")) {
                        counted.add(phrase.strip(), parameter, (a, b) -> a);
                    } else {
                        byPhrase.merge(phrase.strip(), List.of(parameter), Vocabulary::both);
                    }
                }
            }
        }
        byPhrase.forEach((phrase, parameters) -> {
            phrases.add(phrase, parameters, Vocabulary::both);
            String plural = phrase + "s";
            if (byPhrase.containsKey(plural)) {
                // a plural counts as its singular also where another parameter lists it
                phrases.add(plural, parameters, Vocabulary::both);
            }
        });
    }

    private static String comparedAs(String name, Set<String> flags) {
        for (String flag : flags) {
            if (flag.startsWith("same=")) {
                return flag.substring("same=".length());
            }
        }
        return flags.contains("one") || flags.contains("once") ? name : "";
    }

    private static String with(Set<String> flags) {
        for (String flag : flags) {
            if (flag.startsWith("with=")) {
                return flag.substring("with=".length());
            }
        }
        return "";
    }

    private static double limit(Set<String> flags, String name, double otherwise) {
        for (String flag : flags) {
            if (flag.startsWith(name)) {
                return Double.parseDouble(flag.substring(name.length()));
            }
        }
        return otherwise;
    }

    private static List<Parameter> both(List<Parameter> a, List<Parameter> b) {
        List<Parameter> both = new ArrayList<>(a);
        b.stream().filter(parameter -> !both.contains(parameter)).forEach(both::add);
        return List.copyOf(both);
    }

    /** Returns the phrases of {@code text}, in its order. */
    List<Hit> hits(Text text) {
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < text.words(); i++) {
            int first = i;
            phrases.startingAt(text, i, (parameters, words) -> hits.add(new Hit(parameters, first, words)));
        }
        return hits;
    }

    /** Returns what a number directly before word {@code word} counts; null if that is nothing known. */
    @Nullable
    Parameter countedAt(Text text, int word) {
        Parameter[] found = {null};
        counted.startingAt(text, word, (parameter, words) -> found[0] = parameter);
        return found[0];
    }

    /** Returns the parameter of that name, null if there is none. */
    @Nullable
    Parameter named(String name) {
        return byName.get(name);
    }

    /** Returns what a deviation on its own is called that may be of {@code units}; null where it may be anything. */
    @Nullable
    Parameter deviation(List<Unit> units) {
        return units.isEmpty() ? null : deviations.get(units.get(0).dimension());
    }

    /** Returns the parameter of that name, which the rules speak of. */
    Parameter required(String name) {
        Parameter parameter = byName.get(name);
        if (parameter == null) {
            throw new IllegalStateException("parameters.tsv: no parameter " + name);
        }
        return parameter;
    }

    /** Returns what an amount is called that may be of {@code units} and stands near no phrase; null if that says too little. */
    @Nullable
    Parameter fallback(List<Unit> units) {
        for (Unit unit : units) {
            Parameter parameter = defaults.get(unit.dimension());
            if (parameter != null) {
                return parameter;
            }
        }
        for (Unit unit : units) {
            int slash = unit.dimension().indexOf('/');
            Parameter parameter =
                    slash < 0 ? null : defaults.get(unit.dimension().substring(0, slash));
            if (parameter != null) {
                return parameter;
            }
        }
        return null;
    }

    /** Reports whether {@code parameter} can have a value of one of {@code units}. */
    static boolean fits(Parameter parameter, List<Unit> units) {
        for (Unit unit : units) {
            if (parameter.dimensions().contains(unit.dimension())
                    && unit.factor().doubleValue() >= parameter.from()
                    && unit.factor().doubleValue() < parameter.below()) {
                return true;
            }
            int slash = unit.dimension().indexOf('/');
            if (slash > 0
                    && !unit.dimension().startsWith(Unit.MONEY)
                    && parameter.dimensions().contains(unit.dimension().substring(0, slash))) {
                return true;
            }
        }
        return false;
    }
}
