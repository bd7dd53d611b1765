package io.metaforge.agents.quantity;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows every spelling of every unit and currency. Immutable and thread-safe; loaded once. */
public final class UnitTable {

    private static final Map<String, String> WORD_PREFIXES = Map.of(
            "kilo", "1e3", "mega", "1e6", "giga", "1e9", "milli", "1e-3", "micro", "1e-6", "nano", "1e-9", "pico",
            "1e-12", "centi", "1e-2");

    /** The units of {@code units.tsv} and {@code currencies.tsv}. */
    public static final UnitTable STANDARD = new UnitTable();

    private final Spelling root = new Spelling();
    private final Spelling currencies = new Spelling();
    private final Map<String, Spelling> words = new HashMap<>();
    private final Set<String> pointGroups = new HashSet<>();

    /** One character of a spelling, and what the spelling means if it ends here. */
    private static final class Spelling {
        private final Spelling[] ascii = new Spelling[128];
        private final Map<Character, Spelling> others = new HashMap<>(2);
        private List<Unit> units = List.of();
        private @Nullable String currency;

        @Nullable
        Spelling next(char c) {
            return c < 128 ? ascii[c] : others.get(c);
        }

        Spelling grow(char c) {
            if (c >= 128) {
                return others.computeIfAbsent(c, key -> new Spelling());
            }
            Spelling next = ascii[c];
            if (next == null) {
                next = new Spelling();
                ascii[c] = next;
            }
            return next;
        }
    }

    /**
     * A unit found in a text.
     *
     * @param end the offset after it
     * @param units what it may stand for, likeliest first
     */
    record Match(int end, List<Unit> units) {}

    /**
     * A currency found in a text.
     *
     * @param end the offset after it
     * @param code ISO 4217
     */
    record Money(int end, String code) {}

    private UnitTable() {
        for (String[] row : Tables.rows(UnitTable.class, "units.tsv")) {
            addUnits(row);
        }
        for (String[] row : Tables.rows(UnitTable.class, "currencies.tsv")) {
            for (String spelling : Tables.list(row[1])) {
                node(currencies, spelling).currency = row[0];
            }
            if (row.length > 2 && row[2].equals("point")) {
                pointGroups.add(row[0]);
            }
        }
    }

    private void addUnits(String[] row) {
        int plus = row[1].indexOf('+');
        BigDecimal factor = new BigDecimal(plus < 0 ? row[1] : row[1].substring(0, plus));
        BigDecimal offset = plus < 0 ? BigDecimal.ZERO : new BigDecimal(row[1].substring(plus + 1));
        Set<Unit.Condition> conditions = EnumSet.noneOf(Unit.Condition.class);
        if (row.length > 4) {
            for (String condition : row[4].split(",")) {
                conditions.add(Unit.Condition.valueOf(condition.strip().toUpperCase(Locale.ROOT)));
            }
        }
        for (String spelling : Tables.list(row[3])) {
            String even = new Text(spelling).slice(0, spelling.length());
            Unit unit = new Unit(row[0], factor, offset, conditions);
            if (!conditions.contains(Unit.Condition.PREFIXED)) {
                add(even, unit);
            }
            if (row[2].equals("words")) {
                WORD_PREFIXES.forEach((prefix, power) -> add(prefix + even, scaled(unit, new BigDecimal(power))));
            } else if (!row[2].equals("-")) {
                for (char prefix : row[2].toCharArray()) {
                    add(prefix + even, scaled(unit, power(prefix)));
                }
            }
        }
    }

    private static Unit scaled(Unit unit, BigDecimal power) {
        return new Unit(
                unit.dimension(),
                unit.factor().multiply(power),
                unit.offset(),
                unit.conditions().contains(Unit.Condition.LONE) ? Set.of(Unit.Condition.LONE) : Set.of());
    }

    private static BigDecimal power(char prefix) {
        return new BigDecimal(
                switch (prefix) {
                    case 'T' -> "1e12";
                    case 'G' -> "1e9";
                    case 'M' -> "1e6";
                    case 'k', 'K' -> "1e3";
                    case 'h' -> "1e2";
                    case 'd' -> "1e-1";
                    case 'c' -> "1e-2";
                    case 'm' -> "1e-3";
                    case 'µ', 'u' -> "1e-6";
                    case 'n' -> "1e-9";
                    case 'p' -> "1e-12";
                    default -> throw new IllegalStateException("units.tsv: no such prefix: " + prefix);
                });
    }

    private void add(String spelling, Unit unit) {
        Spelling node = node(root, spelling);
        List<Unit> units = new ArrayList<>(node.units);
        if (units.stream().noneMatch(u -> u.dimension().equals(unit.dimension()))) {
            units.add(unit);
            node.units = List.copyOf(units);
        }
        if (spelling.length() >= 3 && spelling.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            words.putIfAbsent(spelling, node);
        }
    }

    private static Spelling node(Spelling from, String spelling) {
        Spelling node = from;
        for (char c : spelling.toCharArray()) {
            node = node.grow(c);
        }
        return node;
    }

    /** Returns what {@code unit}, as a quantity holds it, may stand for; empty if it is unknown. */
    public List<Unit> find(String unit) {
        Text text = new Text(unit);
        Match match = match(text, 0);
        if (match != null && match.end == text.length()) {
            return match.units;
        }
        Money money = currency(text, 0);
        return money != null && money.end == text.length() ? List.of(money(money.code)) : List.of();
    }

    /** Reports whether {@code unit} is only read right behind its number: "6S", "2.8\"". */
    boolean isAttached(String unit) {
        List<Unit> units = find(unit);
        return !units.isEmpty()
                && units.stream().allMatch(one -> one.conditions().contains(Unit.Condition.ATTACHED));
    }

    /** Returns every spelling of a unit, with its prefixes, in no particular order. */
    List<String> spellings() {
        List<String> all = new ArrayList<>();
        collect(root, "", all);
        return all;
    }

    private static void collect(Spelling node, String spelling, List<String> all) {
        if (!node.units.isEmpty()) {
            all.add(spelling);
        }
        for (char c = 0; c < node.ascii.length; c++) {
            Spelling next = node.ascii[c];
            if (next != null) {
                collect(next, spelling + c, all);
            }
        }
        node.others.forEach((c, next) -> collect(next, spelling + c, all));
    }

    /** Returns the unit of an ISO 4217 code, or of a code per something. */
    static Unit money(String code) {
        return new Unit(Unit.MONEY, BigDecimal.ONE, BigDecimal.ZERO, Set.of());
    }

    /** Returns the longest unit that starts at {@code from} and is not the start of a longer word. */
    @Nullable
    Match match(Text text, int from) {
        Spelling node = root;
        Match best = null;
        for (int i = from; i < text.length(); i++) {
            node = node.next(text.at(i));
            if (node == null) {
                break;
            }
            if (!node.units.isEmpty() && endsAt(text, i + 1)) {
                best = new Match(i + 1, node.units);
            }
        }
        return best != null ? best : word(text, from);
    }

    private @Nullable Match word(Text text, int from) {
        int end = from;
        while (text.isLetter(end) && end - from < 16) {
            end++;
        }
        if (end - from < 3 || !endsAt(text, end)) {
            return null;
        }
        Spelling node = words.get(text.slice(from, end).toLowerCase(Locale.ROOT));
        return node == null || node.units.isEmpty() ? null : new Match(end, node.units);
    }

    /** Reports whether thousands of the currency are written with a full stop between them. */
    boolean groupsWithPoint(String code) {
        return pointGroups.contains(code);
    }

    /** Returns the longest currency that starts at {@code from}. */
    @Nullable
    Money currency(Text text, int from) {
        Spelling node = currencies;
        Money best = null;
        for (int i = from; i < text.length(); i++) {
            node = node.next(text.at(i));
            if (node == null) {
                break;
            }
            if (node.currency != null && (!text.isLetter(i) || !text.isLetter(i + 1))) {
                best = new Money(i + 1, node.currency);
            }
        }
        return best;
    }

    private static boolean endsAt(Text text, int end) {
        char last = text.at(end - 1);
        char next = text.at(end);
        if (last == '%' || last == '"') {
            return true;
        }
        if (last == '°' && (next == 'C' || next == 'F')) {
            return false;
        }
        return !Text.isWordChar(next) || next == '²' || next == '³';
    }
}
