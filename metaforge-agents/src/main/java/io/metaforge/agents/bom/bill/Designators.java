package io.metaforge.agents.bom.bill;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Gives out reference designators, classes after IEEE 315, and orders them. Not thread-safe. */
final class Designators {

    /** By class, then by number: R2 before R10. */
    static final Comparator<String> ORDER =
            Comparator.comparing(Designators::letters).thenComparingInt(Designators::number);

    private final Set<String> taken = new HashSet<>();
    private final Map<String, Integer> last = new LinkedHashMap<>();

    /** Keeps {@code given} for those that have them already. */
    Designators(Collection<String> given) {
        taken.addAll(given);
    }

    /** Returns the next free one of a class. */
    String next(String letters) {
        String designator;
        do {
            designator = letters + last.merge(letters, 1, Integer::sum);
        } while (!taken.add(designator));
        return designator;
    }

    static String letters(String designator) {
        int end = 0;
        while (end < designator.length() && !Character.isDigit(designator.charAt(end))) {
            end++;
        }
        return designator.substring(0, end);
    }

    private static int number(String designator) {
        return Integer.parseInt(designator.substring(letters(designator).length()));
    }
}
