package io.metaforge.agents.power.budget;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Puts what a figure rests on into one order: requirements, data sheets, arguments, assumptions by their number. */
final class Basis {

    private static final Comparator<String> ORDER = Comparator.comparingInt(Basis::rank)
            .thenComparingInt(id -> rank(id) == 3 ? Integer.parseInt(id.substring(1)) : 0)
            .thenComparing(Comparator.naturalOrder());

    private Basis() {}

    static List<String> ordered(Collection<String> ids) {
        return ids.stream().distinct().sorted(ORDER).toList();
    }

    /** Returns the first few of {@code texts}, and how many more there are. */
    static String some(List<String> texts, int most, String separator) {
        return texts.size() <= most
                ? String.join(separator, texts)
                : String.join(separator, texts.subList(0, most)) + " and " + (texts.size() - most) + " more";
    }

    private static int rank(String id) {
        return id.matches("A\\d{1,4}") ? 3 : id.startsWith("args.") ? 2 : id.startsWith("data sheet") ? 1 : 0;
    }
}
