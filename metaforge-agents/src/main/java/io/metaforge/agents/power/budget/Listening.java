package io.metaforge.agents.power.budget;

import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.power.rule.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds requirements in which another device asks the product over a bus. How often it is asked is no interval at which the
 * product could wake: it has to listen all the time.
 */
final class Listening {

    private final List<Pattern> polled = new ArrayList<>();

    Listening(Rules rules) {
        rules.words("polled").forEach(expression -> polled.add(Pattern.compile(expression)));
    }

    /** Reports whether another device asks the product. */
    boolean polled(Requirement requirement) {
        String text = Facts.lower(requirement);
        return polled.stream().anyMatch(pattern -> pattern.matcher(text).find());
    }

    /** Returns the ids of requirements in which another device asks the product. */
    List<String> because(Facts facts) {
        return facts.constraints().requirements().stream()
                .filter(this::polled)
                .map(Requirement::id)
                .toList();
    }
}
