package io.metaforge.agents.bom.circuit;

import java.util.ArrayList;
import java.util.List;

/** Preferred values of IEC 60063. */
public enum ESeries {
    /** For resistors of 5 %; 1 % ones come in them too. */
    E24(
            100, 110, 120, 130, 150, 160, 180, 200, 220, 240, 270, 300, 330, 360, 390, 430, 470, 510, 560, 620, 680,
            750, 820, 910),
    /** For resistors of 1 %. */
    E96(
            100, 102, 105, 107, 110, 113, 115, 118, 121, 124, 127, 130, 133, 137, 140, 143, 147, 150, 154, 158, 162,
            165, 169, 174, 178, 182, 187, 191, 196, 200, 205, 210, 215, 221, 226, 232, 237, 243, 249, 255, 261, 267,
            274, 280, 287, 294, 301, 309, 316, 324, 332, 340, 348, 357, 365, 374, 383, 392, 402, 412, 422, 432, 442,
            453, 464, 475, 487, 499, 511, 523, 536, 549, 562, 576, 590, 604, 619, 634, 649, 665, 681, 698, 715, 732,
            750, 768, 787, 806, 825, 845, 866, 887, 909, 931, 953, 976);

    private final List<Integer> mantissas;

    ESeries(int... mantissas) {
        List<Integer> values = new ArrayList<>();
        for (int mantissa : mantissas) {
            values.add(mantissa);
        }
        this.mantissas = List.copyOf(values);
    }

    /** Returns the values from {@code min} to {@code max}, both included, ascending. Both must be positive. */
    public List<Double> between(double min, double max) {
        List<Double> values = new ArrayList<>();
        for (int decade = (int) Math.floor(Math.log10(min)) - 1; decade <= (int) Math.ceil(Math.log10(max)); decade++) {
            for (int mantissa : mantissas) {
                double value = scaled(mantissa, decade - 2);
                if (value >= min * (1 - 1e-9) && value <= max * (1 + 1e-9)) {
                    values.add(value);
                }
            }
        }
        return values;
    }

    /** Returns the value with the smallest ratio to {@code value}, which must be positive; of two the smaller. */
    public double nearest(double value) {
        double best = value;
        double distance = Double.MAX_VALUE;
        for (double candidate : between(value / 2, value * 2)) {
            double ratio = Math.abs(Math.log(candidate / value));
            if (ratio < distance - 1e-12) {
                distance = ratio;
                best = candidate;
            }
        }
        return best;
    }

    /** Returns the smallest value that is not below {@code value}, which must be positive. */
    public double atLeast(double value) {
        return between(value, value * 2).get(0);
    }

    /** Returns the largest value that is not above {@code value}, which must be positive. */
    public double atMost(double value) {
        List<Double> values = between(value / 2, value);
        return values.get(values.size() - 1);
    }

    /** Reports whether {@code value} is one of the series. */
    public boolean holds(double value) {
        return Math.abs(nearest(value) / value - 1) < 1e-6;
    }

    private static double scaled(int mantissa, int exponent) {
        // by decimal text, so that 4.7 kΩ is exactly 4700 and prints as it was meant
        return Double.parseDouble(mantissa + "e" + exponent);
    }
}
