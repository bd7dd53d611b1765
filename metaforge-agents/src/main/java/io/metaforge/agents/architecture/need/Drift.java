package io.metaforge.agents.architecture.need;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how fast a clock may go wrong: in ppm or ppb, or as a time in a time such as {@code minutes a year}. */
final class Drift {

    private static final Pattern RATE = Pattern.compile("(\\p{L}+)\\s*(?:/|\\bper\\b|\\ba\\b|\\bin a\\b)\\s*(\\p{L}+)");

    private Drift() {}

    /** Returns {@code value} in millionths; empty where {@code unit} is none of a drift. */
    static OptionalDouble ppm(double value, String unit) {
        String plain = unit.strip().toLowerCase(Locale.ROOT);
        switch (plain) {
            case "ppm":
                return OptionalDouble.of(value);
            case "ppb":
                return OptionalDouble.of(value / 1000);
            default:
                break;
        }
        Matcher rate = RATE.matcher(plain);
        if (!rate.matches()) {
            return OptionalDouble.empty();
        }
        OptionalDouble wrong = Measure.in("s", value, spelled(rate.group(1)));
        OptionalDouble within = Measure.in("s", 1, spelled(rate.group(2)));
        return wrong.isPresent() && within.isPresent()
                ? OptionalDouble.of(wrong.getAsDouble() / within.getAsDouble() * 1e6)
                : OptionalDouble.empty();
    }

    private static String spelled(String word) {
        return switch (word) {
            case "second", "seconds", "sec" -> "s";
            case "minute", "minutes" -> "min";
            case "a", "yr" -> "year";
            default -> word;
        };
    }
}
