package io.metaforge.agents.quantity;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one term: a sign, a currency, a number and a unit. */
final class TermReader {

    private static final UnitTable UNITS = UnitTable.STANDARD;
    private static final Words WORDS = Words.STANDARD;
    private static final BigDecimal THOUSAND = new BigDecimal(1000);
    private static final BigDecimal MILLION = new BigDecimal(1_000_000);
    private static final String CELLS_IN_SERIES = "S";
    private static final Set<Integer> VIDEO_LINES = Set.of(240, 360, 480, 576, 720, 1080, 1440, 2160, 4320);

    /** Dimension and factor of the units that are given in fractions. */
    private static final Set<String> FRACTIONS = Set.of("length0.0254", "power1");

    private final Text text;

    TermReader(Text text) {
        this.text = text;
    }

    /**
     * A term.
     *
     * @param start offset of its first character
     * @param end offset after its last
     * @param value with its sign
     * @param signed whether a sign was written
     * @param decimals whether it was written with a decimal sign
     * @param units empty where none is written
     * @param unit as written
     */
    record Term(int start, int end, BigDecimal value, boolean signed, boolean decimals, List<Unit> units, String unit) {

        boolean hasUnit() {
            return !units.isEmpty();
        }

        boolean isMoney() {
            return hasUnit() && units.get(0).dimension().equals(Unit.MONEY);
        }

        boolean sharesDimensionWith(Term other) {
            for (Unit unit : units) {
                for (Unit theirs : other.units) {
                    if (unit.dimension().equals(theirs.dimension())
                            && (!unit.dimension().equals(Unit.MONEY) || this.unit.equals(other.unit))) {
                        return true;
                    }
                }
            }
            return false;
        }

        Term withUnit(Term other) {
            return new Term(start, end, value, signed, decimals, other.units, other.unit);
        }

        Term negated() {
            return new Term(start, end, value.negate(), true, decimals, units, unit);
        }
    }

    /** Reads the term that starts at {@code at}; null if there is none. */
    @Nullable
    Term read(int at) {
        int i = at;
        UnitTable.Money money = null;
        if (!text.isDigit(i)) {
            money = UNITS.currency(text, i);
            if (money != null) {
                i = text.skipSpaces(money.end());
            }
        }
        boolean negative = false;
        boolean signed = false;
        if (NumberReader.isSign(text.at(i)) && (text.isDigit(i + 1) || text.at(i + 1) == '.' || startsMoney(i + 1))) {
            negative = text.at(i) == '-';
            signed = true;
            i++;
        }
        if (money == null && !text.isDigit(i)) {
            money = UNITS.currency(text, i);
            if (money != null) {
                i = text.skipSpaces(money.end());
            }
        }
        NumberReader.Number number = null;
        if (text.isDigit(i) || (text.at(i) == '.' && text.isDigit(i + 1))) {
            number = fraction(i);
            number = number == null ? NumberReader.read(text, i) : number;
        } else if (money == null && !signed && text.isLetter(i)) {
            int word = text.wordFrom(i);
            if (word < text.words() && text.start(word) == i) {
                number = NumberReader.word(text, word);
            }
        }
        if (number == null) {
            return null;
        }
        BigDecimal value = negative ? number.value().negate() : number.value();
        if (money != null) {
            return amount(at, number.end(), value, signed, number.decimals(), money.code());
        }
        if (number.infix() != 0) {
            return infix(at, number, value, signed);
        }
        return withUnit(at, number, value, signed, i);
    }

    /** Reads "1/4 W", "3/4 inch": a fraction of a power of two is written only of a resistor's power and of inches. */
    private NumberReader.@Nullable Number fraction(int at) {
        int slash = at;
        while (text.isDigit(slash) && slash - at < 3) {
            slash++;
        }
        int end = slash + 1;
        while (text.isDigit(end) && end - slash < 4) {
            end++;
        }
        if (text.at(slash) != '/' || slash == at || end - slash < 2 || text.at(at - 1) == '/') {
            return null;
        }
        int above = Integer.parseInt(text.slice(at, slash));
        int below = Integer.parseInt(text.slice(slash + 1, end));
        if (above % 2 == 0 || above >= below || Integer.bitCount(below) != 1) {
            return null;
        }
        int unitStart = text.at(end) == '-' ? end + 1 : text.skipSpaces(end);
        UnitTable.Match match = UNITS.match(text, unitStart);
        if (match == null
                || !FRACTIONS.contains(
                        match.units().get(0).dimension() + match.units().get(0).factor())) {
            return null;
        }
        return new NumberReader.Number(end, new BigDecimal(above).divide(new BigDecimal(below)), true, (char) 0);
    }

    private boolean startsMoney(int at) {
        return !text.isLetter(at) && UNITS.currency(text, at) != null;
    }

    /** Reads what may follow the number of an amount of money: thousands, a code that tells dollars apart, a rate. */
    private Term amount(int start, int numberEnd, BigDecimal number, boolean signed, boolean decimals, String before) {
        int end = numberEnd;
        BigDecimal value = number;
        char multiplier = text.at(end);
        if (!text.isLetter(end + 1) && !text.isDigit(end + 1)) {
            if (multiplier == 'k' || multiplier == 'K') {
                value = number.multiply(THOUSAND);
                end++;
            } else if (multiplier == 'M' || multiplier == 'm') {
                value = number.multiply(MILLION);
                end++;
            }
        }
        String code = before;
        UnitTable.Money after = UNITS.currency(text, text.skipSpaces(end));
        if (after != null && text.isLetter(after.end() - 1)) {
            code = after.code();
            end = after.end();
        }
        return rate(start, end, value, signed, decimals, code);
    }

    private Term rate(int start, int end, BigDecimal value, boolean signed, boolean decimals, String code) {
        int stop = end;
        String unit = code;
        if (value.scale() == 3
                && value.abs().compareTo(BigDecimal.ONE) >= 0
                && value.stripTrailingZeros().scale() < 3
                && UNITS.groupsWithPoint(code)) {
            // "1.500 EUR": nobody writes a price to a tenth of a cent that is none
            return rate(start, end, value.movePointRight(3), signed, false, code);
        }
        if (text.at(end) == '/') {
            int wordEnd = letters(end + 1);
            String word = NumberReader.lower(text.slice(end + 1, wordEnd));
            if (WORDS.each.contains(word)) {
                stop = wordEnd;
            } else if (WORDS.per.contains(word)) {
                unit = code + "/" + text.slice(end + 1, wordEnd);
                stop = wordEnd;
            } else {
                UnitTable.Match match = UNITS.match(text, end + 1);
                if (match != null) {
                    unit = code + "/" + text.slice(end + 1, match.end());
                    stop = match.end();
                }
            }
        }
        return new Term(start, stop, value, signed, decimals, List.of(UnitTable.money(code)), unit);
    }

    private @Nullable Term infix(int start, NumberReader.Number number, BigDecimal value, boolean signed) {
        char c = number.infix();
        String unit =
                switch (c) {
                    case 'V' -> "V";
                    case 'R' -> "Ω";
                    case 'k', 'K' -> "kΩ";
                    case 'M' -> "MΩ";
                    case 'u', 'µ' -> "µF";
                    case 'n' -> "nF";
                    default -> "pF";
                };
        int end = number.end();
        UnitTable.Match match = c == 'V' ? null : UNITS.match(text, end);
        if (match != null) {
            String dimension = match.units().get(0).dimension();
            if (!dimension.equals("resistance") && !dimension.equals("capacitance")) {
                return null;
            }
            end = match.end();
        } else if (Text.isWordChar(text.at(end))) {
            return null;
        }
        return new Term(start, end, value, signed, true, UNITS.find(unit), unit);
    }

    private Term withUnit(int start, NumberReader.Number number, BigDecimal value, boolean signed, int digits) {
        int end = number.end();
        Term bare = new Term(start, end, value, signed, number.decimals(), List.of(), "");
        int parallel = parallelEnd(end);
        if (parallel > 0 && !number.decimals()) {
            return new Term(start, parallel, value, signed, false, UNITS.find(CELLS_IN_SERIES), CELLS_IN_SERIES);
        }
        int at = end;
        if (text.at(at) == '+' && (text.at(at + 1) == ' ' || text.isLetter(at + 1))) {
            // "20+ hours"
            at++;
        }
        if (text.at(at) == '-' && text.isLetter(at + 1)) {
            at++;
        } else {
            at = text.skipSpaces(at);
            if (at - end > 2) {
                return bare;
            }
        }
        UnitTable.Match match = UNITS.match(text, at);
        UnitTable.Money money = UNITS.currency(text, at);
        if (money != null && (match == null || money.end() >= match.end())) {
            boolean symbol = !text.isLetter(at);
            // "5 $3": the sign belongs to what follows
            if ((!symbol || !text.isDigit(text.skipSpaces(money.end())))
                    && !money.code().isEmpty()) {
                if (symbol || text.isLetter(at)) {
                    return rate(start, money.end(), value, signed, number.decimals(), money.code());
                }
            }
        }
        if (money == null && at == end && (text.at(at) == 'k' || text.at(at) == 'K')) {
            UnitTable.Money thousands = UNITS.currency(text, text.skipSpaces(at + 1));
            if (thousands != null && !text.isDigit(text.skipSpaces(thousands.end()))) {
                return rate(
                        start, thousands.end(), value.multiply(THOUSAND), signed, number.decimals(), thousands.code());
            }
        }
        if (match == null) {
            return resistance(bare);
        }
        List<Unit> units = fitting(match, number, value, end, at, digits);
        if (units.isEmpty()) {
            return bare;
        }
        return compound(bare, units, at, match.end());
    }

    /** Returns where "S4P" of "10S4P" ends that starts at {@code at}: cells in series, each several in parallel; -1 if none does. */
    private int parallelEnd(int at) {
        int end = at + 1;
        while (text.isDigit(end) && end - at < 4) {
            end++;
        }
        char letter = text.at(at);
        char last = text.at(end);
        return (letter == 'S' || letter == 's')
                        && end > at + 1
                        && (last == 'P' || last == 'p')
                        && !Text.isWordChar(text.at(end + 1))
                ? end + 1
                : -1;
    }

    /** Reads "10k" beside a word such as "resistor". */
    private Term resistance(Term bare) {
        char prefix = text.at(bare.end());
        if ((prefix != 'k' && prefix != 'K' && prefix != 'M') || Text.isWordChar(text.at(bare.end() + 1))) {
            return bare;
        }
        int before = text.wordBefore(bare.start());
        int after = text.wordFrom(bare.end() + 1);
        for (int word = Math.max(0, before - 2); word < Math.min(text.words(), after + 2); word++) {
            if (WORDS.resistor.contains(text.word(word))) {
                String unit = prefix == 'M' ? "MΩ" : "kΩ";
                return new Term(
                        bare.start(),
                        bare.end() + 1,
                        bare.value(),
                        bare.signed(),
                        bare.decimals(),
                        UNITS.find(unit),
                        unit);
            }
        }
        return bare;
    }

    /** Extends a unit by what it is divided by, if that is written right after it. */
    private Term compound(Term bare, List<Unit> units, int unitStart, int unitEnd) {
        int end = unitEnd;
        List<Unit> all = units;
        if (text.at(end) == '/' && text.isLetter(end + 1)) {
            int wordEnd = letters(end + 1);
            UnitTable.Match below = UNITS.match(text, end + 1);
            if (WORDS.per.contains(NumberReader.lower(text.slice(end + 1, wordEnd)))) {
                end = wordEnd;
                all = units.stream()
                        .map(unit -> divided(unit, BigDecimal.ONE, "/each"))
                        .toList();
            } else if (below != null) {
                Unit denominator = below.units().get(0);
                end = below.end();
                all = units.stream()
                        .map(unit -> divided(unit, denominator.factor(), "/" + denominator.dimension()))
                        .toList();
            }
        } else if (text.at(end) == ' '
                && text.slice(end, Math.min(end + 5, text.length())).equals(" per ")) {
            UnitTable.Match below = UNITS.match(text, end + 5);
            if (below != null && below.units().get(0).dimension().equals("time")) {
                Unit denominator = below.units().get(0);
                end = below.end();
                all = units.stream()
                        .map(unit -> divided(unit, denominator.factor(), "/time"))
                        .toList();
            }
        }
        return new Term(
                bare.start(),
                end,
                bare.value(),
                bare.signed(),
                bare.decimals(),
                all,
                text.original().substring(unitStart, end));
    }

    private static Unit divided(Unit unit, BigDecimal factor, String dimension) {
        return new Unit(
                unit.dimension() + dimension,
                unit.factor().divide(factor, java.math.MathContext.DECIMAL64),
                BigDecimal.ZERO,
                Set.of());
    }

    private List<Unit> fitting(
            UnitTable.Match match, NumberReader.Number number, BigDecimal value, int numberEnd, int at, int digits) {
        boolean conditional = false;
        for (Unit unit : match.units()) {
            conditional |= !unit.conditions().isEmpty();
        }
        if (!conditional) {
            return match.units();
        }
        return match.units().stream()
                .filter(unit -> unit.conditions().stream()
                        .allMatch(condition -> holds(condition, match, number, value, numberEnd, at, digits)))
                .toList();
    }

    private boolean holds(
            Unit.Condition condition,
            UnitTable.Match match,
            NumberReader.Number number,
            BigDecimal value,
            int numberEnd,
            int at,
            int digits) {
        return switch (condition) {
            case ATTACHED -> at == numberEnd && !(text.at(at) == '"' && oddQuotesBefore(at));
            case INTEGER -> !number.decimals();
            case FINAL -> isFinal(match.end());
            case CELLS -> value.signum() > 0 && value.compareTo(BigDecimal.valueOf(24)) <= 0;
            case PREFIXED -> true;
            case SPACED -> at > numberEnd || number.decimals();
            case LONE -> !(number.decimals() && at > numberEnd && followsVersioned(digits));
            case UNVERSIONED -> !(number.decimals() && followsVersioned(digits));
            case VIDEO -> value.scale() <= 0 && VIDEO_LINES.contains(value.intValue());
        };
    }

    private boolean isFinal(int end) {
        int next = text.skipSpaces(end);
        char c = text.at(next);
        return next == text.length()
                || (!text.isLetter(next) && !text.isDigit(next))
                || ((c == 'x' || c == 'X') && !text.isLetter(next + 1));
    }

    private boolean oddQuotesBefore(int at) {
        int quotes = 0;
        for (int i = at - 1; i >= 0 && at - i < 200; i--) {
            if (text.at(i) == '"') {
                quotes++;
            }
        }
        return quotes % 2 == 1;
    }

    boolean followsVersioned(int at) {
        int word = text.wordBefore(at);
        return word >= 0 && at - text.end(word) <= 1 && WORDS.versioned.contains(text.word(word));
    }

    private int letters(int at) {
        int end = at;
        while (text.isLetter(end)) {
            end++;
        }
        return end;
    }
}
