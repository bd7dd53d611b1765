package io.metaforge.agents.bom.rule;

import java.util.List;
import java.util.Optional;

/**
 * The rules and data sheet circuits that come with this module, in the order they are applied. Immutable.
 *
 * @param rules general rules
 * @param applications circuits of data sheets
 */
public record RuleBook(List<Rule> rules, List<Application> applications) {

    public RuleBook {
        rules = List.copyOf(rules);
        applications = List.copyOf(applications);
    }

    private static final class BuiltIn {
        static final RuleBook INSTANCE =
                new RuleBook(RuleReader.rules("rules.json"), RuleReader.applications("applications.json"));
    }

    /** Returns the built-in ones; read once. */
    public static RuleBook builtIn() {
        return BuiltIn.INSTANCE;
    }

    /** Finds what is known of a part: by the longest beginning of its number that is listed. */
    public Optional<Application> application(String mpn) {
        Application best = null;
        int length = 0;
        for (Application application : applications) {
            for (String beginning : application.mpns()) {
                if (mpn.startsWith(beginning) && beginning.length() > length) {
                    best = application;
                    length = beginning.length();
                }
            }
        }
        return Optional.ofNullable(best);
    }
}
