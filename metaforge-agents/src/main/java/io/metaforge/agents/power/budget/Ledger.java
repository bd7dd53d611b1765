package io.metaforge.agents.power.budget;

import io.metaforge.agents.power.amount.Amounts;
import io.metaforge.agents.power.rule.Assumption;
import io.metaforge.agents.power.rule.Rules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Numbers the assumptions of one budget in the order in which they are first made. Not thread-safe. */
final class Ledger {

    private final Rules rules;
    private final Map<String, Made> made = new LinkedHashMap<>();

    Ledger(Rules rules) {
        this.rules = rules;
    }

    /**
     * An assumption of a budget.
     *
     * @param id such as {@code A1}
     * @param rule name of the rule
     * @param text with its figure
     * @param source where it comes from
     * @param arg argument of the skill that replaces it; empty where none does
     */
    record Made(String id, String rule, String text, String source, String arg) {}

    Rules rules() {
        return rules;
    }

    /** Makes an assumption and returns its id. */
    String make(Assumption assumption) {
        return made.computeIfAbsent(
                        assumption.id(),
                        rule -> new Made(
                                "A" + (made.size() + 1),
                                rule,
                                assumption.text().replace("{value}", text(assumption)),
                                assumption.source(),
                                assumption.arg() == null ? "" : assumption.arg()))
                .id();
    }

    String make(String rule) {
        return make(rules.assumption(rule));
    }

    /** Makes an assumption and returns its figure. */
    Cited figure(Assumption assumption) {
        return new Cited(Objects.requireNonNull(assumption.value(), assumption.id()), List.of(make(assumption)));
    }

    Cited figure(String rule) {
        return figure(rules.assumption(rule));
    }

    List<Made> all() {
        return new ArrayList<>(made.values());
    }

    /** Returns the figure of an assumption as documents print it. */
    static String text(Assumption assumption) {
        Double value = assumption.value();
        if (value == null) {
            return "";
        }
        return switch (assumption.unit()) {
            case "s" -> Amounts.seconds(value);
            case "share" -> Amounts.percent(value);
            case "%/year" -> Amounts.plain(value) + " % a year";
            case "B" -> Amounts.plain(value) + " bytes";
            case "C" -> Amounts.plain(value) + " times the hourly current";
            case "" -> Amounts.plain(value);
            default -> Amounts.plain(value) + " " + assumption.unit();
        };
    }
}
