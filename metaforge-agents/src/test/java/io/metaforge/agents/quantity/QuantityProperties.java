package io.metaforge.agents.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Tolerance;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Holds for any amount and any text. */
class QuantityProperties {

    @Provide
    Arbitrary<BigDecimal> numbers() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("-99999"), new BigDecimal("99999"))
                .ofScale(3);
    }

    @Provide
    Arbitrary<String> units() {
        List<String> all = new ArrayList<>(UnitTable.STANDARD.spellings());
        all.sort(null);
        for (String[] row : Tables.rows(UnitTable.class, "currencies.tsv")) {
            all.add(row[0]);
        }
        return Arbitraries.of(all);
    }

    @Provide
    Arbitrary<Quantity> quantities() {
        return Combinators.combine(numbers(), numbers(), units(), Arbitraries.of(Form.values()))
                .as(QuantityProperties::quantity);
    }

    private enum Form {
        NOMINAL,
        MIN,
        MAX,
        RANGE,
        TOLERANCE,
        SPLIT_TOLERANCE
    }

    /** Returns a quantity that the unit allows: whole numbers where it counts, a few where it is that of cells. */
    private static Quantity quantity(BigDecimal one, BigDecimal other, String unit, Form form) {
        List<Unit> readings = UnitTable.STANDARD.find(unit);
        BigDecimal low = allowed(one.min(other), readings);
        BigDecimal high = allowed(one.max(other), readings);
        if (low.compareTo(high) >= 0) {
            low = high;
        }
        boolean equal = low.compareTo(high) == 0;
        Tolerance tolerance = new Tolerance(new BigDecimal("0.5"), new BigDecimal("0.5"), "%");
        Tolerance split = new Tolerance(new BigDecimal("10"), new BigDecimal("2.5"), "%");
        return switch (form) {
            case MIN -> new Quantity("x", high, null, null, null, unit);
            case MAX -> new Quantity("x", null, high, null, null, unit);
            case RANGE ->
                equal
                        ? new Quantity("x", null, null, high, null, unit)
                        : new Quantity("x", low, high, null, null, unit);
            case TOLERANCE -> new Quantity("x", null, null, high, tolerance, unit);
            case SPLIT_TOLERANCE -> new Quantity("x", null, null, high, split, unit);
            case NOMINAL -> new Quantity("x", null, null, high, null, unit);
        };
    }

    private static BigDecimal allowed(BigDecimal number, List<Unit> readings) {
        Set<Unit.Condition> conditions = EnumSet.noneOf(Unit.Condition.class);
        readings.forEach(unit -> conditions.addAll(unit.conditions()));
        if (conditions.contains(Unit.Condition.CELLS)) {
            return new BigDecimal(1 + Math.abs(number.intValue()) % 24);
        }
        if (conditions.contains(Unit.Condition.VIDEO)) {
            return new BigDecimal(number.signum() < 0 ? 720 : 1080);
        }
        if (conditions.contains(Unit.Condition.INTEGER)) {
            return new BigDecimal(number.toBigInteger());
        }
        return number.stripTrailingZeros();
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.of(
                        "5", "12,5", "V", "mA", " ", "-", "–", "to", "±", "%", "<", "max", "(", ")", "x", "×", "$", "€",
                        "k", "/", ".", ",", "at", "and", "\"", "@", "°C", "\ud83d", "mm", "e9", "²")
                .list()
                .ofMaxSize(60)
                .map(parts -> String.join("", parts));
    }

    /** Over every spelling of every unit; a nominal beside two bounds comes from the columns of tables only. */
    @Property(tries = 4000)
    void aPrintedQuantityReadsBackAsItself(@ForAll("quantities") Quantity quantity) {
        String printed = QuantityPrinter.print(quantity);
        List<Measurement> found = QuantityParser.parse(new Text("It is " + printed));
        assertThat(found).as(printed).hasSize(1);
        Measurement m = found.get(0);
        assertThat(m.unit()).as(printed).isEqualTo(quantity.unit());
        assertThat(m.tolerance()).as(printed).isEqualTo(quantity.tolerance());
        assertThat(m.units()).as(printed).isSubsetOf(UnitTable.STANDARD.find(quantity.unit()));
        if (quantity.min() != null && quantity.max() != null) {
            assertThat(m.low()).as(printed).isEqualByComparingTo(quantity.min());
            assertThat(m.high()).as(printed).isEqualByComparingTo(quantity.max());
        } else {
            BigDecimal value = quantity.min() != null
                    ? quantity.min()
                    : quantity.max() != null ? quantity.max() : quantity.nominal();
            Bound bound = quantity.min() != null ? Bound.MIN : quantity.max() != null ? Bound.MAX : Bound.NONE;
            assertThat(m.low()).as(printed).isNull();
            assertThat(m.high()).as(printed).isEqualByComparingTo(value);
            assertThat(m.bound()).as(printed).isEqualTo(bound);
        }
    }

    @Test
    void everySpellingOfEveryUnitReadsBackAsItself() {
        List<String> wrong = new ArrayList<>();
        for (String unit : UnitTable.STANDARD.spellings()) {
            Quantity quantity = quantity(new BigDecimal("-12.5"), new BigDecimal("12.5"), unit, Form.NOMINAL);
            String printed = QuantityPrinter.print(quantity);
            List<Measurement> found = QuantityParser.parse(new Text("It is " + printed));
            if (found.size() != 1 || !found.get(0).unit().equals(unit)) {
                wrong.add(printed + " as " + found);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Property(tries = 1000)
    void anyTextHasAmountsInsideItInOrder(@ForAll("noise") String text) {
        check(text);
    }

    @Property(tries = 300)
    void anyCharactersHaveAmountsInsideThem(
            @ForAll @StringLength(max = 80) @Chars({'1', '.', ',', ' ', 'V', '-', '+', '±', 'k', 'x', '/', 'µ'})
                    String text) {
        check(text);
    }

    private static void check(String text) {
        List<Measurement> found = QuantityParser.parse(new Text(text));
        assertThat(QuantityParser.parse(new Text(text))).isEqualTo(found);
        for (Measurement m : found) {
            assertThat(m.start()).isBetween(0, text.length());
            assertThat(m.end()).isBetween(m.start(), text.length());
            assertThat(m.units()).isNotEmpty();
            assertThat(m.low() == null || m.low().compareTo(m.high()) <= 0).isTrue();
        }
    }
}
