package io.metaforge.agents.power.amount;

import io.metaforge.agents.quantity.Unit;
import io.metaforge.agents.quantity.UnitTable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.OptionalDouble;

/** Prints figures with four significant digits, no exponent and a prefix that suits them; reads units of requirements. */
public final class Amounts {

    private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_UP);
    private static final MathContext STORED = new MathContext(6, RoundingMode.HALF_UP);
    private static final double HOURS_A_DAY = 24;

    /** Hours of a Julian year, to which self-discharge and battery lives refer. */
    public static final double HOURS_A_YEAR = 8766;

    private Amounts() {}

    /** Returns {@code value} without trailing zeros. */
    public static String plain(double value) {
        return value == 0
                ? "0"
                : BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }

    /** Returns {@code value} as documents for programs hold it: six significant digits. */
    public static BigDecimal stored(double value) {
        return BigDecimal.valueOf(value).round(STORED);
    }

    /** Returns a current given in milliamperes. */
    public static String current(double milliamperes) {
        return milli(milliamperes, "A");
    }

    /** Returns a power given in milliwatts. */
    public static String power(double milliwatts) {
        return milli(milliwatts, "W");
    }

    /** Returns a voltage given in volts. */
    public static String volts(double volts) {
        return plain(volts) + " V";
    }

    /** Returns a charge given in milliampere hours. */
    public static String charge(double milliampereHours) {
        return milliampereHours >= 10_000 ? plain(milliampereHours / 1000) + " Ah" : plain(milliampereHours) + " mAh";
    }

    /** Returns a share between 0 and 1 as a percentage. */
    public static String percent(double share) {
        return plain(share * 100) + " %";
    }

    /** Returns a share between 0 and 1 as a percentage of at most one decimal. */
    public static String roughPercent(double share) {
        double percent = share * 100;
        return percent > 0 && percent < 0.1
                ? "< 0.1 %"
                : BigDecimal.valueOf(percent)
                                .setScale(1, RoundingMode.HALF_UP)
                                .stripTrailingZeros()
                                .toPlainString()
                        + " %";
    }

    /** Returns a short time given in seconds, such as {@code 370.7 ms} or {@code 15 min}. */
    public static String seconds(double seconds) {
        if (seconds >= 3600) {
            return duration(seconds / 3600);
        }
        if (seconds >= 120) {
            return plain(seconds / 60) + " min";
        }
        return seconds >= 1 || seconds == 0
                ? plain(seconds) + " s"
                : seconds >= 0.001 ? plain(seconds * 1000) + " ms" : plain(seconds * 1e6) + " µs";
    }

    /** Returns a duration given in hours, in hours, days or years. */
    public static String duration(double hours) {
        if (hours < 2 * HOURS_A_DAY) {
            return plain(hours) + " h";
        }
        if (hours < HOURS_A_YEAR) {
            return plain(hours / HOURS_A_DAY) + " days";
        }
        String years = plain(hours / HOURS_A_YEAR);
        return years.equals("1") ? "1 year" : years + " years";
    }

    private static String milli(double value, String unit) {
        double size = Math.abs(value);
        if (size >= 1000) {
            return plain(value / 1000) + " " + unit;
        }
        if (size >= 1 || size == 0) {
            return plain(value) + " m" + unit;
        }
        return size >= 0.001 ? plain(value * 1000) + " µ" + unit : plain(value * 1e6) + " n" + unit;
    }

    /**
     * Returns {@code value} of {@code unit} in the base unit of {@code dimension} (A, W, s, V, Hz; charge in coulombs,
     * energy in joules); empty where the unit measures something else.
     */
    public static OptionalDouble in(String dimension, BigDecimal value, String unit) {
        for (Unit known : UnitTable.STANDARD.find(unit)) {
            if (known.dimension().equals(dimension)) {
                return OptionalDouble.of(known.toBase(value).doubleValue());
            }
        }
        return OptionalDouble.empty();
    }
}
