package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.need.Decider;
import io.metaforge.agents.architecture.need.FigureRule;
import io.metaforge.agents.architecture.need.Limit;
import io.metaforge.agents.architecture.need.Vocabulary;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what a requirement says beyond what was compared with figures: a requirement is met only where nothing of it is
 * left. Immutable.
 */
final class Remainder {

    /** Quantities that the plan of sources and rails answers. */
    static final Set<String> SUPPLY = Set.of("*voltage", "*current", "cell_count", "voltage", "current");

    /** Quantities that only say under which condition, or for how many pieces, the others are meant. */
    private static final Set<String> CONDITIONS = Set.of(
            "order_quantity",
            "production_volume",
            "reporting_interval",
            "report_interval",
            "load_voltage",
            "load_current",
            "cell_count");

    private static final Map<String, Set<String>> CHECKED = Map.of(
            "temperature", Set.of("operating_temperature", "ambient_temperature", "temperature", "temperature_range"),
            "peak current", Set.of("*current"),
            "average current", Set.of("*current", "*consumption"),
            "current at rest", Set.of("*current", "*consumption"),
            "battery life", Set.of("*life", "*runtime", "autonomy"),
            "battery capacity", Set.of("*capacity"),
            "cost", Set.of("*cost", "*ceiling"),
            "link budget", Set.of("*range"),
            "board area", Set.of("*length", "*width"));

    private static final Pattern SUPPLIED = Pattern.compile("\\b(\\d+(?:\\.\\d+)?) ?v supply\\b");

    private final Vocabulary vocabulary;
    private final List<Rail> rails;

    Remainder(Vocabulary vocabulary, List<Rail> rails) {
        this.vocabulary = vocabulary;
        this.rails = rails;
    }

    /** Returns the names of the quantities that {@code check} answers; a star stands for any beginning. */
    static Set<String> parametersOf(Check check) {
        return check.subject().startsWith("rail ") ? SUPPLY : CHECKED.getOrDefault(check.subject(), Set.of());
    }

    /** Returns the names of the quantities that {@code limit} may come from. */
    Set<String> parametersOf(Limit limit) {
        Set<String> names = new LinkedHashSet<>();
        for (FigureRule rule : vocabulary.figures()) {
            if (rule.figure().equals(limit.figure())) {
                names.addAll(rule.parameters());
                names.addAll(rule.also());
            }
        }
        return names;
    }

    /**
     * Returns what is left of {@code requirement}, in sentences.
     *
     * @param compared names of the quantities that were compared
     * @param said what is said about the requirement already
     */
    List<String> of(Requirement requirement, Set<String> compared, String said) {
        List<String> left = new ArrayList<>(amounts(requirement, compared));
        left.addAll(supplies(requirement));
        for (Decider decider : vocabulary.deciders()) {
            boolean general = decider.terms().isEmpty() || !decider.applicable();
            String why = decider.why();
            if (!general
                    && decider.named(requirement)
                    && !said.contains(why)
                    && left.stream().noneMatch(text -> text.contains(why))) {
                left.add("Not shown by the choice of parts: " + String.join(", ", decider.termsIn(requirement)) + ". "
                        + why);
            }
        }
        return left;
    }

    private List<String> amounts(Requirement requirement, Set<String> compared) {
        Map<String, Set<String>> byWhy = new LinkedHashMap<>();
        boolean efficiency =
                requirement.quantities().stream().anyMatch(q -> q.parameter().equals("efficiency"));
        boolean toleranced = requirement.quantities().stream()
                .anyMatch(q -> q.tolerance() != null && matches("*voltage", q.parameter()));
        for (Quantity quantity : requirement.quantities()) {
            String parameter = quantity.parameter();
            boolean condition = CONDITIONS.contains(parameter) || efficiency && !parameter.equals("efficiency");
            if (condition || compared.stream().anyMatch(pattern -> matches(pattern, parameter))) {
                continue;
            }
            String why = vocabulary.deciders().stream()
                    .filter(decider -> decider.decides(parameter))
                    .map(Decider::why)
                    .findFirst()
                    .orElse("Whoever draws the schematic has to show it, by calculation or measurement.");
            byWhy.computeIfAbsent(why, key -> new LinkedHashSet<>()).add(parameter.replace('_', ' '));
        }
        if (toleranced && compared.containsAll(SUPPLY)) {
            byWhy.computeIfAbsent(
                            "The accuracy of the regulator over temperature and that of a divider that sets it have"
                                    + " to be added up.",
                            key -> new LinkedHashSet<>())
                    .add("tolerance of the rail");
        }
        List<String> texts = new ArrayList<>();
        byWhy.forEach((why, names) ->
                texts.add("Not shown by the choice of parts: " + String.join(", ", names) + ". " + why));
        return texts;
    }

    /** A port that passes a supply on is no better than the rail behind it. */
    private List<String> supplies(Requirement requirement) {
        List<String> texts = new ArrayList<>();
        Matcher supplied = SUPPLIED.matcher(requirement.text().toLowerCase(Locale.ROOT));
        while (supplied.find()) {
            double volts = Double.parseDouble(supplied.group(1));
            boolean made = rails.stream()
                    .anyMatch(rail -> rail.met()
                            && rail.window().min() - 1e-9 <= volts
                            && volts <= rail.window().max() + 1e-9);
            if (!made) {
                texts.add("The supply of " + supplied.group(1) + " V that it passes on is not made by any rail.");
            }
        }
        return texts;
    }

    private static boolean matches(String pattern, String parameter) {
        return pattern.startsWith("*") ? parameter.endsWith(pattern.substring(1)) : parameter.equals(pattern);
    }
}
