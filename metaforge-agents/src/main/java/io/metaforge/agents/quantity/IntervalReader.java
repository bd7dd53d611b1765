package io.metaforge.agents.quantity;

import io.metaforge.agents.quantity.Measurement.Shape;
import io.metaforge.agents.quantity.TermReader.Term;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads how often something happens where no time stands as an amount: "once per minute", "twice a day", "24 messages per
 * day", "every hour", "daily". All of them become the time from one to the next, in the largest unit that holds it without
 * a fraction.
 */
final class IntervalReader {

    private static final UnitTable UNITS = UnitTable.STANDARD;
    private static final Words WORDS = Words.STANDARD;
    private static final BigDecimal SECONDS_A_MINUTE = new BigDecimal(60);
    private static final BigDecimal SECONDS_A_WEEK = new BigDecimal(604_800);

    /** Units an interval may be given in that is no whole number of the one written. */
    private static final List<String> SMALLER = List.of("h", "min", "s");

    /** Words between a number and its "per": "4 short messages per hour". */
    private static final int MAX_BETWEEN = 2;

    private final Text text;
    private final TermReader terms;
    private final BoundReader bounds;

    IntervalReader(Text text, TermReader terms, BoundReader bounds) {
        this.text = text;
        this.terms = terms;
        this.bounds = bounds;
    }

    /** Returns the interval that word {@code word} starts: "once per minute", "every hour", "hourly"; null if it starts none. */
    @Nullable
    Measurement atWord(int word, int floor) {
        String written = text.word(word);
        String adverb = WORDS.adverbs.get(written);
        if (adverb != null) {
            return measurement(text.start(word), text.end(word), BigDecimal.ONE, adverb, Bound.NONE);
        }
        BigDecimal times = WORDS.times.get(written);
        if (times != null) {
            return per(text.start(word), word + 1, times, floor);
        }
        int every = WORDS.every.longestAt(text, word);
        if (every > 0 && word + every < text.words()) {
            Unit unit = unitAt(word + every);
            if (unit != null) {
                int last = word + every;
                return measurement(text.start(word), text.end(last), BigDecimal.ONE, written(last), Bound.NONE);
            }
        }
        return null;
    }

    /** Returns the interval of "24 messages per day", "3 times a day" from its number; null if it is none. */
    @Nullable
    Measurement atNumber(Term number, int floor) {
        if (number.hasUnit() || number.signed() || number.value().signum() <= 0) {
            return null;
        }
        int word = text.wordFrom(number.end());
        boolean counted = false;
        for (int i = 0; i <= MAX_BETWEEN && word < text.words(); i++, word++) {
            if (text.start(word) - number.end() > 40 || !onlySpaces(i == 0 ? number.end() : text.end(word - 1), word)) {
                return null;
            }
            if (counted && WORDS.perTime.contains(text.word(word))) {
                return per(number.start(), word, number.value(), floor);
            }
            counted |= WORDS.event.longestAt(text, word) > 0;
        }
        return null;
    }

    private boolean onlySpaces(int from, int word) {
        for (int i = from; i < text.start(word); i++) {
            if (text.at(i) != ' ' && text.at(i) != '-') {
                return false;
            }
        }
        return true;
    }

    /** Reads "per minute", "a day", "every 6 hours" from word {@code word}. */
    private @Nullable Measurement per(int start, int word, BigDecimal times, int floor) {
        int per = word;
        if (per >= text.words() || !WORDS.perTime.contains(text.word(per))) {
            return null;
        }
        per++;
        if (per < text.words() && WORDS.perTime.contains(text.word(per))) {
            per++;
        }
        if (per >= text.words()) {
            return null;
        }
        BigDecimal count = BigDecimal.ONE;
        int unitWord = per;
        Term term = terms.read(text.start(per));
        if (term != null) {
            if (!term.hasUnit() || !term.units().get(0).dimension().equals("time")) {
                return null;
            }
            count = term.value();
            unitWord = text.wordBefore(term.end());
        }
        Unit unit = unitAt(unitWord);
        if (unit == null || unit.factor().compareTo(SECONDS_A_MINUTE) < 0) {
            return null;
        }
        Bound bound = bounds.of(start, text.end(unitWord), floor);
        return shared(start, text.end(unitWord), count, times, unit, written(unitWord), bound.inverse());
    }

    private @Nullable Measurement shared(
            int start, int end, BigDecimal count, BigDecimal times, Unit unit, String written, Bound bound) {
        BigDecimal[] whole = count.divideAndRemainder(times);
        if (whole[1].signum() == 0) {
            return measurement(start, end, whole[0], written, bound);
        }
        if (unit.factor().compareTo(SECONDS_A_WEEK) > 0) {
            return null;
        }
        for (String smaller : SMALLER) {
            BigDecimal seconds = count.multiply(unit.factor());
            BigDecimal share = times.multiply(UNITS.find(smaller).get(0).factor());
            BigDecimal[] parts = seconds.divideAndRemainder(share);
            if (parts[1].signum() == 0) {
                return measurement(start, end, parts[0], smaller, bound);
            }
        }
        return null;
    }

    private @Nullable Unit unitAt(int word) {
        UnitTable.Match match = UNITS.match(text, text.start(word));
        if (match == null || match.end() != text.end(word)) {
            return null;
        }
        Unit unit = match.units().get(0);
        return unit.dimension().equals("time") ? unit : null;
    }

    private String written(int word) {
        return text.original().substring(text.start(word), text.end(word));
    }

    private static Measurement measurement(int start, int end, BigDecimal value, String unit, Bound bound) {
        return new Measurement(start, end, null, value, bound, null, UNITS.find(unit), unit, Shape.INTERVAL, 0, 0);
    }
}
