package io.metaforge.agents.bom.circuit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Writes and reads component values as parts lists do: {@code 4.7k}, {@code 120R}, {@code 100nF}, {@code 2.2uH}; ASCII only. */
public final class Values {

    private static final String PREFIXES = "pnum kM";
    private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_UP);

    private Values() {}

    /** Returns a resistance, such as {@code 4.7k}, {@code 120R}, {@code 1M}. */
    public static String ohms(double value) {
        if (value == 0) {
            return "0R";
        }
        String text = engineering(value);
        return Character.isDigit(text.charAt(text.length() - 1)) ? text + "R" : text;
    }

    /** Returns a capacitance, such as {@code 100nF}. */
    public static String farads(double value) {
        return engineering(value) + "F";
    }

    /** Returns an inductance, such as {@code 2.2uH}. */
    public static String henries(double value) {
        return engineering(value) + "H";
    }

    /** Returns {@code value} with at most four digits, for a sentence. */
    public static String plain(double value) {
        return digits(value, 4);
    }

    /** Returns {@code value} with at most {@code digits} digits and without trailing zeros. */
    public static String digits(double value, int digits) {
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(digits, RoundingMode.HALF_UP));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** Returns {@code value} to two places behind the point, with its sign. */
    public static String signed(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
        return rounded.signum() > 0 ? "+" + rounded.toPlainString() : rounded.toPlainString();
    }

    /** Returns {@code value} rounded to {@code digits} digits. */
    public static double rounded(double value, int digits) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(digits, RoundingMode.HALF_UP))
                .doubleValue();
    }

    /**
     * Reads {@code 100n}, {@code 4.7k}, {@code 2.2u}, {@code 120}.
     *
     * @throws IllegalArgumentException where it is none of these
     */
    public static double parse(String text) {
        int end = text.length();
        int exponent = 0;
        if (end > 1 && !Character.isDigit(text.charAt(end - 1))) {
            int prefix = PREFIXES.indexOf(text.charAt(end - 1));
            if (prefix < 0) {
                throw new IllegalArgumentException("no value: " + text);
            }
            exponent = 3 * prefix - 12;
            end--;
        }
        return new BigDecimal(text.substring(0, end))
                .scaleByPowerOfTen(exponent)
                .doubleValue();
    }

    private static String engineering(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS);
        int exponent = 3 * Math.floorDiv(rounded.precision() - rounded.scale() - 1, 3);
        exponent = Math.max(-12, Math.min(6, exponent));
        String number =
                rounded.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString();
        char prefix = PREFIXES.charAt((exponent + 12) / 3);
        return prefix == ' ' ? number : number + prefix;
    }
}
