package io.metaforge.boot.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name someone may have meant. */
public final class NearestName {

    private NearestName() {}

    /** Returns the name that takes the fewest insertions, deletions and replacements to get to (Levenshtein). */
    public static String of(String written, Collection<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(written, name)))
                .orElseThrow();
    }

    /** As {@link #of}, where that is close enough to be a slip of the keyboard. */
    public static Optional<String> near(String written, Collection<String> names) {
        return names.stream()
                .filter(name -> name.startsWith(written) && written.length() > 1
                        || distance(written, name) <= Math.max(1, written.length() / 3))
                .min(Comparator.comparingInt(name -> distance(written, name)));
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
