package io.metaforge.agents.quantity;

import org.jspecify.annotations.Nullable;

/** Reads what the signs and words around an amount make of it: "&lt; 5 V", "at most", "5 V max". */
final class BoundReader {

    private static final Words WORDS = Words.STANDARD;

    /** How many words in front of an amount are looked at. */
    private static final int REACH = 8;

    /** How many words in front of "below" a "not" is looked for. */
    private static final int NEGATION_REACH = 5;

    private final Text text;

    /** The end of the phrase that bounded the amount before: it does not bound the next one too. */
    private int used;

    BoundReader(Text text) {
        this.text = text;
    }

    /**
     * Returns the bound of the amount between two offsets.
     *
     * @param before nothing before this offset belongs to the amount: the end of the one before it
     */
    Bound of(int start, int end, int before) {
        int floor = Math.max(before, used);
        Bound sign = sign(start, floor);
        if (sign != null) {
            return sign;
        }
        int every = WORDS.repetition(text, start);
        Bound near = near(every >= 0 ? every : start, floor);
        if (near != null) {
            // "at least every 5 minutes": not less often, so not longer
            return every >= 0 ? near.inverse() : near;
        }
        if (hasPlus(start, end)) {
            return Bound.MIN;
        }
        Bound after = after(end);
        if (after != null) {
            return after;
        }
        return far(start, floor);
    }

    private @Nullable Bound sign(int start, int floor) {
        int i = back(start - 1, floor);
        if (i >= floor && text.at(i) == '~') {
            i = back(i - 1, floor);
        }
        if (i < floor) {
            return null;
        }
        char c = text.at(i);
        if (c == '=') {
            i--;
            c = text.at(i);
            return c == '<' ? Bound.MAX : c == '>' ? Bound.MIN : null;
        }
        if (c == '≤' || c == '<') {
            return Bound.MAX;
        }
        if (c == '≥') {
            return Bound.MIN;
        }
        if (c == '>') {
            char before = text.at(i - 1);
            return before == '-' || before == '=' || before == '–' ? null : Bound.MIN;
        }
        return null;
    }

    private int back(int from, int floor) {
        int i = from;
        while (i >= floor && (text.at(i) == ' ' || text.at(i) == '(' || text.at(i) == '"')) {
            i--;
        }
        return i;
    }

    /** Finds a phrase directly in front, with filler words, a colon or an opening bracket at most in between. */
    private @Nullable Bound near(int start, int floor) {
        int next = start;
        int word = text.wordBefore(start);
        for (int i = 0; i < 4 && word >= 0 && text.start(word) >= floor; i++, word--) {
            if (!joined(text.end(word), next)) {
                return null;
            }
            Phrases.Ending<Bound> phrase = WORDS.before.endingAt(text, word);
            if (phrase != null && text.start(phrase.first()) >= floor && !isHyphenated(text.start(phrase.first()))) {
                return isForbidden(phrase.first(), word, floor) ? phrase.value().inverse() : phrase.value();
            }
            if (!WORDS.filler.contains(text.word(word))) {
                return null;
            }
            next = text.start(word);
        }
        return null;
    }

    /** Reports whether the clause forbids to be above or below: "must not be charged below 0 °C" is at least 0 °C. */
    private boolean isForbidden(int first, int last, int floor) {
        if (first != last || !WORDS.beyond.contains(text.word(first))) {
            return false;
        }
        int next = text.start(first);
        for (int word = first - 1; word >= 0 && first - word <= NEGATION_REACH && text.start(word) >= floor; word--) {
            if (!joined(text.end(word), next)) {
                return false;
            }
            if (WORDS.forbids.contains(text.word(word))) {
                return true;
            }
            next = text.start(word);
        }
        return false;
    }

    /** Reports whether a word is the second half of one such as "pull-up". */
    private boolean isHyphenated(int start) {
        return text.at(start - 1) == '-' && text.isLetter(start - 2);
    }

    private boolean joined(int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.at(i);
            if (c == ';' || c == ',' || c == '!' || c == '?' || c == ')') {
                return false;
            }
            if (c == '.' && text.at(i + 1) == ' ' && !abbreviated(from)) {
                return false;
            }
        }
        return true;
    }

    private boolean abbreviated(int wordEnd) {
        int word = text.wordBefore(wordEnd);
        return word >= 0 && WORDS.isAbbreviation(text.word(word));
    }

    /** Reports whether a plus stands between number and unit: "20+ hours". */
    private boolean hasPlus(int start, int end) {
        for (int i = start + 1; i < end; i++) {
            if (text.at(i) == '+' && text.isDigit(i - 1) && !text.isDigit(i + 1)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Bound after(int end) {
        int i = end;
        while (text.at(i) == ' ' || text.at(i) == '(' || text.at(i) == ',' || text.at(i) == '-' || text.at(i) == '[') {
            i++;
            if (i - end > 3 || i > text.length()) {
                return null;
            }
        }
        if (text.at(end) == '+' && !text.isDigit(end + 1) && text.at(end + 1) != '/' && text.at(end + 1) != '-') {
            return Bound.MIN;
        }
        int word = text.wordFrom(i);
        if (word >= text.words() || text.start(word) != i) {
            return null;
        }
        Bound[] bound = {null};
        int[] words = {0};
        WORDS.after.startingAt(text, word, (value, length) -> {
            bound[0] = value;
            words[0] = length;
        });
        if (bound[0] == null) {
            return null;
        }
        int last = word + words[0] - 1;
        int next = text.skipSpaces(text.end(last));
        // "5 V, max 6 V" and "5 V, max. current 2 A": the word belongs to what follows
        if (text.at(next) == '.' || text.at(next) == ':') {
            next = text.skipSpaces(next + 1);
        }
        boolean comma = text.slice(end, i).indexOf(',') >= 0;
        if (text.isDigit(next) || (comma && text.isLetter(next)) || followedByOf(last)) {
            return null;
        }
        used = text.end(last);
        return bound[0];
    }

    private boolean followedByOf(int word) {
        return word + 1 < text.words() && text.word(word + 1).equals("of");
    }

    /** Finds a word such as "maximum" further in front, in the same clause. */
    private Bound far(int start, int floor) {
        int next = start;
        int word = text.wordBefore(start);
        for (int i = 0; i < REACH && word >= 0 && text.start(word) >= floor; i++, word--) {
            for (int at = text.end(word); at < next; at++) {
                char c = text.at(at);
                if (c == ',' || c == ';' || c == '!' || c == '?' || c == '|') {
                    return Bound.NONE;
                }
                if (c == '.' && text.at(at + 1) == ' ' && !abbreviated(text.end(word))) {
                    return Bound.NONE;
                }
            }
            Phrases.Ending<Bound> phrase = WORDS.far.endingAt(text, word);
            if (phrase != null) {
                return phrase.value();
            }
            next = text.start(word);
        }
        return Bound.NONE;
    }
}
