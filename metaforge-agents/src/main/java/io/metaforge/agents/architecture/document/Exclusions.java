package io.metaforge.agents.architecture.document;

import io.metaforge.agents.architecture.design.Block;
import io.metaforge.agents.architecture.design.Design;
import io.metaforge.agents.architecture.design.Placed;
import io.metaforge.agents.architecture.design.Rejection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gathers the parts that were ruled out for one cause, which {@code architecture.json} lists one by one. */
final class Exclusions {

    private static final int NAMED = 4;

    private static final Pattern INPUT = Pattern.compile("works from (.+); (.+) gives (.+)");
    private static final Pattern FIGURE = Pattern.compile("has (\\D+) ([±-]?\\d.*); asked for is (.+)");
    private static final Pattern RANGE = Pattern.compile("is specified for (.+); asked for is (.+)");

    /** Parts that one cause rules out. */
    record Group(List<String> requirements, String cause, List<String> parts) {

        /** Returns the first parts and how many others there are. */
        String named() {
            return parts.size() <= NAMED + 1
                    ? String.join(", ", parts)
                    : String.join(", ", parts.subList(0, NAMED)) + " and " + (parts.size() - NAMED) + " others";
        }
    }

    private final Map<String, Group> groups = new LinkedHashMap<>();

    private Exclusions() {}

    /** Returns them in the order of the blocks and parts they were considered for. */
    static List<Group> of(Design design) {
        Exclusions exclusions = new Exclusions();
        for (Block block : design.blocks()) {
            block.rejected().forEach(exclusions::add);
        }
        for (Placed placed : design.parts()) {
            placed.rejected().forEach(exclusions::add);
        }
        return List.copyOf(exclusions.groups.values());
    }

    private void add(Rejection rejection) {
        String cause = rejection.reason();
        String part = rejection.mpn();
        Matcher input = INPUT.matcher(cause);
        Matcher figure = FIGURE.matcher(cause);
        Matcher range = RANGE.matcher(cause);
        if (input.matches()) {
            cause = "does not work from all that " + input.group(2) + " gives, " + input.group(3);
            part += " (" + input.group(1) + ")";
        } else if (figure.matches()) {
            cause = "misses the " + figure.group(1) + " asked for: " + figure.group(3);
            part += " (" + figure.group(2) + ")";
        } else if (range.matches()) {
            cause = "is not specified for all of " + range.group(2);
            part += " (" + range.group(1) + ")";
        }
        List<String> requirements = rejection.requirements().stream().sorted().toList();
        List<String> parts = groups.computeIfAbsent(
                        requirements + cause,
                        key -> new Group(requirements, key.substring(key.indexOf(']') + 1), new ArrayList<>()))
                .parts();
        if (!parts.contains(part)) {
            parts.add(part);
        }
    }
}
