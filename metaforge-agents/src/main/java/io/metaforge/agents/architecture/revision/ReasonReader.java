package io.metaforge.agents.architecture.revision;

import io.metaforge.agents.architecture.catalogue.Catalogue;
import io.metaforge.agents.architecture.need.DemandFinder;
import io.metaforge.agents.architecture.need.Function;
import io.metaforge.agents.architecture.need.SourceDemand;
import io.metaforge.agents.architecture.need.Vocabulary;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.quantity.Bound;
import io.metaforge.agents.quantity.Measurement;
import io.metaforge.agents.quantity.QuantityParser;
import io.metaforge.agents.quantity.Text;
import io.metaforge.agents.quantity.Unit;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the reason of a rejection, clause by clause, into directives. English. What names no part, function, voltage or
 * amount that is known is kept as it was written. Made for one reading; not thread-safe.
 */
public final class ReasonReader {

    private static final int MAX_LENGTH = 10_000;
    private static final int MAX_CLAUSES = 100;
    private static final int MAX_COUNT = 32;

    private static final String USE =
            "(?:use|take|choose|pick|prefer|switch to|change to|go for|go with|want|based on|must be|should be|has to be|shall be)";
    private static final String NOT =
            "(?:do not|don't|never|must not|should not|shall not|not|no|avoid|without|drop|remove|"
                    + "exclude|ban|get rid of|no more)";
    private static final String LEAD =
            "(?:please |then |also |instead |just )*(?:it |we |the board |the design |this |i )?(?:"
                    + USE + "|" + NOT
                    + "|replace|swap|add|include|supply|power|run|need|needs|must|should|has to|keep|make|cheaper|less than|at most"
                    + "|below|under|the (?:supply|battery|input|cost|budget|bom|controller|mcu|sensor|radio)|supplied|battery|cost|budget)\\b";
    private static final Pattern CLAUSES = Pattern.compile(
            "(?<=[.!?;])\\s+|\\s*[\\r\\n]+\\s*(?:[-*•]\\s+|\\d+[.)]\\s+)?|;\\s*|,\\s*(?=" + LEAD
                    + ")|,?\\s+(?:and|but)\\s+(?=" + LEAD + ")",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern INSTEAD =
            Pattern.compile("^(.*?)\\s+(?:instead of|rather than|in place of|not)\\s+(.*)$", Pattern.CASE_INSENSITIVE);
    private static final Pattern REPLACE = Pattern.compile(
            "\\b(?:replace|swap|exchange|change)\\s+(.*?)\\s+(?:with|by|for|to)\\s+(.*)$", Pattern.CASE_INSENSITIVE);
    private static final Pattern AVOID = Pattern.compile(
            "^(?:please |then |also |we |it |the board |the design |there )*(?:(?:must|should|shall) (?:be |have )?)?"
                    + NOT + "\\b(.*)$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern AVOID_BEHIND = Pattern.compile(
            "^(.*?)\\s+(?:is|are|was|has been|must|should|shall|may|can)\\s+(?:not (?:be used|allowed|available|acceptable|wanted|ok)"
                    + "|obsolete|out of stock|banned|unavailable|discontinued|end of life|eol|nrnd|forbidden)\\b.*$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern USING = Pattern.compile("\\b" + USE + "\\s+(.*)$", Pattern.CASE_INSENSITIVE);
    private static final Pattern SUPPLY = Pattern.compile(
            "\\b(?:suppl(?:y|ied)|power(?:ed)?|input|runs?|battery|source|usb)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern COST = Pattern.compile(
            "\\b(?:cheaper|cost(?:s|ing)?|price|budget|bom|expensive|below|under|less than|at most|no more than|maximum|max)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern WANT = Pattern.compile(
            "\\b(?:needs?|must have|has to have|should have|add|with|missing|lacks?|wants?|requires?|include)\\b(.*)$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ORDINAL = Pattern.compile(
            "\\b(second|third|fourth|fifth|another|one more|two more|additional|extra|one|two|three|four|five|six|seven|eight|\\d{1,2})\\b(?: ?[x×])?",
            Pattern.CASE_INSENSITIVE);
    private static final Map<String, Integer> ORDINALS = Map.ofEntries(
            Map.entry("second", 2),
            Map.entry("third", 3),
            Map.entry("fourth", 4),
            Map.entry("fifth", 5),
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8));
    private static final Map<String, Integer> MORE =
            Map.of("another", 1, "one more", 1, "two more", 2, "additional", 1, "extra", 1);

    private final PartNames names;
    private final Vocabulary vocabulary;
    private final List<Directive> directives = new ArrayList<>();
    private final List<String> notUnderstood = new ArrayList<>();

    private ReasonReader(Catalogue catalogue, Vocabulary vocabulary) {
        this.names = new PartNames(catalogue);
        this.vocabulary = vocabulary;
    }

    /**
     * Reads reasons.
     *
     * @param session that was rejected
     * @param reasons the oldest first
     * @param previous what it proposed
     */
    public static Asked read(
            Catalogue catalogue,
            Vocabulary vocabulary,
            String session,
            List<String> reasons,
            PreviousAttempt previous) {
        ReasonReader reader = new ReasonReader(catalogue, vocabulary);
        reasons.forEach(reader::read);
        return new Asked(session, reader.directives, reader.notUnderstood, previous);
    }

    private void read(String reason) {
        String limited = reason.length() > MAX_LENGTH ? reason.substring(0, MAX_LENGTH) : reason;
        String even = Normalizer.normalize(limited, Normalizer.Form.NFC)
                .replaceAll("[\\u2018\\u2019]", "'")
                .replaceAll("[\\u2010\\u2011]", "-");
        int clauses = 0;
        for (String piece : CLAUSES.split(even)) {
            String clause = piece.strip()
                    .replaceAll("^[-*•]\\s+", "")
                    .replaceAll("[.!?;,]+$", "")
                    .strip();
            if (clause.isEmpty()) {
                continue;
            }
            if (++clauses > MAX_CLAUSES || !understood(clause)) {
                notUnderstood.add(clause);
            }
        }
    }

    private String next() {
        return "REV-" + (directives.size() + 1);
    }

    private boolean understood(String clause) {
        return exchange(clause) || avoid(clause) || budget(clause) || supply(clause) || use(clause) || want(clause);
    }

    /** "Use X instead of Y", "replace Y with X". */
    private boolean exchange(String clause) {
        Matcher instead = INSTEAD.matcher(clause);
        Matcher replace = REPLACE.matcher(clause);
        String wanted;
        String unwanted;
        if (replace.find()) {
            unwanted = replace.group(1);
            wanted = replace.group(2);
        } else if (instead.matches()) {
            wanted = instead.group(1);
            unwanted = instead.group(2);
        } else {
            return false;
        }
        List<String> take = names.parts(wanted);
        List<String> leave = new ArrayList<>(names.parts(unwanted));
        leave.removeAll(take);
        String unknown = take.isEmpty() ? PartNames.partNumberIn(wanted) : "";
        boolean both = !names.parts(unwanted).isEmpty()
                || !PartNames.partNumberIn(unwanted).isEmpty();
        if (!both || (take.isEmpty() && unknown.isEmpty())) {
            return false;
        }
        directives.add(
                take.isEmpty()
                        ? new Directive.UnknownPart(next(), clause, unknown)
                        : new Directive.UsePart(next(), clause, take));
        if (!leave.isEmpty()) {
            directives.add(new Directive.AvoidParts(next(), clause, leave, unwanted));
        }
        return true;
    }

    /** "Not the X", "avoid MAKER", "no FUNCTION", "X is obsolete". */
    private boolean avoid(String clause) {
        Matcher behind = AVOID_BEHIND.matcher(clause);
        Matcher before = AVOID.matcher(clause);
        String what;
        if (behind.matches()) {
            what = behind.group(1);
        } else if (before.matches()) {
            what = before.group(1).strip();
        } else {
            return false;
        }
        if (amountOfMoney(clause).isPresent()) {
            return false;
        }
        List<String> parts = names.parts(what);
        if (parts.isEmpty()) {
            parts = names.ofMaker(what);
        }
        if (!parts.isEmpty()) {
            directives.add(new Directive.AvoidParts(next(), clause, parts, what));
            return true;
        }
        List<Function> functions = vocabulary.functionsIn(what);
        if (!functions.isEmpty()) {
            functions.forEach(
                    function -> directives.add(new Directive.Refuse(next(), clause, function.id(), function.title())));
            return true;
        }
        String unknown = PartNames.partNumberIn(what);
        if (!unknown.isEmpty()) {
            directives.add(new Directive.AvoidParts(next(), clause, List.of(), unknown));
            return true;
        }
        return false;
    }

    private Optional<Measurement> amountOfMoney(String clause) {
        return QuantityParser.parse(new Text(clause)).stream()
                .filter(found -> found.is(Unit.MONEY))
                .findFirst();
    }

    /** "Cheaper than 12 USD", "keep the BOM under $30". */
    private boolean budget(String clause) {
        Optional<Measurement> money = amountOfMoney(clause);
        if (money.isEmpty() || (!COST.matcher(clause).find() && money.get().bound() == Bound.NONE)) {
            return false;
        }
        directives.add(new Directive.Budget(
                next(), clause, money.get().high().doubleValue(), money.get().unit()));
        return true;
    }

    /** "Supply must be 5 V", "run it from a 2S LiPo", "power it from USB". */
    private boolean supply(String clause) {
        if (!SUPPLY.matcher(clause).find()) {
            return false;
        }
        List<Quantity> quantities = new ArrayList<>();
        for (Measurement found : QuantityParser.parse(new Text(clause))) {
            if (found.is("voltage")) {
                boolean range = found.low() != null;
                quantities.add(new Quantity(
                        "supply_voltage",
                        range ? found.low() : found.bound() == Bound.MIN ? found.high() : null,
                        range || found.bound() == Bound.MAX ? found.high() : null,
                        !range && found.bound() == Bound.NONE ? found.high() : null,
                        found.tolerance(),
                        found.unit()));
            }
        }
        Optional<SourceDemand> source = DemandFinder.source(vocabulary, next(), clause, quantities);
        if (source.isEmpty()) {
            return false;
        }
        directives.add(new Directive.Supply(next(), clause, source.get()));
        return true;
    }

    /** "Use X", "the controller must be an X". */
    private boolean use(String clause) {
        Matcher using = USING.matcher(clause);
        if (!using.find()) {
            return false;
        }
        List<String> parts = names.parts(using.group(1));
        if (!parts.isEmpty()) {
            directives.add(new Directive.UsePart(next(), clause, parts));
            return true;
        }
        String unknown = PartNames.partNumberIn(using.group(1));
        if (!unknown.isEmpty() && vocabulary.functionsIn(using.group(1)).isEmpty()) {
            directives.add(new Directive.UnknownPart(next(), clause, unknown));
            return true;
        }
        return false;
    }

    /** "Needs a second UART", "add a barometer". */
    private boolean want(String clause) {
        Matcher want = WANT.matcher(clause);
        if (!want.find()) {
            return false;
        }
        List<Function> functions = vocabulary.functionsIn(want.group(1));
        if (functions.isEmpty()) {
            return false;
        }
        Matcher ordinal = ORDINAL.matcher(want.group(1));
        String word = ordinal.find() ? ordinal.group(1).toLowerCase(Locale.ROOT) : "one";
        Integer more = MORE.get(word);
        Integer named = ORDINALS.get(word);
        int count = more != null ? more : named != null ? named : Integer.parseInt(word);
        if (count < 1 || count > MAX_COUNT) {
            return false;
        }
        functions.forEach(function -> directives.add(
                new Directive.Provide(next(), clause, function.id(), function.title(), count, more != null)));
        return true;
    }
}
