package io.metaforge.agents.quantity;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The words around numbers, from {@code words.tsv}. Immutable and thread-safe; loaded once. */
public final class Words {

    /** The words of {@code words.tsv}. */
    public static final Words STANDARD = new Words();

    final Phrases<Bound> before = new Phrases<>();
    final Phrases<Bound> far = new Phrases<>();
    final Phrases<Bound> after = new Phrases<>();
    final Phrases<Boolean> range = new Phrases<>();
    final Set<String> filler = new HashSet<>();
    final Set<String> between = new HashSet<>();
    final Set<String> and = new HashSet<>();
    final Set<String> list = new HashSet<>();
    final Set<String> label = new HashSet<>();
    final Set<String> standard = new HashSet<>();
    final Set<String> names = new HashSet<>();
    final Set<String> resistor = new HashSet<>();
    final Set<String> versioned = new HashSet<>();
    final Set<String> per = new HashSet<>();
    final Set<String> each = new HashSet<>();
    final Map<String, BigDecimal> numbers = new HashMap<>();
    final Map<String, BigDecimal> times = new HashMap<>();
    final Map<String, String> adverbs = new HashMap<>();
    final Set<String> commaLanguage = new HashSet<>();
    final Set<String> pointLanguage = new HashSet<>();
    final Set<String> beyond = new HashSet<>();
    final Set<String> forbids = new HashSet<>();
    final Set<String> quantity = new HashSet<>();
    final Set<String> priceAt = new HashSet<>();
    final Set<String> perTime = new HashSet<>();
    final Phrases<Boolean> event = new Phrases<>();
    final Phrases<Boolean> every = new Phrases<>();
    private final Set<String> abbreviations = new HashSet<>();

    private Words() {
        for (String[] row : Tables.rows(Words.class, "words.tsv")) {
            for (String phrase : Tables.list(row[1])) {
                add(row[0], phrase);
            }
        }
    }

    private void add(String kind, String phrase) {
        switch (kind) {
            case "max" -> before.add(phrase, Bound.MAX, (a, b) -> a);
            case "min" -> before.add(phrase, Bound.MIN, (a, b) -> a);
            case "better" -> before.add(phrase, Bound.BETTER, (a, b) -> a);
            case "far-max" -> far.add(phrase, Bound.MAX, (a, b) -> a);
            case "far-min" -> far.add(phrase, Bound.MIN, (a, b) -> a);
            case "after-max" -> after.add(phrase, Bound.MAX, (a, b) -> a);
            case "after-min" -> after.add(phrase, Bound.MIN, (a, b) -> a);
            case "after-typ" -> after.add(phrase, Bound.NONE, (a, b) -> a);
            case "range" -> range.add(phrase, true, (a, b) -> a);
            case "filler" -> filler.add(bare(phrase));
            case "between" -> between.add(phrase);
            case "and" -> and.add(phrase);
            case "list" -> list.add(phrase);
            case "label" -> label.add(phrase);
            case "standard" -> standard.add(lastWord(phrase));
            case "name" -> names.add(phrase);
            case "resistor" -> resistor.add(phrase);
            case "versioned" -> versioned.add(lastWord(phrase));
            case "per" -> per.add(phrase);
            case "each" -> each.add(phrase);
            case "abbreviation" -> abbreviations.add(phrase);
            case "number" -> numbers.put(key(phrase), new BigDecimal(value(phrase)));
            case "times" -> times.put(key(phrase), new BigDecimal(value(phrase)));
            case "adverb" -> adverbs.put(key(phrase), value(phrase));
            case "comma-language" -> commaLanguage.add(phrase);
            case "point-language" -> pointLanguage.add(phrase);
            case "beyond" -> beyond.add(phrase);
            case "forbids" -> forbids.add(phrase);
            case "quantity" -> quantity.add(phrase);
            case "price-at" -> priceAt.add(phrase);
            case "per-time" -> perTime.add(phrase);
            case "event" -> event.add(phrase, true, (a, b) -> a);
            case "every" -> every.add(phrase, true, (a, b) -> a);
            default -> throw new IllegalStateException("words.tsv: no such kind: " + kind);
        }
    }

    private static String key(String pair) {
        return pair.substring(0, pair.indexOf('='));
    }

    private static String value(String pair) {
        return pair.substring(pair.indexOf('=') + 1);
    }

    /** Reports whether an amount that starts at {@code offset} comes again and again: "every 15 minutes". */
    public boolean isRepeated(Text text, int offset) {
        return repetition(text, offset) >= 0;
    }

    /** Returns where the "every" before an amount starts, -1 if there is none. */
    int repetition(Text text, int offset) {
        int word = text.wordBefore(offset);
        if (word < 0 || offset - text.end(word) > 1) {
            return -1;
        }
        Phrases.Ending<Boolean> phrase = every.endingAt(text, word);
        return phrase == null ? -1 : text.start(phrase.first());
    }

    private static String bare(String phrase) {
        return phrase.endsWith(".") ? phrase.substring(0, phrase.length() - 1) : phrase;
    }

    private static String lastWord(String phrase) {
        Text text = new Text(phrase);
        return text.word(text.words() - 1);
    }

    /** Reports whether {@code word} may stand before the time that something is counted over: "a", "per". */
    public boolean isPerTime(String word) {
        return perTime.contains(word);
    }

    /** Reports whether {@code word}, in lower case, joins amounts: "5 and 12 V". */
    public boolean isListWord(String word) {
        return list.contains(word);
    }

    /** Reports whether a full stop after {@code word}, in lower case, belongs to it. */
    public boolean isAbbreviation(String word) {
        return abbreviations.contains(word);
    }
}
