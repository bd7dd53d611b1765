package io.metaforge.agents.architecture.need;

import io.metaforge.agents.architecture.catalogue.Range;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Prints figures the same way everywhere: five significant digits, no exponent, a unit of a readable size. */
public final class Figures {

    private static final MathContext DIGITS = new MathContext(5, RoundingMode.HALF_UP);

    private Figures() {}

    /** Returns {@code value} without trailing zeros. */
    public static String plain(double value) {
        if (value == 0) {
            return "0";
        }
        return BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }

    /** Returns {@code value} of base unit {@code unit} with a prefix that suits it. */
    public static String of(double value, String unit) {
        double size = Math.abs(value);
        return switch (unit) {
            case "mA" -> milli(value, size, "A");
            case "W" -> milli(value * 1000, size * 1000, "W");
            case "mAh" -> size >= 10_000 ? plain(value / 1000) + " Ah" : plain(value) + " mAh";
            case "Hz", "bit/s" -> kilo(value, size, unit);
            case "B" ->
                size >= 1048576
                        ? plain(value / 1048576) + " MiB"
                        : size >= 1024 ? plain(value / 1024) + " KiB" : plain(value) + " B";
            case "" -> plain(value);
            default -> plain(value) + " " + unit;
        };
    }

    private static String milli(double value, double size, String unit) {
        if (size >= 1000) {
            return plain(value / 1000) + " " + unit;
        }
        if (size >= 1 || size == 0) {
            return plain(value) + " m" + unit;
        }
        return size >= 0.001 ? plain(value * 1000) + " µ" + unit : plain(value * 1e6) + " n" + unit;
    }

    private static String kilo(double value, double size, String unit) {
        String plainUnit = unit.equals("Hz") ? "Hz" : "bit/s";
        if (size >= 1e9) {
            return plain(value / 1e9) + " G" + plainUnit;
        }
        if (size >= 1e6) {
            return plain(value / 1e6) + " M" + plainUnit;
        }
        return size >= 1e3 ? plain(value / 1e3) + " k" + plainUnit : plain(value) + " " + plainUnit;
    }

    /** Returns both ends with the unit, such as {@code 1.8 V to 3.6 V}; one where they are equal. */
    public static String range(Range range, String unit) {
        if (range.min() == range.max()) {
            return of(range.min(), unit);
        }
        if (range.min() == Double.NEGATIVE_INFINITY) {
            return "up to " + of(range.max(), unit);
        }
        if (range.max() == Double.POSITIVE_INFINITY) {
            return "from " + of(range.min(), unit);
        }
        return of(range.min(), unit) + " to " + of(range.max(), unit);
    }
}
