package io.metaforge.agents.requirements;

import io.metaforge.agents.quantity.Phrases;
import io.metaforge.agents.quantity.Tables;
import io.metaforge.agents.quantity.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds interfaces by their names, from {@code interfaces.tsv}. Immutable and thread-safe; loaded once. */
final class InterfaceTable {

    static final InterfaceTable STANDARD = new InterfaceTable();

    /** How many words after a "no" it still holds for: "no Wi-Fi, Bluetooth or NFC". */
    private static final int NEGATION_REACH = 6;

    private final Phrases<List<Spelling>> spellings = new Phrases<>();

    private record Spelling(String name, @Nullable String exact) {}

    /**
     * The interfaces of a text.
     *
     * @param wanted canonical names, in the order of the text
     * @param refused those it says are not there
     */
    record Found(Set<String> wanted, Set<String> refused) {

        boolean isEmpty() {
            return wanted.isEmpty() && refused.isEmpty();
        }
    }

    private InterfaceTable() {
        for (String[] row : Tables.rows(InterfaceTable.class, "interfaces.tsv")) {
            for (String spelling : Tables.list(row[1])) {
                String form = spelling.strip();
                Spelling entry =
                        form.startsWith("=") ? new Spelling(row[0], form.substring(1)) : new Spelling(row[0], null);
                spellings.add(form, List.of(entry), (a, b) -> {
                    List<Spelling> both = new ArrayList<>(a);
                    both.addAll(b);
                    return List.copyOf(both);
                });
            }
        }
    }

    Found find(Text text) {
        Set<String> wanted = new LinkedHashSet<>();
        Set<String> refused = new LinkedHashSet<>();
        int i = 0;
        while (i < text.words()) {
            int first = i;
            Set<String> names = new LinkedHashSet<>();
            int[] length = {1};
            spellings.startingAt(text, i, (candidates, words) -> {
                boolean longer = false;
                for (Spelling candidate : candidates) {
                    if (matches(candidate, text, first)) {
                        if (!longer) {
                            names.clear();
                            longer = true;
                        }
                        // "Matter over Thread" is both
                        names.add(candidate.name());
                        length[0] = words;
                    }
                }
            });
            if (!names.isEmpty()) {
                (isRefused(text, first, first + length[0]) ? refused : wanted).addAll(names);
            }
            i += length[0];
        }
        refused.removeAll(wanted);
        return new Found(wanted, refused);
    }

    private static boolean matches(Spelling candidate, Text text, int word) {
        String exact = candidate.exact();
        if (exact == null) {
            return true;
        }
        int start = text.start(word);
        for (int i = 0; i < exact.length(); i++) {
            char c = text.at(start + i);
            if (c != exact.charAt(i) && !(exact.charAt(i) == ' ' && c == '-')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRefused(Text text, int first, int after) {
        int clause = text.start(first);
        for (int i = text.start(first) - 1; i >= 0; i--) {
            char c = text.at(i);
            if (c == '.' || c == ';' || c == ':' || c == '(' || c == ',') {
                break;
            }
            clause = i;
        }
        int from = Math.max(text.wordFrom(clause), first - NEGATION_REACH);
        int negation = SectionRules.STANDARD.find("negation", text, from, first);
        if (negation >= 0) {
            // "not only USB", "no later than ... USB": what is negated comes right after
            return !text.word(Math.min(negation + 1, text.words() - 1)).equals("only") && first - negation <= 4;
        }
        int end = text.length();
        for (int i = text.end(after - 1); i < Math.min(text.length(), text.end(after - 1) + 60); i++) {
            char c = text.at(i);
            if (c == '.' || c == ';' || c == ',') {
                end = i;
                break;
            }
        }
        int last = Math.min(after + 5, text.wordBefore(end) + 1);
        return SectionRules.STANDARD.find("not-needed", text, after, last) >= 0;
    }
}
