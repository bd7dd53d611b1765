package io.metaforge.agents.bom.stock;

import io.metaforge.agents.bom.design.Architecture.Price;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * A series of 1 % resistors whose part numbers hold the value.
 *
 * @param packageName such as {@code R0402}
 * @param footprint KiCad's
 * @param watts rated power at 70 °C
 * @param min smallest value in ohms
 * @param max largest value in ohms
 * @param first the one to order
 * @param second another maker's
 * @param prices the same for all values
 */
record ResistorSeries(
        String packageName,
        String footprint,
        double watts,
        double min,
        double max,
        Maker first,
        Maker second,
        List<Price> prices) {

    /**
     * How a maker writes the value into the number.
     *
     * @param fourCharacters whether the value always takes four: {@code 4K70}; else as few as it needs: {@code 4K7}
     */
    record Maker(String name, String prefix, String suffix, boolean fourCharacters) {

        String number(double ohms) {
            return prefix + code(ohms, fourCharacters) + suffix;
        }
    }

    /** Returns the value with its decimal point written as R, K or M, as IEC 60062 does. */
    static String code(double ohms, boolean fourCharacters) {
        BigDecimal value = BigDecimal.valueOf(ohms).round(new MathContext(3, RoundingMode.HALF_UP));
        int exponent = ohms >= 1e6 ? 6 : ohms >= 1e3 ? 3 : 0;
        char letter = exponent == 6 ? 'M' : exponent == 3 ? 'K' : 'R';
        BigDecimal scaled = value.scaleByPowerOfTen(-exponent).stripTrailingZeros();
        if (fourCharacters) {
            int whole = scaled.toBigInteger().toString().length();
            String text = scaled.setScale(3 - whole, RoundingMode.HALF_UP).toPlainString();
            return text.contains(".") ? text.replace('.', letter) : text + letter;
        }
        String text = scaled.toPlainString();
        return text.contains(".") ? text.replace('.', letter) : text + letter;
    }
}
