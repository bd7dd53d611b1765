package io.metaforge.agents.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

/** Holds for any amount and any text. */
class QuantityProperties {

    private static final String[] UNITS = {
        "V", "mV", "kV", "mA", "µA", "W", "kΩ", "nF", "µH", "kHz", "GHz", "ms", "hours", "mm", "km", "kg", "°C", "%",
        "dBm", "dB(A)", "MB", "Mbit/s", "lx", "Nm", "USD", "EUR"
    };

    @Provide
    Arbitrary<BigDecimal> numbers() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("-99999"), new BigDecimal("99999"))
                .ofScale(3);
    }

    @Provide
    Arbitrary<String> units() {
        return Arbitraries.of(UNITS);
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

    @Property(tries = 500)
    void aPrintedAmountReadsBackAsItself(@ForAll("numbers") BigDecimal number, @ForAll("units") String unit) {
        String printed = number.stripTrailingZeros().toPlainString() + " " + unit;
        List<Measurement> found = QuantityParser.parse(new Text("is " + printed));
        assertThat(found).singleElement().satisfies(m -> {
            assertThat(m.high()).isEqualByComparingTo(number);
            assertThat(m.unit()).isEqualTo(unit);
            assertThat(m.bound()).isEqualTo(Bound.NONE);
        });
    }

    @Property(tries = 500)
    void aPrintedRangeReadsBackAsItself(
            @ForAll("numbers") BigDecimal one, @ForAll("numbers") BigDecimal other, @ForAll("units") String unit) {
        String printed = one.min(other).stripTrailingZeros().toPlainString() + " to "
                + one.max(other).stripTrailingZeros().toPlainString() + " " + unit;
        assertThat(QuantityParser.parse(new Text(printed))).singleElement().satisfies(m -> {
            assertThat(m.low()).isEqualByComparingTo(one.min(other));
            assertThat(m.high()).isEqualByComparingTo(one.max(other));
        });
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
