package io.metaforge.agents.quantity;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how many pieces a price or a plan speaks of: "@ 100 units", "at 1k", "für 500 Stück", "volume: 10k a year". */
public final class CountReader {

    private static final Words WORDS = Words.STANDARD;
    private static final BigDecimal THOUSAND = new BigDecimal(1000);

    /** Words between a price and its number of pieces: "$4 each in quantities of 1000". */
    private static final int REACH = 6;

    /** Numbers of pieces for different years in one statement. */
    private static final int MAX_YEARLY = 8;

    /** In seconds: a time that is longer is counted in years. */
    private static final BigDecimal DAYS_300 = new BigDecimal(300 * 86_400);

    /** "30 EUR in 2026" speaks of a year. */
    private static final BigDecimal FIRST_YEAR = new BigDecimal(1990);

    private static final BigDecimal LAST_YEAR = new BigDecimal(2100);

    private CountReader() {}

    /**
     * A number of pieces.
     *
     * @param end offset after it
     * @param pieces how many
     */
    public record Count(int end, BigDecimal pieces) {}

    /** Returns the number of pieces that the price before offset {@code from} holds for; null if the text says none. */
    public static @Nullable Count ofPrice(Text text, int from) {
        return read(text, from, false);
    }

    /** Returns the number of pieces planned that stands after offset {@code from}; null if the text says none. */
    public static @Nullable Count planned(Text text, int from) {
        return read(text, from, true);
    }

    /**
     * Returns the numbers of pieces a year of a text that starts with one: "250 units in the first year, 1000 a year after
     * that"; none where it speaks of something else.
     */
    public static List<Count> yearly(Text text) {
        List<Count> counts = new ArrayList<>();
        int start = 0;
        while (start < text.length() && counts.size() < MAX_YEARLY) {
            int end = start;
            while (end < text.length() && !(text.at(end) == ',' && text.at(end + 1) == ' ')) {
                end++;
            }
            Count count = text.isDigit(start) ? count(text, start, !counts.isEmpty(), false) : null;
            if (count == null || !speaksOfYear(text, count.end(), end)) {
                return counts;
            }
            counts.add(count);
            start = text.skipSpaces(end + 1);
        }
        return counts;
    }

    private static boolean speaksOfYear(Text text, int from, int to) {
        int word = text.wordFrom(from);
        for (int i = 0; i < REACH && word < text.words() && text.start(word) < to; i++, word++) {
            if (isYear(text, text.start(word))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isYear(Text text, int at) {
        UnitTable.Match match = UnitTable.STANDARD.match(text, at);
        return match != null
                && match.units().get(0).dimension().equals("time")
                && match.units().get(0).factor().compareTo(DAYS_300) > 0;
    }

    private static @Nullable Count read(Text text, int from, boolean announced) {
        boolean led = announced;
        boolean at = false;
        int words = 0;
        int i = from;
        while (i < text.length() && words < REACH) {
            char c = text.at(i);
            if (text.isDigit(i)) {
                return count(text, i, led, at);
            }
            if (text.isLetter(i)) {
                int word = text.wordFrom(i);
                if (word >= text.words() || text.start(word) != i) {
                    return null;
                }
                led |= WORDS.quantity.contains(text.word(word));
                at = WORDS.priceAt.contains(text.word(word));
                words++;
                i = text.end(word);
                continue;
            }
            if (c == ';' || c == '|' || c == ',' || c == '.' && text.at(i + 1) == ' ') {
                return null;
            }
            led |= c == '@';
            i++;
        }
        return null;
    }

    private static @Nullable Count count(Text text, int start, boolean led, boolean at) {
        NumberReader.Number number = NumberReader.read(text, start);
        if (number == null || number.infix() != 0 || text.at(start - 1) == '-' || text.at(start - 1) == '+') {
            return null;
        }
        BigDecimal pieces = number.value();
        int end = number.end();
        char c = text.at(end);
        if ((c == 'k' || c == 'K') && !Text.isWordChar(text.at(end + 1))) {
            pieces = pieces.multiply(THOUSAND);
            end++;
        }
        int next = text.skipSpaces(text.at(end) == '+' ? end + 1 : end);
        int word = text.wordFrom(next);
        boolean named = word < text.words() && text.start(word) == next && WORDS.each.contains(text.word(word));
        boolean bare = next >= text.length()
                || (!Text.isWordChar(text.at(next)) && "%\"°$€£".indexOf(text.at(next)) < 0)
                || word < text.words() && WORDS.perTime.contains(text.word(word));
        boolean yearly = text.at(next) == '/' && isTime(text, next + 1);
        boolean year = at && !led && pieces.compareTo(FIRST_YEAR) > 0 && pieces.compareTo(LAST_YEAR) < 0;
        boolean whole = pieces.stripTrailingZeros().scale() <= 0 && pieces.compareTo(BigDecimal.ONE) >= 0;
        if (!whole || !(named || yearly || bare && (led || at && !year))) {
            return null;
        }
        return new Count(named ? text.end(word) : end, new BigDecimal(pieces.toBigInteger()));
    }

    private static boolean isTime(Text text, int at) {
        UnitTable.Match match = UnitTable.STANDARD.match(text, at);
        return match != null && match.units().get(0).dimension().equals("time");
    }
}
