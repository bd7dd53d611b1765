package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Tolerance;
import io.metaforge.agents.quantity.Bound;
import io.metaforge.agents.quantity.CountReader;
import io.metaforge.agents.quantity.Measurement;
import io.metaforge.agents.quantity.Measurement.Shape;
import io.metaforge.agents.quantity.QuantityParser;
import io.metaforge.agents.quantity.Text;
import io.metaforge.agents.quantity.Unit;
import io.metaforge.agents.quantity.UnitTable;
import io.metaforge.agents.requirements.Draft.Amount;
import io.metaforge.agents.requirements.Draft.Form;
import io.metaforge.agents.requirements.ParameterNaming.Context;
import io.metaforge.agents.requirements.Row.Column;
import io.metaforge.agents.requirements.Row.Role;
import io.metaforge.agents.requirements.Vocabulary.Parameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes quantities of the amounts in a statement: names them, and settles which belong together. */
final class AmountReader {

    private static final String[] SIDES = {"length", "width", "height", "depth"};

    private static final String ORDER_QUANTITY = "order_quantity";
    private static final String MAINS_FREQUENCY = "mains_frequency";
    private static final String PRODUCTION_VOLUME = "production_volume";

    /** A plan is spoken of at the beginning of a statement. */
    private static final int MAX_PLANNED_WORDS = 12;

    private AmountReader() {}

    /** Returns the quantities of a sentence or list item. */
    static List<Amount> inText(Text text, List<Context> contexts, List<Text> around) {
        List<Measurement> all = QuantityParser.parse(text);
        List<Measurement> measurements = settled(text, all);
        if (measurements.isEmpty()) {
            return planned(text);
        }
        ParameterNaming naming = new ParameterNaming(text, contexts);
        List<Amount> amounts = new ArrayList<>(measurements.size());
        int next = 0;
        for (int i = 0; i < measurements.size(); i++) {
            Measurement measurement = measurements.get(i);
            while (next < all.size() && all.get(next).start() < measurement.end()) {
                next++;
            }
            int from = i == 0 ? 0 : measurements.get(i - 1).end();
            // also a condition, which is no amount of its own, ends what is said of the one before
            int to = next < all.size() ? all.get(next).start() : text.length();
            Amount amount = amount(measurement, naming, text, Math.min(from, measurement.start()), to, around);
            if (amount != null && i > 0 && isOfMains(measurements.get(i - 1), amount)) {
                amount = amount.as(Vocabulary.STANDARD.required(MAINS_FREQUENCY));
            }
            if (amount != null) {
                amounts.add(amount);
                if (amount.dimension().equals(Unit.MONEY)) {
                    addIfAny(pieces(ORDER_QUANTITY, CountReader.ofPrice(text, measurement.end())), amounts);
                }
            }
        }
        dropRepeated(amounts);
        return amounts;
    }

    /** Reports "230 V AC, 50 Hz": a frequency right after a voltage that alternates. */
    private static boolean isOfMains(Measurement before, Amount amount) {
        return amount.assumed()
                && amount.dimension().equals("frequency")
                && before.is("voltage")
                && before.unit().toUpperCase(Locale.ROOT).endsWith("AC");
    }

    /** Drops "5 V" of "5 V rail: 5.0 V ±3 %": the name of a thing says its value once more. */
    private static void dropRepeated(List<Amount> amounts) {
        for (int i = 0; i + 1 < amounts.size(); i++) {
            Quantity name = amounts.get(i).quantity();
            Quantity value = amounts.get(i + 1).quantity();
            if (isSameNominal(name, value)
                    && name.tolerance() == null
                    && value.tolerance() != null
                    && name.parameter().equals(value.parameter())) {
                amounts.remove(i);
            }
        }
    }

    /** Returns how many pieces are to be made, where the text says that and nothing else. */
    private static List<Amount> planned(Text text) {
        int word = SectionRules.STANDARD.find("planned", text, 0, Math.min(text.words(), MAX_PLANNED_WORDS));
        Amount amount = word < 0 ? null : pieces(PRODUCTION_VOLUME, CountReader.planned(text, text.start(word)));
        return amount == null ? List.of() : List.of(amount);
    }

    private static @Nullable Amount pieces(String name, CountReader.@Nullable Count count) {
        if (count == null) {
            return null;
        }
        Quantity quantity = new Quantity(name, null, null, count.pieces(), null, "");
        return new Amount(quantity, Vocabulary.STANDARD.required(name), "count", false, Form.COUNT, "", null);
    }

    /** Attaches lone tolerances to their nominals, and drops conditions and repetitions in other units. */
    private static List<Measurement> settled(Text text, List<Measurement> all) {
        if (all.size() < 2) {
            return all;
        }
        List<Measurement> kept = new ArrayList<>(all.size());
        for (Measurement measurement : all) {
            Measurement last = kept.isEmpty() ? null : kept.get(kept.size() - 1);
            if (last != null) {
                if (isConversion(text, last, measurement)
                        || isCondition(text, last, measurement)
                        || isSpanOfLoad(text, last, measurement)) {
                    continue;
                }
                if (isToleranceOf(text, last, measurement)) {
                    kept.set(
                            kept.size() - 1,
                            withTolerance(
                                    last, new Tolerance(measurement.high(), measurement.high(), measurement.unit())));
                    continue;
                }
            }
            kept.add(measurement);
        }
        return kept;
    }

    private static boolean isToleranceOf(Text text, Measurement nominal, Measurement deviation) {
        if (deviation.shape() != Shape.DEVIATION
                || nominal.shape() != Shape.SINGLE
                || nominal.bound() != Bound.NONE
                || nominal.tolerance() != null
                || deviation.start() - nominal.end() > 40
                || !deviation.is("ratio")) {
            return false;
        }
        Text between = new Text(text.original().substring(nominal.end(), deviation.start()));
        return between.words() <= 4
                && !SectionRules.STANDARD.has("precise", between)
                && between.original().indexOf(';') < 0
                && between.original().indexOf('.') < 0;
    }

    private static Measurement withTolerance(Measurement nominal, Tolerance tolerance) {
        return new Measurement(
                nominal.start(),
                nominal.end(),
                nominal.low(),
                nominal.high(),
                nominal.bound(),
                tolerance,
                nominal.units(),
                nominal.unit(),
                nominal.shape(),
                nominal.side(),
                nominal.sides());
    }

    /** Reports "4 inch (102 mm)": the second says the first again. */
    private static boolean isConversion(Text text, Measurement first, Measurement second) {
        if (text.at(second.start() - 1) != '(' && text.at(second.start() - 1) != '/') {
            return false;
        }
        if (second.start() - first.end() > 3
                || first.unit().equals(second.unit())
                || first.units().isEmpty()) {
            return false;
        }
        Unit one = first.units().get(0);
        for (Unit other : second.units()) {
            if (other.dimension().equals(one.dimension()) && !other.dimension().equals(Unit.MONEY)) {
                double a = one.toBase(first.high()).doubleValue();
                double b = other.toBase(second.high()).doubleValue();
                return Math.abs(a - b) <= 0.04 * Math.max(Math.abs(a), Math.abs(b));
            }
        }
        return false;
    }

    /** Reports "±3 mV at 25 °C", "70 dB at 1 m": the second is the condition of what stands before it. */
    private static boolean isCondition(Text text, Measurement before, Measurement measurement) {
        if (isShareOfLoad(text, measurement)) {
            return true;
        }
        boolean temperature = measurement.mayBe("temperature");
        boolean distance = measurement.is("length") && (before.is("sound_level") || before.is("decibel"));
        if (!(temperature || distance) || measurement.shape() != Shape.SINGLE || measurement.bound() != Bound.NONE) {
            return false;
        }
        for (int i = before.end(); i < measurement.start(); i++) {
            char c = text.at(i);
            if (c == '@') {
                return true;
            }
            if (c == ';' || c == '.' || (c == ',' && before.shape() != Shape.DEVIATION)) {
                return false;
            }
        }
        int last = text.wordBefore(measurement.start());
        int first = Math.max(text.wordFrom(before.end()), last - 4);
        return SectionRules.STANDARD.find("condition", text, first, last + 1) >= 0;
    }

    /** Reports "97 % between 20 % and 100 % of the power": the span over which the first holds. */
    private static boolean isSpanOfLoad(Text text, Measurement before, Measurement measurement) {
        if (!measurement.is("ratio") || measurement.shape() != Shape.RANGE || !before.is("ratio")) {
            return false;
        }
        int after = text.wordFrom(measurement.end());
        return SectionRules.STANDARD.find("driven", text, after, after + 5) >= 0;
    }

    /** Reports "at 10 % load": how far a thing is driven while something else is said of it. */
    private static boolean isShareOfLoad(Text text, Measurement measurement) {
        if (!measurement.is("ratio") || measurement.shape() != Shape.SINGLE) {
            return false;
        }
        int before = text.wordBefore(measurement.start());
        int after = text.wordFrom(measurement.end());
        return SectionRules.STANDARD.find("condition", text, before, before + 1) >= 0
                && SectionRules.STANDARD.find("driven", text, after, after + 2) >= 0;
    }

    private static @Nullable Amount amount(
            Measurement measurement, ParameterNaming naming, Text text, int from, int to, List<Text> around) {
        ParameterNaming.Named named = naming.of(measurement, from, to);
        if (named == null) {
            return null;
        }
        Parameter parameter = named.parameter();
        String name = parameter.name();
        String dimension = dimension(measurement, parameter);
        String comparedAs = parameter.comparedAs();
        if (measurement.shape() == Shape.SIDE && dimension.equals("length")) {
            name = naming.side(measurement, SIDES[measurement.side()]);
            comparedAs = "";
        }
        String subject = comparedAs.isEmpty()
                        || SubjectReader.isAlternative(text, measurement.start(), measurement.end(), to, named)
                ? null
                : SubjectReader.key(
                        text, from, measurement.start(), measurement.end(), to, measurement.unit(), named, around);
        return new Amount(
                quantity(name, measurement, parameter.more()),
                parameter,
                dimension,
                named.assumed() && name.equals(parameter.name()),
                form(measurement),
                comparedAs,
                subject);
    }

    private static Form form(Measurement measurement) {
        return switch (measurement.shape()) {
            case SIDE -> Form.SIDE;
            case INTERVAL -> Form.INTERVAL;
            case SINGLE, RANGE, DEVIATION -> Form.VALUE;
        };
    }

    private static String dimension(Measurement measurement, Parameter parameter) {
        for (Unit unit : measurement.units()) {
            if (parameter.dimensions().contains(unit.dimension())) {
                return unit.dimension();
            }
        }
        return measurement.units().get(0).dimension();
    }

    private static Quantity quantity(String name, Measurement measurement, boolean more) {
        BigDecimal value = measurement.high();
        if (measurement.low() != null) {
            return new Quantity(name, measurement.low(), value, null, null, measurement.unit());
        }
        Bound bound = measurement.bound();
        if (bound == Bound.BETTER) {
            bound = more ? Bound.MIN : Bound.MAX;
        }
        return new Quantity(
                name,
                bound == Bound.MIN ? value : null,
                bound == Bound.MAX ? value : null,
                bound == Bound.NONE ? value : null,
                measurement.tolerance(),
                measurement.unit());
    }

    /** Returns the quantities of a table's row: minimum, typical and maximum are one. */
    static List<Amount> inRow(Row row, List<Context> contexts, List<Text> around) {
        List<Amount> amounts = new ArrayList<>();
        String unit = rowUnit(row);
        BigDecimal min = null;
        BigDecimal typ = null;
        BigDecimal max = null;
        Measurement split = null;
        Tolerance tolerance = null;
        for (int i = 0; i < row.cells().size(); i++) {
            Column column = row.columns().get(i);
            String cell = row.cells().get(i).strip();
            if (cell.isEmpty()) {
                continue;
            }
            switch (column.role()) {
                case MIN, TYP, MAX, TOLERANCE -> {
                    Measurement measurement =
                            cell(cell, column.unit().isEmpty() ? unit : column.unit(), row.decimalComma());
                    if (measurement == null) {
                        continue;
                    }
                    if (column.role() == Role.TOLERANCE) {
                        tolerance = new Tolerance(
                                measurement.high().abs(), measurement.high().abs(), measurement.unit());
                        continue;
                    }
                    if (split != null && !split.unit().equals(measurement.unit())) {
                        addIfAny(merged(split, min, typ, max, null, row, contexts, around), amounts);
                        min = null;
                        typ = null;
                        max = null;
                    }
                    split = measurement;
                    BigDecimal low = measurement.low();
                    if (low != null && measurement.shape() == Shape.RANGE) {
                        min = low;
                        max = measurement.high();
                    } else if (column.role() == Role.MIN) {
                        min = low != null ? low : measurement.high();
                    } else if (column.role() == Role.TYP) {
                        typ = measurement.high();
                        if (measurement.tolerance() != null) {
                            tolerance = measurement.tolerance();
                        }
                    } else {
                        max = measurement.high();
                    }
                }
                case VALUE -> amounts.addAll(value(column, cell, unit, contexts, row, around));
                default -> {}
            }
        }
        addNames(row, around, split != null, amounts);
        if (split == null) {
            addNotes(row, contexts, around, amounts);
        }
        if (split != null) {
            addIfAny(merged(split, min, typ, max, tolerance, row, contexts, around), amounts);
        } else if (tolerance != null && !amounts.isEmpty()) {
            Amount first = amounts.get(0);
            Quantity quantity = first.quantity();
            if (quantity.nominal() != null && quantity.tolerance() == null) {
                Quantity with =
                        new Quantity(quantity.parameter(), null, null, quantity.nominal(), tolerance, quantity.unit());
                amounts.set(0, first.with(with));
            }
        }
        return amounts;
    }

    /**
     * Puts the amounts in the name of a row first: "5 V rail". Where the row has values, those in brackets or after "@" are
     * the condition under which they hold: "Output power (8 Ω, 1 kHz)".
     */
    private static void addNames(Row row, List<Text> around, boolean hasLimits, List<Amount> amounts) {
        List<Amount> names = new ArrayList<>();
        for (int i = 0; i < row.cells().size(); i++) {
            Column column = row.columns().get(i);
            String cell = row.cells().get(i).strip();
            if (column.role() == Role.NAME && !cell.isEmpty()) {
                boolean conditions = hasLimits || !amounts.isEmpty();
                names.addAll(value(column, conditions ? withoutCondition(cell) : cell, "", List.of(), row, around));
            }
        }
        // "3V3 | 3.3 V": the name says the value once more
        names.removeIf(name -> amounts.stream().anyMatch(value -> isSameNominal(name.quantity(), value.quantity())));
        amounts.addAll(0, names);
    }

    private static boolean isSameNominal(Quantity name, Quantity value) {
        BigDecimal nominal = name.nominal();
        return nominal != null
                && value.nominal() != null
                && nominal.compareTo(value.nominal()) == 0
                && name.unit().equals(value.unit());
    }

    private static String withoutCondition(String cell) {
        for (int i = 1; i < cell.length(); i++) {
            if (cell.charAt(i) == '(' || cell.charAt(i) == '@') {
                return cell.substring(0, i);
            }
        }
        return cell;
    }

    /**
     * Reads the notes of a row that holds no amount elsewhere: there they are what the row says. Beside other amounts they
     * count where they bound something else.
     */
    private static void addNotes(Row row, List<Context> contexts, List<Text> around, List<Amount> amounts) {
        boolean none = amounts.isEmpty();
        Set<String> dimensions = new HashSet<>();
        amounts.forEach(amount -> dimensions.add(amount.dimension()));
        for (int i = 0; i < row.cells().size(); i++) {
            if (row.columns().get(i).role() == Role.NOTE) {
                for (Amount amount : inText(new Text(row.cells().get(i), row.decimalComma()), contexts, around)) {
                    boolean bound = amount.quantity().nominal() == null;
                    if (!amount.comparedAs().isEmpty()) {
                        // "GNSS | 5 V supply": the supply of what hangs on the port, not of the product
                        continue;
                    }
                    if (none || bound && !dimensions.contains(amount.dimension())) {
                        amounts.add(amount);
                    }
                }
            }
        }
    }

    private static void addIfAny(@Nullable Amount amount, List<Amount> amounts) {
        if (amount != null) {
            amounts.add(amount);
        }
    }

    private static @Nullable Amount merged(
            Measurement unit,
            @Nullable BigDecimal min,
            @Nullable BigDecimal typ,
            @Nullable BigDecimal max,
            @Nullable Tolerance tolerance,
            Row row,
            List<Context> contexts,
            List<Text> around) {
        if (unit.units().isEmpty()) {
            return null;
        }
        ParameterNaming.Named named = new ParameterNaming(row.label(), contexts)
                .of(at(row.label().length(), unit), 0, row.label().length());
        if (named == null) {
            return null;
        }
        Parameter parameter = named.parameter();
        Quantity quantity = new Quantity(parameter.name(), min, max, typ, typ == null ? null : tolerance, unit.unit());
        Text label = row.label();
        String subject = parameter.comparedAs().isEmpty()
                ? null
                : SubjectReader.key(
                        label, 0, label.length(), label.length(), label.length(), unit.unit(), named, around);
        return new Amount(
                quantity,
                parameter,
                dimension(unit, parameter),
                named.assumed(),
                Form.VALUE,
                parameter.comparedAs(),
                subject);
    }

    private static Measurement at(int offset, Measurement m) {
        return new Measurement(
                offset, offset, m.low(), m.high(), m.bound(), m.tolerance(), m.units(), m.unit(), m.shape(), 0, 0);
    }

    /** Reads a cell that holds a value or free text under its header. */
    private static List<Amount> value(
            Column column, String cell, String unit, List<Context> contexts, Row row, List<Text> around) {
        String hint = column.unit().isEmpty() ? unit : column.unit();
        String content = hint.isEmpty() ? cell : withUnit(cell, hint);
        boolean label = column.role() == Role.NAME;
        String header = label || isPlain(column.header()) ? "" : column.header() + ": ";
        Text text = new Text(header + content, row.decimalComma());
        List<Amount> amounts = inText(text, contexts, around);
        if (amounts.size() == 1 && !label && boundOf(row.label()) != Bound.NONE) {
            Amount only = amounts.get(0);
            Quantity quantity = only.quantity();
            BigDecimal nominal = quantity.nominal();
            if (nominal != null && quantity.tolerance() == null) {
                boolean most = boundOf(row.label()) == Bound.MAX;
                Quantity bound = new Quantity(
                        quantity.parameter(),
                        most ? null : nominal,
                        most ? nominal : null,
                        null,
                        null,
                        quantity.unit());
                return List.of(only.with(bound));
            }
        }
        return amounts;
    }

    private static Bound boundOf(Text label) {
        if (SectionRules.STANDARD.has("column-bound-max", label)) {
            return Bound.MAX;
        }
        return SectionRules.STANDARD.has("column-bound-min", label) ? Bound.MIN : Bound.NONE;
    }

    private static boolean isPlain(String header) {
        return header.isBlank() || SectionRules.STANDARD.roleOf(header) != null;
    }

    private static @Nullable Measurement cell(String cell, String unit, boolean decimalComma) {
        Text text = new Text(unit.isEmpty() ? cell : withUnit(cell, unit), decimalComma);
        return QuantityParser.single(text);
    }

    /** Puts the unit after the last number of a cell that holds numbers only. */
    private static String withUnit(String cell, String unit) {
        int last = -1;
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c >= '0' && c <= '9') {
                last = i;
            }
        }
        if (last < 0 || !QuantityParser.parse(new Text(cell)).isEmpty()) {
            return cell;
        }
        int next = last + 1;
        if (next < cell.length() && (Character.isLetter(cell.charAt(next)) || cell.charAt(next) == '.')) {
            return cell;
        }
        return cell.substring(0, next) + " " + unit + cell.substring(next);
    }

    private static String rowUnit(Row row) {
        for (int i = 0; i < row.cells().size(); i++) {
            if (row.columns().get(i).role() == Role.UNIT) {
                String unit = row.cells().get(i).strip();
                if (!unit.isEmpty()) {
                    return UnitTable.STANDARD.find(unit).isEmpty() ? "" : unit;
                }
            }
        }
        for (int i = 0; i < row.cells().size(); i++) {
            if (row.columns().get(i).role() == Role.NAME) {
                String[] split = TableReader.splitUnit(row.cells().get(i));
                if (split != null) {
                    return split[1];
                }
            }
        }
        return "";
    }
}
