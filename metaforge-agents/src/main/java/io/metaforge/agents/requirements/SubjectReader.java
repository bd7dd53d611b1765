package io.metaforge.agents.requirements;

import io.metaforge.agents.quantity.Text;
import io.metaforge.agents.requirements.ParameterNaming.Named;
import io.metaforge.agents.requirements.Vocabulary.Hit;
import io.metaforge.agents.requirements.Vocabulary.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says whose value an amount is, and under which condition, as a key: two amounts of one parameter contradict each other
 * only where the keys are equal. "5 V supply" and "supply 9–24 V" have the same, "sensor supply 3.3 V" has another, and so
 * has "battery life 5 years with one report a day".
 */
final class SubjectReader {

    private static final SectionRules RULES = SectionRules.STANDARD;

    private static final String ALTERNATING = "AC";
    private static final List<String> ALTERNATING_UNITS = List.of("AC", "RMS", "PP", "P-P", "PK");

    /** How many words to either side are looked at. */
    private static final int REACH = 12;

    /** Characters of a condition that tell it from others: "20 °C", "one report per hour". */
    private static final int CONDITION_LENGTH = 20;

    /** Headings of more words say what a section holds, not what it is about. */
    private static final int MAX_HEADING_WORDS = 4;

    private SubjectReader() {}

    /**
     * Returns the key of an amount; empty for the product itself.
     *
     * @param text of the statement, or the label of a row
     * @param from offset after the amount before it
     * @param start offset of the amount
     * @param end offset after it
     * @param to offset of the next amount
     * @param unit as written
     * @param named what it is of
     * @param around headings and the line that leads to the statement
     */
    static String key(Text text, int from, int start, int end, int to, String unit, Named named, List<Text> around) {
        Set<String> key = new TreeSet<>();
        String upper = unit.toUpperCase(Locale.ROOT);
        if (ALTERNATING_UNITS.stream().anyMatch(upper::endsWith)) {
            // mains beside a battery: two inputs
            key.add(ALTERNATING);
        }
        int before = text.wordBefore(start);
        int first = Math.max(text.wordFrom(from), before - REACH);
        for (int word = first; word <= before; word++) {
            if (!named.holds(word) && (isPart(text, word) || word == named.phrase() - 1 && isTelling(text, word))) {
                key.add(singular(text.word(word)));
            }
        }
        boolean condition = text.at(text.skipSpaces(end)) == '@';
        int after = text.wordFrom(end);
        for (int word = after; word < Math.min(text.words(), after + REACH) && text.end(word) <= to; word++) {
            if (clauseEnds(text, word == after ? end : text.end(word - 1), text.start(word))) {
                break;
            }
            if (!named.holds(word)
                    && (isPart(text, word) || condition && (isTelling(text, word) || text.isDigit(text.start(word))))) {
                key.add(singular(text.word(word)));
            }
            condition |= RULES.find("condition-of", text, word, word + 1) >= 0;
        }
        if (condition && to < text.length()) {
            // what follows is an amount: "battery life 10 h at 20 °C"
            key.add("@" + text.slice(to, Math.min(text.length(), to + CONDITION_LENGTH)));
        }
        for (Text heading : around) {
            if (heading.words() <= MAX_HEADING_WORDS) {
                addParts(heading, named.parameter(), key);
            }
        }
        return String.join(" ", key);
    }

    /** Adds the parts that {@code heading} names, without the words that stand for the parameter itself. */
    private static void addParts(Text heading, Parameter parameter, Set<String> key) {
        List<Hit> hits = Vocabulary.STANDARD.hits(heading);
        for (int i = 0; i < heading.words(); i++) {
            int word = i;
            boolean own = hits.stream()
                    .anyMatch(hit -> hit.parameters().contains(parameter)
                            && word >= hit.first()
                            && word < hit.first() + hit.words());
            if (!own && isPart(heading, word)) {
                key.add(singular(heading.word(word)));
            }
        }
    }

    /** Reports whether the statement is one of several that hold side by side: "or", "alternatively", or a condition. */
    static boolean isAlternative(Text text, int start, int end, int to, Named named) {
        int before = text.wordBefore(start);
        if (!named.holds(before) && RULES.find("condition", text, before, before + 1) >= 0) {
            // "93 % at 12.8 V": under which condition something else holds
            return true;
        }
        int after = text.wordFrom(end);
        int next = Math.min(text.wordFrom(to), after + REACH);
        return RULES.find("alternative", text, Math.max(0, before - REACH), before + 1) >= 0
                || RULES.find("alternative", text, after, next) >= 0;
    }

    private static boolean clauseEnds(Text text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.at(i);
            if (c == ';' || c == '|' || c == ',' || (c == '.' && text.at(i + 1) == ' ')) {
                return true;
            }
        }
        return false;
    }

    /** Reports whether a word names a part or a mode, or is an identifier such as "CH1". */
    private static boolean isPart(Text text, int word) {
        return RULES.find("part", text, word, word + 1) >= 0 || isIdentifier(text, word);
    }

    private static boolean isIdentifier(Text text, int word) {
        boolean capital = false;
        boolean digit = false;
        for (int i = text.start(word); i < text.end(word); i++) {
            char c = text.at(i);
            capital |= Character.isUpperCase(c);
            digit |= c >= '0' && c <= '9';
        }
        return capital && digit;
    }

    private static boolean isTelling(Text text, int word) {
        String written = text.word(word);
        return written.length() > 1
                && !Character.isDigit(written.charAt(0))
                && RULES.find("generic", text, word, word + 1) < 0
                && RULES.find("strong", text, word, word + 1) < 0
                && RULES.find("medium", text, word, word + 1) < 0
                && RULES.find("will", text, word, word + 1) < 0;
    }

    private static String singular(String word) {
        return word.length() > 3 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }

    /** Returns the texts around a statement that may name what it is about. */
    static List<Text> around(Statement statement) {
        List<Text> around = new ArrayList<>(3);
        Text parent = statement.parent();
        if (parent != null) {
            around.add(parent);
        }
        Row row = statement.row();
        if (row != null) {
            around.add(row.label());
        }
        if (!statement.heading().isEmpty()) {
            around.add(statement.heading().get(0));
        }
        return around;
    }
}
