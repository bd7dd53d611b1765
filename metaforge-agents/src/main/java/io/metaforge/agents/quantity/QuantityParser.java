package io.metaforge.agents.quantity;

import io.metaforge.agents.constraints.Tolerance;
import io.metaforge.agents.quantity.Measurement.Shape;
import io.metaforge.agents.quantity.TermReader.Term;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the amounts of a text: one pass, no backtracking over more than a few words, so the time is linear in the
 * length. One parser reads one text.
 */
public final class QuantityParser {

    private static final Words WORDS = Words.STANDARD;

    /** "Table 3 A" is a name, "phase 230 V" is none. */
    private static final BigDecimal MAX_LABEL = new BigDecimal(20);

    /** How many values may share the unit after the last, as in "5, 9, 12 and 20 V". */
    private static final int MAX_LIST = 16;

    /** A text with more amounts is no requirement; without an end to them they would not fit into memory. */
    private static final int MAX_FOUND = 1000;

    private final Text text;
    private final TermReader terms;
    private final BoundReader bounds;
    private final IntervalReader intervals;
    private final RangeReader ranges;
    private final ToleranceReader tolerances;
    private final BoxReader boxes;
    private final List<Measurement> found = new ArrayList<>();

    private QuantityParser(Text text) {
        this.text = text;
        terms = new TermReader(text);
        bounds = new BoundReader(text);
        intervals = new IntervalReader(text, terms, bounds);
        ranges = new RangeReader(text, terms);
        tolerances = new ToleranceReader(text, terms);
        boxes = new BoxReader(text, terms, bounds);
    }

    /** Returns the amounts with a unit, in the order of the text. */
    public static List<Measurement> parse(Text text) {
        QuantityParser parser = new QuantityParser(text);
        parser.scan();
        return parser.found;
    }

    /** Returns the amount that is the whole of {@code text}, null if there is none. A number may lack its unit. */
    public static @Nullable Measurement single(Text text) {
        QuantityParser parser = new QuantityParser(text);
        parser.scan();
        if (parser.found.size() == 1) {
            return parser.found.get(0);
        }
        if (!parser.found.isEmpty()) {
            return null;
        }
        return parser.bareNumber();
    }

    private @Nullable Measurement bareNumber() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.at(i);
            if (c == '±') {
                Term term = terms.read(text.skipSpaces(i + 1));
                return term == null ? null : deviation(i, term);
            }
            if (text.isLetter(i)) {
                int word = text.wordFrom(i);
                i = text.end(word) - 1;
            } else if (isTermStart(i)) {
                Term first = terms.read(i);
                if (first == null) {
                    return null;
                }
                int separator = ranges.separator(first);
                Term second = separator < 0 ? null : terms.read(separator);
                if (second != null) {
                    return RangeReader.range(first, second);
                }
                return single(first, bounds.of(first.start(), first.end(), 0), null);
            }
        }
        return null;
    }

    private void scan() {
        int i = 0;
        while (i < text.length() && found.size() < MAX_FOUND) {
            char c = text.at(i);
            if (c == ' ') {
                i++;
            } else if (c == '±' || tolerances.isPlusMinus(i)) {
                i = deviationAt(i);
            } else if (isTermStart(i)) {
                i = termAt(i);
            } else if (text.isLetter(i) || c == '_') {
                i = wordAt(i);
            } else {
                i++;
            }
        }
    }

    private boolean isTermStart(int i) {
        char c = text.at(i);
        if (text.isDigit(i)) {
            return true;
        }
        if (c == '.' || c == '-' || c == '+') {
            char before = text.at(i - 1);
            boolean free = !Text.isWordChar(before) && before != '.' && before != ')' && before != '-';
            return free && (text.isDigit(i + 1) || (c != '.' && (text.at(i + 1) == '.' || isCurrencySign(i + 1))));
        }
        return isCurrencySign(i);
    }

    private boolean isCurrencySign(int i) {
        return Character.getType(text.at(i)) == Character.CURRENCY_SYMBOL;
    }

    /** Passes over a word: a written number, a currency's code, or a name with the digits and hyphens in it. */
    private int wordAt(int start) {
        char before = text.at(start - 1);
        if (!Text.isWordChar(before)) {
            int word = text.wordFrom(start);
            Measurement interval =
                    word < text.words() && text.start(word) == start ? intervals.atWord(word, lastEnd()) : null;
            if (interval != null) {
                found.add(interval);
                return interval.end();
            }
            Term term = terms.read(start);
            if (term != null && (term.hasUnit() || intervals.atNumber(term, lastEnd()) != null)) {
                return take(term);
            }
        }
        return nameEnd(start);
    }

    /** Returns where a name such as {@code ICM-42688-P}, {@code RS-485} or an address ends. */
    private int nameEnd(int start) {
        int i = start;
        boolean capital = false;
        while (i < text.length()) {
            char c = text.at(i);
            if (Text.isWordChar(c)) {
                capital |= Character.isUpperCase(c) || text.isDigit(i);
                i++;
            } else if (c == '-' && Text.isWordChar(text.at(i + 1)) && (capital || !text.isDigit(i + 1))) {
                i++;
            } else if (c == '/' && capital && text.isDigit(i - 1) && text.isDigit(i + 1)) {
                // a thread such as G3/4
                i++;
            } else if ((c == '.' || c == '@' || c == '\\') && Text.isWordChar(text.at(i + 1))) {
                i++;
            } else if (c == ':' && text.at(i + 1) == '/' && text.at(i + 2) == '/') {
                while (i < text.length() && text.at(i) != ' ') {
                    i++;
                }
                return i;
            } else {
                return i;
            }
        }
        return i;
    }

    private int termAt(int start) {
        if (text.isDigit(start)) {
            int dateEnd = NumberReader.skipDate(text, start);
            if (dateEnd > start) {
                return dateEnd;
            }
        }
        Term term = terms.read(start);
        if (term == null) {
            return afterDigits(start);
        }
        if (term.decimals() && WORDS.names.contains(digits(start))) {
            return nameEnd(start + digits(start).length());
        }
        if (continuesAsName(term.end()) || namesAThing(term)) {
            return nameEnd(Math.max(term.end(), start + 1));
        }
        return take(term);
    }

    /** Reports whether an address or a file's suffix follows: "5v@example.org", "30V.md". */
    private boolean continuesAsName(int end) {
        char c = text.at(end);
        return (c == '@' || c == '.') && text.isLetter(end + 1) && !text.isDigit(end + 2);
    }

    private String digits(int start) {
        int end = start;
        while (end - start < 8 && (text.isDigit(end) || text.at(end) == '.')) {
            end++;
        }
        return text.slice(start, end);
    }

    /** Reports whether the number belongs to a name: "IEC 61010", "page 14". */
    private boolean namesAThing(Term term) {
        if (term.isMoney()) {
            return false;
        }
        int word = text.wordBefore(term.start());
        if (word < 0 || term.start() - text.end(word) > 1 + (text.at(term.start() - 1) == '-' ? 1 : 0)) {
            return word >= 0
                    && term.start() > 0
                    && (text.at(term.start() - 1) == '#' || text.at(term.start() - 1) == '§');
        }
        if (text.at(term.start() - 1) == '/') {
            // "5 V/2 A"
            return false;
        }
        String name = text.word(word);
        if (WORDS.standard.contains(name)) {
            return true;
        }
        return WORDS.label.contains(name)
                && !term.decimals()
                && (term.hasUnit()
                        ? term.unit().length() == 1
                                && text.at(term.end() - 2) == ' '
                                && term.value().compareTo(MAX_LABEL) <= 0
                        : !leadsToUnit(term));
    }

    private boolean leadsToUnit(Term term) {
        int separator = ranges.separator(term);
        Term second = separator < 0 ? null : ranges.end(term, separator);
        return second != null && second.hasUnit();
    }

    private int afterDigits(int start) {
        int i = start;
        if (!text.isDigit(i)) {
            i++;
        }
        while (i < text.length()
                && (text.isDigit(i)
                        || ((text.at(i) == '.' || text.at(i) == ':' || text.at(i) == ',') && text.isDigit(i + 1)))) {
            i++;
        }
        i = Math.max(i, start + 1);
        return text.isLetter(i) && i > start && text.isDigit(i - 1) ? nameEnd(i) : i;
    }

    /** Takes a term and all that belongs to it; returns the offset after it. */
    private int take(Term first) {
        Measurement interval = intervals.atNumber(first, lastEnd());
        if (interval != null) {
            found.add(interval);
            return interval.end();
        }
        List<Term> list = null;
        Term term = first;
        int separator = ranges.separator(term);
        if (separator < 0 && !term.hasUnit()) {
            list = listFrom(term);
            if (list != null) {
                term = list.get(list.size() - 1);
                separator = -1;
            }
        }
        if (separator >= 0) {
            Term second = ranges.end(term, separator);
            if (second != null) {
                found.add(RangeReader.range(term, second));
                return Math.max(second.end(), term.end());
            }
        }
        if (!term.hasUnit()) {
            term = tolerances.withUnitOf(term);
        }
        int boxEnd = list == null ? boxes.read(term, lastEnd(), found) : -1;
        if (boxEnd >= 0) {
            return boxEnd;
        }
        if (!term.hasUnit()) {
            int at = term.end();
            char c = text.at(at);
            if (c == '-' && text.isDigit(at + 1)) {
                return afterDigits(at + 1);
            }
            return text.isLetter(at) ? nameEnd(at) : at;
        }
        Bound bound = bounds.of(first.start(), term.end(), lastEnd());
        if (bound == Bound.NONE && !found.isEmpty()) {
            bound = shared(found.get(found.size() - 1), first.start());
        }
        if (list != null) {
            for (Term element : list.subList(0, list.size() - 1)) {
                found.add(single(element.withUnit(term), bound, null));
            }
        }
        Tolerance tolerance = null;
        int end = term.end();
        int plusMinus = tolerances.position(end);
        if (plusMinus >= 0) {
            ToleranceReader.Read read = tolerances.read(plusMinus, term);
            if (read != null) {
                tolerance = read.tolerance();
                end = read.end();
            }
        }
        found.add(single(term, bound, tolerance).withEnd(end));
        return end;
    }

    /** Returns the bound that holds for both in "at least 512 KB flash and 256 KB RAM". */
    private Bound shared(Measurement before, int start) {
        int and = text.wordBefore(start);
        int first = text.wordFrom(before.end());
        if (before.shape() != Shape.SINGLE || and < first || and - first > 2 || !WORDS.and.contains(text.word(and))) {
            return Bound.NONE;
        }
        for (int i = before.end(); i < start; i++) {
            if (text.at(i) != ' ' && !Text.isWordChar(text.at(i))) {
                return Bound.NONE;
            }
        }
        return before.bound() == Bound.BETTER ? Bound.NONE : before.bound();
    }

    private int lastEnd() {
        return found.isEmpty() ? 0 : found.get(found.size() - 1).end();
    }

    /** Reads "5, 9, 12 and 20 V", "433/868/915 MHz" from its first number; null if it is no such list. */
    private @Nullable List<Term> listFrom(Term first) {
        int word = text.wordBefore(first.start());
        if (word >= 0
                && first.start() - text.end(word) <= 1
                && Character.isUpperCase(text.at(text.start(word)))
                && !(text.start(word) == 0)) {
            return null;
        }
        List<Term> list = new ArrayList<>();
        list.add(first);
        Term last = first;
        while (list.size() < MAX_LIST) {
            int next = listSeparator(last.end());
            if (next < 0) {
                return null;
            }
            Term term = terms.read(next);
            if (term == null) {
                return null;
            }
            list.add(term);
            if (term.hasUnit()) {
                return term.isMoney() ? null : list;
            }
            last = term;
        }
        return null;
    }

    private int listSeparator(int end) {
        int i = text.skipSpaces(end);
        char c = text.at(i);
        if (c == ',' || c == '/' || c == '|' || c == '&') {
            i = text.skipSpaces(i + 1);
            if (text.isDigit(i)) {
                return i;
            }
        }
        int word = text.wordFrom(i);
        if (word < text.words() && text.start(word) == i && WORDS.list.contains(text.word(word))) {
            i = text.skipSpaces(text.end(word));
            return text.isDigit(i) ? i : -1;
        }
        return -1;
    }

    /** Takes a "±" that follows no amount directly: a percentage belongs to the last nominal, others stand alone. */
    private int deviationAt(int at) {
        int start = tolerances.afterPlusMinus(at);
        Term term = terms.read(start);
        if (term == null) {
            return Math.max(start, at + 1);
        }
        if (!term.hasUnit()) {
            // "5 ± 0.25 V" comes here for its second half only where the first had no unit
            return Math.max(term.end(), at + 1);
        }
        found.add(deviation(at, term));
        return term.end();
    }

    private static Measurement deviation(int start, Term term) {
        BigDecimal value = term.value().abs();
        return new Measurement(
                start,
                term.end(),
                value.negate(),
                value,
                Bound.NONE,
                null,
                term.units(),
                term.unit(),
                Shape.DEVIATION,
                0,
                0);
    }

    static Measurement single(Term term, Bound bound, @Nullable Tolerance tolerance) {
        return new Measurement(
                term.start(),
                term.end(),
                null,
                term.value(),
                bound,
                tolerance,
                term.units(),
                term.unit(),
                Shape.SINGLE,
                0,
                0);
    }
}
