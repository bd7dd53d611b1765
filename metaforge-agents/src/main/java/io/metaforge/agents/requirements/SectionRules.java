package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Category;
import io.metaforge.agents.constraints.Priority;
import io.metaforge.agents.quantity.Phrases;
import io.metaforge.agents.quantity.Tables;
import io.metaforge.agents.quantity.Text;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What headings, labels and single words mean, from {@code sections.tsv}. Immutable and thread-safe; loaded once. */
final class SectionRules {

    static final SectionRules STANDARD = new SectionRules();

    private record Heading(SectionKind kind, boolean whole) {}

    private final Phrases<Heading> headings = new Phrases<>();
    private final Phrases<Category> categories = new Phrases<>();
    private final Phrases<String> subjects = new Phrases<>();
    private final Map<String, Row.Role> columns = new HashMap<>();
    /** By kind; the value is how a phrase has to be written, empty for any way. */
    private final Map<String, Phrases<List<String>>> words = new HashMap<>();

    private final Map<String, Priority> priorities = new HashMap<>();
    private final Set<String> nothing = new HashSet<>();
    private final Set<String> aboutDocument = new HashSet<>();
    private final Set<String> historyColumns = new HashSet<>();

    private SectionRules() {
        for (String[] row : Tables.rows(SectionRules.class, "sections.tsv")) {
            int dash = row[0].indexOf('-');
            String group = dash < 0 ? row[0] : row[0].substring(0, dash);
            String kind = dash < 0 ? "" : row[0].substring(dash + 1);
            for (String phrase : Tables.list(row[1])) {
                add(group, kind, row[0], phrase);
            }
        }
    }

    private void add(String group, String kind, String name, String phrase) {
        switch (group) {
            case "section" -> {
                boolean whole = phrase.startsWith("=");
                headings.add(
                        whole ? phrase.substring(1) : phrase,
                        new Heading(SectionKind.valueOf(kind.toUpperCase(Locale.ROOT)), whole),
                        (a, b) -> a);
            }
            case "category" -> categories.add(phrase, Category.valueOf(kind.toUpperCase(Locale.ROOT)), (a, b) -> a);
            case "subject" -> subjects.add(phrase, kind, (a, b) -> a);
            case "cell" -> nothing.add(phrase);
            case "priority" -> priorities.put(phrase, Priority.valueOf(kind.toUpperCase(Locale.ROOT)));
            case "column" -> {
                if (kind.startsWith("bound")) {
                    addWord(name, phrase);
                } else if (kind.equals("history")) {
                    historyColumns.add(phrase);
                } else {
                    columns.putIfAbsent(phrase, Row.Role.valueOf(kind.toUpperCase(Locale.ROOT)));
                }
            }
            default -> {
                if (name.equals("about-document")) {
                    aboutDocument.add(phrase);
                } else {
                    addWord(name, phrase);
                }
            }
        }
    }

    private void addWord(String kind, String phrase) {
        boolean exact = phrase.length() > 1 && phrase.charAt(0) == '=';
        words.computeIfAbsent(kind, key -> new Phrases<>())
                .add(exact ? phrase.substring(1) : phrase, List.of(exact ? phrase.substring(1) : ""), (a, b) -> {
                    List<String> both = new ArrayList<>(a);
                    both.addAll(b);
                    return List.copyOf(both);
                });
    }

    /** Returns the kinds of words whose name starts with {@code prefix}. */
    Set<String> kindsOf(String prefix) {
        Set<String> kinds = new HashSet<>();
        words.keySet().stream().filter(kind -> kind.startsWith(prefix)).forEach(kinds::add);
        return kinds;
    }

    /** Returns what stands under {@code heading}; null if it does not say. */
    @Nullable
    SectionKind kindOf(Text heading) {
        int words = heading.words();
        int first = 0;
        while (first < words && isNumber(heading.word(first))) {
            first++;
        }
        int last = words;
        int bracket = heading.original().indexOf('(');
        if (bracket > 0) {
            while (last > first && heading.start(last - 1) >= bracket) {
                last--;
            }
        }
        SectionKind[] kind = {null};
        int[] longest = {0};
        int end = last;
        int begin = first;
        for (int i = first; i < last; i++) {
            int at = i;
            headings.startingAt(heading, i, (found, length) -> {
                boolean starts = at == begin;
                boolean ends = at + length == end;
                // what stands at the end of a heading is what the heading names
                int weight = length * 4 + (ends ? 2 : 0) + (starts && ends ? 2 : 0);
                if ((found.whole() ? starts && ends : starts || ends) && at + length <= end && weight > longest[0]) {
                    longest[0] = weight;
                    kind[0] = found.kind();
                }
            });
        }
        return kind[0];
    }

    private static boolean isNumber(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) < '0' || word.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Returns the role of a column; null if its header does not say. */
    Row.@Nullable Role roleOf(String header) {
        String name = header.strip().toLowerCase(Locale.ROOT);
        if (name.endsWith(".") || name.endsWith(":")) {
            name = name.substring(0, name.length() - 1);
        }
        return columns.get(name);
    }

    /** Returns the priority that a cell of a priority column says; null if it says none. */
    @Nullable
    Priority priorityOf(String cell) {
        return priorities.get(cell.strip().toLowerCase(Locale.ROOT));
    }

    /** Reports whether a cell holds what people write where there is nothing. */
    boolean isNothing(String cell) {
        return nothing.contains(cell.strip().toLowerCase(Locale.ROOT));
    }

    /** Reports whether a table with these headers lists versions of the document. */
    boolean isHistory(List<String> headers) {
        int found = 0;
        for (String header : headers) {
            if (historyColumns.contains(header.strip().toLowerCase(Locale.ROOT))) {
                found++;
            }
        }
        return found >= 2;
    }

    /** Reports whether {@code label} is one of lines about the document, such as "Status". */
    boolean isAboutDocument(String label) {
        return aboutDocument.contains(label.strip().toLowerCase(Locale.ROOT));
    }

    /** Returns the first word of the first phrase of {@code kind} in words {@code from} to {@code to}, -1 if none. */
    int find(String kind, Text text, int from, int to) {
        Phrases<List<String>> phrases = words.get(kind);
        if (phrases == null) {
            throw new IllegalArgumentException(kind);
        }
        boolean[] found = {false};
        for (int i = Math.max(0, from); i < Math.min(to, text.words()); i++) {
            int start = text.start(i);
            phrases.startingAt(text, i, (ways, length) -> {
                for (String way : ways) {
                    found[0] |= way.isEmpty() || text.original().startsWith(way, start);
                }
            });
            if (found[0]) {
                return i;
            }
        }
        return -1;
    }

    /** Reports whether a phrase of {@code kind} stands in {@code text}. */
    boolean has(String kind, Text text) {
        return find(kind, text, 0, text.words()) >= 0;
    }

    /** Returns the subject named last in words {@code from} to {@code to}, null if none is. */
    @Nullable
    String subject(Text text, int from, int to) {
        String[] subject = {null};
        for (int i = Math.max(0, from); i < Math.min(to, text.words()); i++) {
            subjects.startingAt(text, i, (value, length) -> subject[0] = value);
        }
        return subject[0];
    }

    /** Adds what the words of {@code text} say about a category to {@code votes}, each with {@code weight}. */
    void vote(Text text, int weight, EnumMap<Category, Integer> votes) {
        int words = Math.min(text.words(), 200);
        for (int i = 0; i < words; i++) {
            categories.startingAt(text, i, (category, length) -> votes.merge(category, weight * length, Integer::sum));
        }
    }
}
