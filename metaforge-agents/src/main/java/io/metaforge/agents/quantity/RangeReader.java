package io.metaforge.agents.quantity;

import io.metaforge.agents.quantity.Measurement.Shape;
import io.metaforge.agents.quantity.TermReader.Term;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads ranges: "9–36 V", "−40 to +85 °C", "between 20 and 50 kHz", "100 mA up to 3 A". */
final class RangeReader {

    private static final Words WORDS = Words.STANDARD;

    private final Text text;
    private final TermReader terms;

    RangeReader(Text text, TermReader terms) {
        this.text = text;
        this.terms = terms;
    }

    /** Returns where the second number of a range starts, -1 if no range separator follows {@code first}. */
    int separator(Term first) {
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

    /** Returns the second number of a range, which starts at {@code at}; null if there is none that belongs to the first. */
    @Nullable
    Term end(Term first, int at) {
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

    /** Returns the range between two terms, in the smaller of their units. */
    static Measurement range(Term first, Term second) {
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
                .divide(to.factor(), MathContext.DECIMAL64)
                .stripTrailingZeros();
    }
}
