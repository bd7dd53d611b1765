package io.metaforge.agents.quantity;

import io.metaforge.agents.constraints.Tolerance;
import io.metaforge.agents.quantity.Measurement.Shape;
import io.metaforge.agents.quantity.TermReader.Term;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the amounts of a text: one pass, no backtracking over more than a few words, so the time is linear in the
 * length. One parser reads one text.
 */
public final class QuantityParser {

    private static final Words WORDS = Words.STANDARD;
    private static final Set<String> SIDES = Set.of("length", "pixels");

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
    private final List<Measurement> found = new ArrayList<>();

    private QuantityParser(Text text) {
        this.text = text;
        terms = new TermReader(text);
        bounds = new BoundReader(text);
        intervals = new IntervalReader(text, terms, bounds);
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
                int separator = rangeSeparator(first);
                Term second = separator < 0 ? null : terms.read(separator);
                if (second != null) {
                    return range(first, second);
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
            } else if (c == '±' || isPlusMinus(i)) {
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

    private boolean isPlusMinus(int i) {
        return text.at(i) == '+' && ((text.at(i + 1) == '/' && text.at(i + 2) == '-') || text.at(i + 1) == '-');
    }

    private int afterPlusMinus(int i) {
        int at = text.skipSpaces(text.at(i) == '±' ? i + 1 : text.at(i + 1) == '/' ? i + 3 : i + 2);
        // "±(0.5 % + 2 digits)"
        return text.at(at) == '(' && text.isDigit(at + 1) ? at + 1 : at;
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
        int separator = rangeSeparator(term);
        Term second = separator < 0 ? null : rangeEnd(term, separator);
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
        int separator = rangeSeparator(term);
        if (separator < 0 && !term.hasUnit()) {
            list = listFrom(term);
            if (list != null) {
                term = list.get(list.size() - 1);
                separator = -1;
            }
        }
        if (separator >= 0) {
            Term second = rangeEnd(term, separator);
            if (second != null) {
                found.add(range(term, second));
                return Math.max(second.end(), term.end());
            }
        }
        if (!term.hasUnit()) {
            term = withUnitOfTolerance(term);
        }
        int sideEnd = list == null ? sides(term) : -1;
        if (sideEnd >= 0) {
            return sideEnd;
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
        int plusMinus = tolerancePosition(end);
        if (plusMinus >= 0) {
            ToleranceRead read = readTolerance(plusMinus, term);
            if (read != null) {
                tolerance = read.tolerance;
                end = read.end;
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

    /** Returns where the second number of a range starts, -1 if no range separator follows {@code first}. */
    private int rangeSeparator(Term first) {
        int i = text.skipSpaces(first.end());
        boolean spaced = i > first.end();
        char c = text.at(i);
        if (c == '–' || c == '…' || c == '~' || c == '÷') {
            return text.skipSpaces(i + 1);
        }
        if (c == '.' && text.at(i + 1) == '.') {
            int end = i + 2;
            if (text.at(end) == '.') {
                end++;
            }
            return text.skipSpaces(end);
        }
        if (c == '/' && first.signed() && first.value().signum() < 0 && text.at(i + 1) == '+') {
            // "-20/+60 °C"
            return i + 1;
        }
        if (c == '-') {
            boolean spaceAfter = text.at(i + 1) == ' ';
            return spaced == spaceAfter ? text.skipSpaces(i + 1) : -1;
        }
        int word = text.wordFrom(i);
        if (word >= text.words() || text.start(word) != i) {
            return -1;
        }
        int words = WORDS.range.longestAt(text, word);
        if (words == 0 && WORDS.and.contains(text.word(word)) && followsBetween(first.start())) {
            words = 1;
        }
        return words == 0 ? -1 : text.skipSpaces(text.end(word + words - 1));
    }

    private boolean followsBetween(int start) {
        int word = text.wordBefore(start);
        return word >= 0 && WORDS.between.contains(text.word(word));
    }

    private @Nullable Term rangeEnd(Term first, int at) {
        Term second = terms.read(at);
        if (second == null || (terms.followsVersioned(first.start()) && !first.hasUnit())) {
            return null;
        }
        if (first.hasUnit() && second.hasUnit()) {
            return first.sharesDimensionWith(second) || isShorter(first.unit(), second.unit()) ? second : null;
        }
        if (second.hasUnit()) {
            return second;
        }
        if (!first.hasUnit()) {
            return null;
        }
        // the unit of the first number holds for a second that no word follows
        int next = text.skipSpaces(second.end());
        boolean tight = at == first.end() + 1;
        boolean grows = second.value().compareTo(first.value()) > 0;
        boolean free = !text.isLetter(first.isMoney() ? second.end() : next) && text.at(next) != '-';
        return free && (grows || !tight) ? second : null;
    }

    /** Reports whether a unit is the beginning of the one that follows: "70%–100 % RH", "100–240 V AC". */
    private static boolean isShorter(String first, String second) {
        String shorter = first.replace(" ", "");
        String longer = second.replace(" ", "");
        return longer.length() > shorter.length()
                && longer.startsWith(shorter)
                && !Character.isLetter(shorter.charAt(0));
    }

    private static Measurement range(Term first, Term second) {
        BigDecimal low = first.value();
        BigDecimal high = second.value();
        List<Unit> units = second.hasUnit() ? second.units() : first.units();
        String unit = second.hasUnit() ? second.unit() : first.unit();
        if (first.hasUnit()
                && second.hasUnit()
                && !first.unit().equals(second.unit())
                && first.sharesDimensionWith(second)) {
            Unit one = first.units().get(0);
            Unit other = second.units().get(0);
            for (Unit a : first.units()) {
                for (Unit b : second.units()) {
                    if (a.dimension().equals(b.dimension())) {
                        one = a;
                        other = b;
                    }
                }
            }
            if (one.offset().signum() == 0 && other.offset().signum() == 0) {
                // the smaller unit: the larger one divides by it without a remainder
                if (one.factor().compareTo(other.factor()) <= 0) {
                    high = converted(high, other, one);
                    units = first.units();
                    unit = first.unit();
                } else {
                    low = converted(low, one, other);
                }
            }
        }
        if (low.compareTo(high) > 0) {
            BigDecimal swap = low;
            low = high;
            high = swap;
        }
        return new Measurement(
                first.start(), second.end(), low, high, Bound.NONE, null, units, unit, Shape.RANGE, 0, 0);
    }

    private static BigDecimal converted(BigDecimal value, Unit from, Unit to) {
        return value.multiply(from.factor())
                .divide(to.factor(), java.math.MathContext.DECIMAL64)
                .stripTrailingZeros();
    }

    /** Takes "100 × 60 × 25 mm" and the like; returns the offset after it, -1 if it is none. */
    private int sides(Term first) {
        List<Term> sides = new ArrayList<>(3);
        int[] letters = {sideLetter(first.start() - 1), -1, -1};
        sides.add(first);
        int end = first.end();
        while (sides.size() < 3) {
            int i = text.skipSpaces(end);
            if (text.at(i) == '(' && text.at(i + 2) == ')' && sideLetter(i + 1) >= 0) {
                letters[sides.size() - 1] = sideLetter(i + 1);
                i = text.skipSpaces(i + 3);
            }
            char c = text.at(i);
            if (c != '×' && c != 'x' && c != 'X' && c != '*') {
                break;
            }
            int next = text.skipSpaces(i + 1);
            int letter = text.isDigit(next + 1) ? sideLetter(next) : -1;
            next = letter >= 0 ? next + 1 : next;
            if (!text.isDigit(next) && text.at(next) != '.') {
                break;
            }
            Term side = terms.read(next);
            if (side == null) {
                break;
            }
            letters[sides.size()] = letter;
            sides.add(side);
            end = side.end();
        }
        if (sides.size() < 2) {
            return -1;
        }
        int last = text.skipSpaces(end);
        if (text.at(last) == '(' && text.at(last + 2) == ')' && sideLetter(last + 1) >= 0) {
            letters[sides.size() - 1] = sideLetter(last + 1);
            end = last + 3;
        }
        Term unit = sides.get(sides.size() - 1);
        if (!unit.hasUnit() && first.hasUnit()) {
            unit = first;
        }
        if (!unit.hasUnit()) {
            return end;
        }
        Term edge = edge(unit, sides.size());
        unit = edge == null ? unit : edge;
        boolean box = unit.units().stream().anyMatch(u -> SIDES.contains(u.dimension()));
        Bound bound = bounds.of(first.start(), end, lastEnd());
        if (!box) {
            // "4 × 10 A", "10 A × 4": the number without a unit only counts
            found.add(single(unit, bound, null));
            return end;
        }
        for (int i = 0; i < sides.size(); i++) {
            Term side = sides.get(i).hasUnit() && edge == null
                    ? sides.get(i)
                    : sides.get(i).withUnit(unit);
            found.add(new Measurement(
                    side.start(),
                    end,
                    null,
                    side.value(),
                    bound,
                    null,
                    side.units(),
                    side.unit(),
                    Shape.SIDE,
                    letters[i] >= 0 ? letters[i] : i,
                    sides.size()));
        }
        return end;
    }

    /** Returns the last of three sides with mm for mm³, of two with mm for mm²; null if its unit is another. */
    private static @Nullable Term edge(Term last, int sides) {
        String dimension = sides == 3 ? "volume" : "area";
        String unit = last.unit();
        if (unit.length() < 2 || !last.units().get(0).dimension().equals(dimension)) {
            return null;
        }
        String edge = unit.substring(0, unit.length() - (unit.charAt(unit.length() - 2) == '^' ? 2 : 1));
        List<Unit> units = UnitTable.STANDARD.find(edge);
        return units.isEmpty() || !units.get(0).dimension().equals("length")
                ? null
                : new Term(last.start(), last.end(), last.value(), last.signed(), last.decimals(), units, edge);
    }

    /** Returns the side that a letter such as the "W" of "W60" names, -1 if it names none. */
    private int sideLetter(int at) {
        if (Text.isWordChar(text.at(at - 1)) && !text.isDigit(at - 1)) {
            return -1;
        }
        return switch (text.at(at)) {
            case 'L' -> 0;
            case 'W', 'B' -> 1;
            case 'H' -> 2;
            case 'D', 'T' -> 3;
            default -> -1;
        };
    }

    /** Returns where a "±" stands that belongs to the term before it, -1 if there is none. */
    private int tolerancePosition(int end) {
        int i = text.skipSpaces(end);
        if (text.at(i) == '(' || text.at(i) == ',') {
            i = text.skipSpaces(i + 1);
        }
        return text.at(i) == '±' || isPlusMinus(i) || isSplitTolerance(i) ? i : -1;
    }

    /** Reports whether "+5 % / −3 %" starts at {@code i}. */
    private boolean isSplitTolerance(int i) {
        if (text.at(i) != '+' || !text.isDigit(i + 1)) {
            return false;
        }
        Term plus = terms.read(i);
        if (plus == null) {
            return false;
        }
        int next = text.skipSpaces(plus.end());
        if (text.at(next) == '/' || text.at(next) == ',') {
            next = text.skipSpaces(next + 1);
        }
        return text.at(next) == '-' && text.isDigit(next + 1);
    }

    /** Gives "60" of "60 ± 0.2 mm" the unit that follows its tolerance. */
    private Term withUnitOfTolerance(Term term) {
        int plusMinus = tolerancePosition(term.end());
        if (plusMinus < 0 || isSplitTolerance(plusMinus)) {
            return term;
        }
        Term tolerance = terms.read(afterPlusMinus(plusMinus));
        return tolerance == null
                        || !tolerance.hasUnit()
                        || tolerance.units().get(0).dimension().equals("ratio")
                ? term
                : term.withUnit(tolerance);
    }

    private record ToleranceRead(Tolerance tolerance, int end) {}

    private @Nullable ToleranceRead readTolerance(int at, Term nominal) {
        if (isSplitTolerance(at)) {
            Term plus = terms.read(at);
            int next = text.skipSpaces(plus == null ? at : plus.end());
            if (text.at(next) == '/' || text.at(next) == ',') {
                next = text.skipSpaces(next + 1);
            }
            Term minus = terms.read(next);
            if (plus == null || minus == null || (!minus.hasUnit() && !plus.hasUnit())) {
                return null;
            }
            String unit = minus.hasUnit() ? minus.unit() : plus.unit();
            return new ToleranceRead(
                    new Tolerance(plus.value().abs(), minus.value().abs(), unit), closing(at, minus.end()));
        }
        Term term = terms.read(afterPlusMinus(at));
        if (term == null
                || (term.hasUnit()
                        && !term.units().get(0).dimension().equals("ratio")
                        && !term.units().get(0).dimension().equals("ppm")
                        && !(term.unit().startsWith("dB") && nominal.unit().startsWith("dB"))
                        && !term.sharesDimensionWith(nominal))) {
            return null;
        }
        String unit = term.hasUnit() ? term.unit() : nominal.unit();
        return new ToleranceRead(new Tolerance(term.value().abs(), term.value().abs(), unit), closing(at, term.end()));
    }

    private int closing(int start, int end) {
        boolean opened = false;
        for (int i = start - 1; i >= 0 && start - i < 3; i--) {
            opened |= text.at(i) == '(';
        }
        return opened && text.at(end) == ')' ? end + 1 : end;
    }

    /** Takes a "±" that follows no amount directly: a percentage belongs to the last nominal, others stand alone. */
    private int deviationAt(int at) {
        int start = afterPlusMinus(at);
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

    private static Measurement single(Term term, Bound bound, @Nullable Tolerance tolerance) {
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
