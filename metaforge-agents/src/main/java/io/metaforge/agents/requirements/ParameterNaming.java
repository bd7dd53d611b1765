package io.metaforge.agents.requirements;

import io.metaforge.agents.quantity.Measurement;
import io.metaforge.agents.quantity.Measurement.Shape;
import io.metaforge.agents.quantity.Text;
import io.metaforge.agents.quantity.Words;
import io.metaforge.agents.requirements.Vocabulary.Hit;
import io.metaforge.agents.requirements.Vocabulary.Parameter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what an amount in a text is the amount of: phrases weigh more the nearer they stand and the more words they
 * have, those of the same clause more than the rest of the sentence, that more than the headings above it.
 */
final class ParameterNaming {

    private static final Vocabulary VOCABULARY = Vocabulary.STANDARD;

    /** How many words to either side are looked at: what stands further away says nothing, and time stays linear. */
    private static final int REACH = 40;

    /** The least weight of a phrase that makes "daily" an interval: it stands in the same clause, a few words away. */
    private static final int SAID = 40;

    /** What a phrase loses that stands directly after another amount. */
    private static final int TAKEN = 20;

    /** What "reports" or "measures" weigh less than "reporting interval" where nothing says that it happens again. */
    private static final int NO_INTERVAL = 30;

    /** What the last words of a label weigh more: they say what it is, those before which one. */
    private static final int HEAD = 8;

    /** What a phrase weighs more that only counts because the statement speaks of something particular. */
    private static final int PARTICULAR = 10;

    private static final String DIAMETER = "diameter";
    private static final String INTERVAL = "interval";

    private final Text text;
    private final List<Hit> hits;
    private final List<Context> contexts;
    /** The kinds of words that were looked for, and whether the statement speaks of them. */
    private final Map<String, Boolean> spoken = new HashMap<>();

    /**
     * A text around the one with the amount, such as a heading.
     *
     * @param text itself
     * @param hits the phrases of it
     * @param weight of a phrase of one word in it
     */
    record Context(Text text, List<Hit> hits, int weight) {

        Context(Text text, int weight) {
            this(text, VOCABULARY.hits(text), weight);
        }

        boolean endsWith(Hit hit) {
            return hit.first() + hit.words() == text.words();
        }
    }

    /**
     * What an amount is of.
     *
     * @param parameter of it
     * @param assumed whether nothing near said so, only its unit
     * @param phrase first word of the phrase in the text that said so, -1 if it stands elsewhere
     * @param words how many words that phrase has
     */
    record Named(Parameter parameter, boolean assumed, int phrase, int words) {

        private Named(Parameter parameter, boolean assumed) {
            this(parameter, assumed, -1, 0);
        }

        /** Reports whether word {@code word} belongs to the phrase. */
        boolean holds(int word) {
            return word >= phrase && word < phrase + words;
        }
    }

    ParameterNaming(Text text, List<Context> contexts) {
        this.text = text;
        this.contexts = contexts;
        hits = VOCABULARY.hits(text);
    }

    /**
     * Returns the parameter of {@code measurement}, null if it is no amount of anything.
     *
     * @param from offset after the amount before it, 0 if it is the first
     * @param to offset of the amount after it, the length of the text if it is the last
     */
    @Nullable
    Named of(Measurement measurement, int from, int to) {
        int start = measurement.start();
        int end = measurement.end();
        boolean often = measurement.shape() == Shape.INTERVAL;
        boolean repeated = often || (measurement.mayBe("time") && Words.STANDARD.isRepeated(text, start));
        boolean lasting = isLasting(start);
        boolean listed = isListed(end, to);
        boolean noAccuracy = measurement.shape() == Shape.RANGE && (from > 0 || speaksOfRange());
        int clauseStart = clauseStart(start, from);
        int clauseEnd = clauseEnd(end, to);
        int before = text.wordBefore(start);
        int after = text.wordFrom(end);
        int label = labelEnd();
        Parameter best = null;
        int bestScore = Integer.MIN_VALUE;
        Hit bestHit = null;
        for (int i = firstHit(before - REACH); i < hits.size() && hits.get(i).first() <= after + REACH; i++) {
            Hit hit = hits.get(i);
            int last = hit.first() + hit.words() - 1;
            int score;
            if (text.end(last) <= start) {
                int distance = before - last;
                if (text.start(hit.first()) >= clauseStart) {
                    score = distance < 3 ? 70 - 6 * distance : 58 - 2 * (distance - 2);
                    if (from > 0 && text.skipSpaces(from) == text.start(hit.first())) {
                        // "256 kB RAM and 1 MB flash": it names the amount before
                        score -= TAKEN;
                    }
                } else if (text.end(last) <= label) {
                    score = 42;
                } else {
                    score = Math.max(8, 28 - distance);
                }
            } else if (text.start(hit.first()) >= to && !listed) {
                continue;
            } else if (text.start(hit.first()) >= end) {
                int distance = hit.first() - after;
                score = text.end(last) <= clauseEnd ? 64 - 6 * distance : Math.max(2, 12 - distance);
            } else if (often) {
                // "24 messages per day" holds what it counts
                score = 64;
            } else {
                continue;
            }
            score += 14 * (hit.words() - 1);
            for (Parameter parameter : hit.parameters()) {
                if (!speaksOf(parameter.with())) {
                    continue;
                }
                int own = score - parameter.penalty() + (parameter.with().isEmpty() ? 0 : PARTICULAR);
                if (parameter.interval() && !repeated && !isInterval(hit)) {
                    if (lasting) {
                        continue;
                    }
                    own -= NO_INTERVAL;
                }
                if (own > bestScore
                        && (!repeated || parameter.interval())
                        && !(noAccuracy && parameter.isAccuracy())
                        && Vocabulary.fits(parameter, measurement.units())) {
                    best = parameter;
                    bestScore = own;
                    bestHit = hit;
                }
            }
        }
        if (often && bestScore < SAID) {
            // "daily" and "once a day" are said of many things
            return null;
        }
        for (Context context : contexts) {
            for (Hit hit : context.hits()) {
                int score = context.weight() + 6 * (hit.words() - 1) + (context.endsWith(hit) ? HEAD : 0);
                for (Parameter parameter : hit.parameters()) {
                    if (!speaksOf(parameter.with())) {
                        continue;
                    }
                    int own = score - parameter.penalty() + (parameter.with().isEmpty() ? 0 : PARTICULAR);
                    if (parameter.interval() && !repeated) {
                        own -= NO_INTERVAL;
                    }
                    if (lasting && parameter.interval()) {
                        continue;
                    }
                    if (own > bestScore
                            && (!repeated || parameter.interval())
                            && !(noAccuracy && parameter.isAccuracy())
                            && Vocabulary.fits(parameter, measurement.units())) {
                        best = parameter;
                        bestScore = own;
                        bestHit = null;
                    }
                }
            }
        }
        Parameter deviation = measurement.shape() == Shape.DEVIATION ? VOCABULARY.deviation(measurement.units()) : null;
        if (best != null && deviation != null && !best.isAccuracy()) {
            // "temperature (−10 to 50 °C, ±1 °C)": a deviation of its own is an accuracy, whatever it is called
            return new Named(deviation, false);
        }
        if (best != null) {
            return bestHit == null ? new Named(best, false) : new Named(best, false, bestHit.first(), bestHit.words());
        }
        if (text.at(start - 1) == Text.DIAMETER || text.at(start - 2) == Text.DIAMETER) {
            return new Named(VOCABULARY.required(DIAMETER), false);
        }
        if (isName(start, end)) {
            return null;
        }
        Parameter fallback = repeated ? VOCABULARY.required(INTERVAL) : VOCABULARY.fallback(measurement.units());
        return fallback == null ? null : new Named(fallback, true);
    }

    /** Returns the name of a side of a box: what the box is the box of, then {@code side}. */
    String side(Measurement measurement, String side) {
        int before = text.wordBefore(measurement.start()) + 1;
        int after = text.wordFrom(measurement.end());
        String subject = SectionRules.STANDARD.subject(text, before - 12, before);
        if (subject == null) {
            subject = SectionRules.STANDARD.subject(text, after, after + 5);
        }
        if (subject != null && VOCABULARY.named(subject) != null) {
            // "mounting pattern 30.5 mm × 30.5 mm": the sides have a name of their own
            return subject;
        }
        return subject == null ? side : subject + "_" + side;
    }

    /** Reports "LEDs (power, 3V3, activity)": alone between commas and brackets it is the name of a rail, no amount. */
    private boolean isName(int start, int end) {
        boolean infix = false;
        for (int i = start + 1; i < end - 1; i++) {
            infix |= text.at(i) == 'V' && text.isDigit(i - 1) && text.isDigit(i + 1);
        }
        char before = text.at(start - 1) == ' ' ? text.at(start - 2) : text.at(start - 1);
        char after = text.at(end);
        return infix && (before == ',' || before == '(') && (after == ',' || after == ')');
    }

    private int firstHit(int word) {
        int low = 0;
        int high = hits.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (hits.get(middle).first() < word) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int labelEnd() {
        for (int i = 0; i < 80; i++) {
            if (text.at(i) == ':' && text.at(i + 1) == ' ') {
                return i;
            }
        }
        return -1;
    }

    private int clauseStart(int start, int from) {
        for (int i = start - 1; i >= from && start - i < 200; i--) {
            char c = text.at(i);
            if (c == ';'
                    || c == '('
                    || c == '|'
                    || isSpacedSlash(i)
                    || ((c == ',' || c == '.') && text.at(i + 1) == ' ')) {
                if (c == '(' && onlySpaces(i + 1, start)) {
                    continue;
                }
                return i + 1;
            }
        }
        return Math.max(from, start - 200);
    }

    private boolean isInterval(Hit hit) {
        return SectionRules.STANDARD.find(INTERVAL, text, hit.first(), hit.first() + hit.words()) >= 0;
    }

    /** Reports whether the statement, or what stands above it, speaks of {@code kind}; of nothing it always does. */
    private boolean speaksOf(String kind) {
        return kind.isEmpty() || spoken.computeIfAbsent(kind, this::find);
    }

    private boolean find(String kind) {
        String against = "against-" + kind;
        if (SectionRules.STANDARD.has(against, text)) {
            return false;
        }
        boolean found = SectionRules.STANDARD.has("with-" + kind, text);
        for (Context context : contexts) {
            if (SectionRules.STANDARD.has(against, context.text())) {
                return false;
            }
            found |= SectionRules.STANDARD.has("with-" + kind, context.text());
        }
        return found;
    }

    /** Reports whether "range" is what the text or its row is called. */
    private boolean speaksOfRange() {
        return SectionRules.STANDARD.has("range", text)
                || contexts.stream().limit(1).anyMatch(context -> SectionRules.STANDARD.has("range", context.text()));
    }

    /** Reports whether only "and", "or" or a sign stands before the next amount: what follows that is said of both. */
    private boolean isListed(int end, int to) {
        for (int word = text.wordFrom(end); word < text.words() && text.start(word) < to; word++) {
            if (!Words.STANDARD.isListWord(text.word(word))) {
                return false;
            }
        }
        return true;
    }

    /** Reports whether the amount says how long something takes: "in less than 2 minutes", "for 2 s". */
    private boolean isLasting(int start) {
        int word = text.wordBefore(start);
        return SectionRules.STANDARD.find("lasting", text, word - 3, word + 1) >= 0;
    }

    /** Reports whether " / " parts two things. */
    private boolean isSpacedSlash(int i) {
        return text.at(i) == '/' && text.at(i - 1) == ' ' && text.at(i + 1) == ' ';
    }

    private boolean onlySpaces(int from, int to) {
        return text.at(from) == ' ' ? from + 1 >= to : from >= to;
    }

    private int clauseEnd(int end, int to) {
        for (int i = end; i < to && i - end < 120; i++) {
            char c = text.at(i);
            if (c == ';'
                    || c == '|'
                    || c == ')'
                    || isSpacedSlash(i)
                    || ((c == ',' || c == '.') && text.at(i + 1) == ' ')) {
                return i;
            }
        }
        return Math.min(to, end + 120);
    }
}
