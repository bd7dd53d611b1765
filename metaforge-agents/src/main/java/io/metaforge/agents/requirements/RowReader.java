package io.metaforge.agents.requirements;

import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Tolerance;
import io.metaforge.agents.quantity.Bound;
import io.metaforge.agents.quantity.Measurement;
import io.metaforge.agents.quantity.Measurement.Shape;
import io.metaforge.agents.quantity.QuantityParser;
import io.metaforge.agents.quantity.Text;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes quantities of the row of a table: cells for bounds and unit belong together, other cells are read as text. */
final class RowReader {

    private RowReader() {}

    /** Returns the quantities of a table's row: minimum, typical and maximum are one. */
    static List<Amount> read(Row row, List<Context> contexts, List<Text> around) {
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
                        AmountReader.addIfAny(merged(split, min, typ, max, null, row, contexts, around), amounts);
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
            AmountReader.addIfAny(merged(split, min, typ, max, tolerance, row, contexts, around), amounts);
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
        names.removeIf(name ->
                amounts.stream().anyMatch(value -> AmountReader.isSameNominal(name.quantity(), value.quantity())));
        amounts.addAll(0, names);
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
     * count where they bound something else. Where there is no other column that could hold a value, they are the value.
     */
    private static void addNotes(Row row, List<Context> contexts, List<Text> around, List<Amount> amounts) {
        boolean none = amounts.isEmpty();
        boolean only = row.columns().stream()
                .allMatch(column -> column.role() == Role.NAME
                        || column.role() == Role.NOTE
                        || column.role() == Role.ID
                        || column.role() == Role.PRIORITY);
        Set<String> dimensions = new HashSet<>();
        amounts.forEach(amount -> dimensions.add(amount.dimension()));
        for (int i = 0; i < row.cells().size(); i++) {
            if (row.columns().get(i).role() == Role.NOTE) {
                for (Amount amount :
                        AmountReader.inText(new Text(row.cells().get(i), row.decimalComma()), contexts, around)) {
                    boolean bound = amount.quantity().nominal() == null;
                    if (!only && !amount.comparedAs().isEmpty()) {
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
                AmountReader.dimension(unit, parameter),
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
        List<Amount> amounts = AmountReader.inText(text, contexts, around);
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
