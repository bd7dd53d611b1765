package io.metaforge.agents.architecture.need;

import io.metaforge.agents.quantity.QuantityParser;
import io.metaforge.agents.quantity.Text;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The text of one requirement, searched for terms, for whether they are wanted, and for how many. Linear in its length. */
final class Wording {

    /** How a text speaks of something. */
    enum Mention {
        /** It does not. */
        NONE,
        /** It wants it. */
        ASKED,
        /** It must not be there. */
        REFUSED,
        /** It need not be there. */
        DISPENSED,
        /** It is there, but outside: another product that hangs on a port of this one. */
        ELSEWHERE
    }

    /** A longer text is no requirement a person wrote in one piece; what follows is not searched. */
    private static final int MAX_LENGTH = 4000;

    private static final Pattern CLAUSE_END = Pattern.compile("[,;:()\\n]|[.!?](?=\\s|$)|\\bbut\\b|\\band (?=no )");
    private static final Pattern REFUSAL = Pattern.compile(
            "(?:^|\\W)(?:no|without|excluding|kein|keine|keinen|not (?:have|use|include|contain|support|provide|carry|offer)(?: an?)?)"
                    + "((?: [\\p{L}\\d/&-]+){0,2}) $");
    /** What must not be stopped, or harmed, is what has to survive: it is spoken of, not asked for. */
    private static final Pattern SPARED = Pattern.compile(
            "\\b(?:not|never|without) (?:stop|interrupt|prevent|disturb|damage?|destroy|impair|affect|harm|block)(?:ing|s)?"
                    + "(?: [\\p{L}-]+){0,2} $");

    private static final Pattern NETS = Pattern.compile("\\b\\p{L}+(?:, \\p{L}+)*(?: and | & |, )\\p{L}+ voltages?\\b");
    private static final Pattern PLACES = Pattern.compile("\\b(?:on|at|for) (?:the )?\\p{L}+ and (?:the )?\\p{L}+\\b");
    private static final Pattern PINS = Pattern.compile("\\b(\\d{1,2})[- ]?(?:pins?|ways?|poles?|positions?)\\b");
    private static final Pattern COMPARISON =
            Pattern.compile(" (?:more|less|larger|smaller|greater|higher|lower|later|longer|fewer|other)\\b.*");
    private static final Pattern ACTIVITY =
            Pattern.compile(".*(?:open|us|remov|disconnect|los|tak|chang|break)ing\\b.*");
    private static final Pattern DISPENSATION = Pattern.compile(
            "^[^,;]{0,30}\\b(?:not (?:required|needed|necessary)|unnecessary|out of scope|is not planned)\\b");
    private static final Pattern LIST_ITEM = Pattern.compile("\\s*(?:(?:or|and|nor) )?(?:[\\p{L}\\d/-]+ ?){1,3}\\s*");
    private static final Pattern BEFORE_COUNT = Pattern.compile(
            "(?:^|[\\s(])(\\d{1,2}|one|two|three|four|five|six|seven|eight)(?: ?[x×] ?| )((?:(?!to |v |mm |hz |bit |axis )[\\p{L}\\p{S}-]+ ){0,2})$");
    private static final Pattern AFTER_COUNT = Pattern.compile("^s?(?: [\\p{L}]+)? ?[(:]? ?[x×] ?(\\d{1,2})\\b");
    /** A row of a table that counts, such as "Port motors: Count 8". */
    private static final Pattern COUNT_COLUMN =
            Pattern.compile("\\b(?:count|quantity|qty|number|no|pieces|anzahl)\\.?:? (\\d{1,2})(?=$|[,;.\\s])");
    /** What stands behind "LEDs:" or in brackets behind it says what the lights mean. */
    private static final Pattern LABELS =
            Pattern.compile("\\b(?:leds?|indicators?|lights?|buttons?) ?(?:\\(([^)]{0,200})\\)|: ?([^.]{0,200}))");

    private static final Pattern PORT_SUBJECT = Pattern.compile(
            "^(?:(?:port|connector|header|socket)\\b.{0,60}[:,]|[^:]{0,40}\\b(?:port|connector|header|socket)s?:)");
    private static final Pattern ELSEWHERE_BEFORE =
            Pattern.compile("(?:^|\\W)(?:(?:external|off-board|remote|separate external)(?: [\\p{L}-]+){0,2}"
                    + "|(?:port|header|connector|socket|plug|pads?)(?: for| to)?(?: an?| the| its)?) \\(?$");
    private static final Pattern ELSEWHERE_AFTER =
            Pattern.compile("^s? (?:port|header|connector|socket|plug|pads?|mast)\\b");
    private static final Pattern OFF_BOARD = Pattern.compile(
            "\\b(?:not on (?:this|the) (?:board|pcb)|off[- ]board|not part of (?:this|the) (?:board|design))\\b");
    private static final Map<String, Integer> NUMBERS =
            Map.of("one", 1, "two", 2, "three", 3, "four", 4, "five", 5, "six", 6, "seven", 7, "eight", 8);

    /** Words that are units too, but are counted. */
    private static final List<String> COUNTED = List.of("channel", "channels", "x", "pixel", "pixels", "cell", "cells");

    private final String text;
    private final List<String> clauses = new ArrayList<>();

    Wording(String original) {
        String limited = original.length() > MAX_LENGTH ? original.substring(0, MAX_LENGTH) : original;
        text = Normalizer.normalize(limited, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\u2010-\\u2015\\u2212]", "-")
                .replaceAll("[\\s\\u00a0]+", " ")
                .strip();
        String before = "";
        boolean refusing = false;
        Matcher end = CLAUSE_END.matcher(text);
        int from = 0;
        while (from <= text.length()) {
            boolean found = end.find(from);
            int to = found ? end.start() : text.length();
            String clause = text.substring(from, to).strip();
            boolean listed =
                    refusing && before.equals(",") && LIST_ITEM.matcher(clause).matches();
            if (listed && !clause.startsWith("no ")) {
                clause = "no " + clause.replaceFirst("^(?:or|and|nor) ", "");
            }
            clauses.add(clause);
            refusing = clause.startsWith("no ");
            if (!found) {
                break;
            }
            before = text.substring(end.start(), end.end());
            from = Math.max(end.end(), from + 1);
        }
    }

    /** Returns the text in lower case, with plain hyphens and single spaces. */
    String text() {
        return text;
    }

    /** Reports whether any of {@code phrases} stands in the text, as whole words. */
    boolean hasAny(List<String> phrases) {
        return phrases.stream().anyMatch(phrase -> indexOf(text, phrase, 0) >= 0);
    }

    /** Reports whether {@code pattern} is found in the text, in lower case and with plain hyphens. */
    Matcher matcher(Pattern pattern) {
        return pattern.matcher(text);
    }

    /** Returns how the text speaks of {@code term}: wanted in one clause outweighs refused in another. */
    Mention mention(String term) {
        Mention mention = Mention.NONE;
        for (String clause : clauses) {
            for (int at = indexOf(clause, term, 0); at >= 0; at = indexOf(clause, term, at + 1)) {
                Mention here = mentionAt(clause, at, term.length());
                if (here == Mention.ASKED) {
                    return here;
                }
                mention = here == Mention.NONE ? mention : here;
            }
        }
        return mention;
    }

    private static Mention mentionAt(String clause, int at, int length) {
        if (SPARED.matcher(clause.substring(0, at)).find()) {
            return Mention.NONE;
        }
        Matcher refusal = REFUSAL.matcher(clause.substring(0, at));
        if (refusal.find()
                && !COMPARISON.matcher(refusal.group(1)).matches()
                && !ACTIVITY.matcher(refusal.group(1)).matches()) {
            return Mention.REFUSED;
        }
        return DISPENSATION.matcher(clause.substring(at + length)).find() ? Mention.DISPENSED : Mention.ASKED;
    }

    /** Reports whether every mention of {@code term} is of a device outside, such as "GNSS" in "header for the GNSS". */
    boolean elsewhere(String term) {
        if (matcher(OFF_BOARD).find() || matcher(PORT_SUBJECT).find()) {
            return true;
        }
        boolean found = false;
        for (int at = indexOf(text, term, 0); at >= 0; at = indexOf(text, term, at + 1)) {
            found = true;
            if (!ELSEWHERE_BEFORE
                            .matcher(text.substring(Math.max(0, at - 60), at))
                            .find()
                    && !ELSEWHERE_AFTER
                            .matcher(text.substring(at + term.length()))
                            .find()) {
                return false;
            }
        }
        return found;
    }

    /** Reports whether the requirement itself is about a port, as a row of a table of connectors is. */
    boolean aboutPort() {
        return matcher(PORT_SUBJECT).find();
    }

    /** Returns the text without the meanings of lights and buttons, which ask for nothing themselves. */
    String withoutLabels() {
        return LABELS.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(text.substring(
                        found.start(), found.start() + found.group().indexOf(found.group(1) != null ? '(' : ':'))));
    }

    /** Returns the text in the pieces that "or", "and" and strokes part. */
    List<String> segments() {
        return List.of(text.split(" (?:or|and|oder|und) |/"));
    }

    /** Returns how many voltages the text names together, such as 2 in "panel and battery voltage"; 1 where it names no list. */
    int nets() {
        Matcher nets = NETS.matcher(text);
        return nets.find() ? nets.group().split(", | and | & ").length : 1;
    }

    /** Returns how many places the text names together, such as 2 in "on panel and battery"; 1 where it names no list. */
    int places() {
        return PLACES.matcher(text).find() ? 2 : 1;
    }

    /** Returns the contacts of a connector that the text asks for, such as 6 in "JST-SH 6-pin"; 0 where it does not say. */
    int pins() {
        Matcher pins = PINS.matcher(text);
        return pins.find() ? Integer.parseInt(pins.group(1)) : 0;
    }

    /** Reports whether the text leaves open which of the two is meant, as "EEPROM or FRAM" does. */
    boolean leavesOpen(List<String> one, List<String> other) {
        for (String first : one) {
            for (String second : other) {
                if (indexOf(text, first + " or " + second, 0) >= 0 || indexOf(text, second + " or " + first, 0) >= 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns the number of the column that counts; 0 where there is none. */
    int countColumn() {
        Matcher column = COUNT_COLUMN.matcher(text);
        return column.find() ? Integer.parseInt(column.group(1)) : 0;
    }

    /** Returns the number that stands with {@code term}, such as 4 in "4x PWM outputs"; 0 where there is none. */
    int count(String term) {
        int largest = 0;
        for (int at = indexOf(text, term, 0); at >= 0; at = indexOf(text, term, at + 1)) {
            Matcher before = BEFORE_COUNT.matcher(text.substring(Math.max(0, at - 60), at));
            if (before.find() && !isUnit(before.group(2))) {
                largest = Math.max(largest, number(before.group(1)));
            }
            Matcher after = AFTER_COUNT.matcher(text.substring(at + term.length()));
            if (after.find()) {
                largest = Math.max(largest, number(after.group(1)));
            }
        }
        return largest;
    }

    /** "10 kΩ NTC" counts no NTCs. */
    private static boolean isUnit(String words) {
        String first = words.strip().split(" ")[0];
        String last = first.isEmpty() ? "" : first.substring(first.length() - 1);
        return !first.isEmpty()
                && !COUNTED.contains(first)
                && Stream.of(
                                first,
                                first.replace('\u03c9', '\u03a9'),
                                first.substring(0, first.length() - 1) + last.toUpperCase(Locale.ROOT))
                        .anyMatch(unit ->
                                !QuantityParser.parse(new Text("1 " + unit)).isEmpty());
    }

    private static int number(String word) {
        Integer named = NUMBERS.get(word);
        return named != null ? named : Integer.parseInt(word);
    }

    /** Finds {@code phrase} as whole words, a plural "s" allowed; -1 where it is not found. */
    static int indexOf(String text, String phrase, int from) {
        for (int at = text.indexOf(phrase, from); at >= 0; at = text.indexOf(phrase, at + 1)) {
            int end = at + phrase.length();
            if (end < text.length() && text.charAt(end) == 's') {
                end++;
            }
            boolean starts = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
            boolean ends = end == text.length()
                    || !Character.isLetterOrDigit(text.charAt(end))
                    || (end > at + phrase.length() && !Character.isLetterOrDigit(text.charAt(end - 1)));
            if (starts && ends) {
                return at;
            }
        }
        return -1;
    }
}
