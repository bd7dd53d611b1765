package io.metaforge.agents.architecture.need;

import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells rails and outputs that a requirement states with a voltage and a current from other voltages. */
final class RailText {

    private static final Set<String> VOLTAGES =
            Set.of("voltage", "output_voltage", "rail_voltage", "logic_voltage", "bec_voltage");
    private static final Set<String> CURRENTS =
            Set.of("current", "output_current", "rail_current", "load_current", "max_current", "bec_current");
    private static final Pattern RAIL = Pattern.compile(
            "\\b(?:bec|rails?|outputs?|supplies|supply for|feeds|powers|regulators?|3v3|1v8|2v5|5v0|converter)\\b");
    private static final Pattern MEASURED = Pattern.compile(
            "\\b(?:measur\\w*|accuracy|resolution|precision|granularity|mode|adjustable|settable|efficiency|limit\\w*|protection|trip)\\b");
    private static final Pattern INTERNAL =
            Pattern.compile("\\b(?:on[- ]board|internal|logic|own electronics|electronics only|mcu|sensors only)\\b");
    private static final double MAX_VOLTS = 60;

    private RailText() {}

    /** Reports whether the requirement states a rail with its current. */
    static boolean isOutput(Requirement requirement, Wording wording) {
        return volts(requirement) > 0
                && milliamperes(requirement) > 0
                && wording.matcher(RAIL).find()
                && !wording.matcher(MEASURED).find();
    }

    /** Reports whether what hangs on such a rail is outside the design. */
    static boolean external(Wording wording) {
        return !wording.matcher(INTERNAL).find();
    }

    static double volts(Requirement requirement) {
        for (Quantity quantity : requirement.quantities()) {
            BigDecimal nominal = quantity.nominal();
            if (VOLTAGES.contains(quantity.parameter()) && nominal != null) {
                OptionalDouble volts = Measure.in("V", nominal.doubleValue(), quantity.unit());
                if (volts.isPresent() && volts.getAsDouble() > 0 && volts.getAsDouble() <= MAX_VOLTS) {
                    return volts.getAsDouble();
                }
            }
        }
        return 0;
    }

    static double milliamperes(Requirement requirement) {
        double most = 0;
        for (Quantity quantity : requirement.quantities()) {
            if (CURRENTS.contains(quantity.parameter())) {
                for (BigDecimal value : new BigDecimal[] {quantity.nominal(), quantity.min(), quantity.max()}) {
                    if (value != null) {
                        most = Math.max(
                                most,
                                Measure.in("mA", value.doubleValue(), quantity.unit())
                                        .orElse(0));
                    }
                }
            }
        }
        return most;
    }

    /** Reports whether the clause in which {@code quantity} stands matches {@code words}. */
    static boolean inClause(Requirement requirement, Quantity quantity, Pattern words) {
        BigDecimal end = quantity.max() != null ? quantity.max() : quantity.nominal();
        if (end == null) {
            return false;
        }
        Pattern number = Pattern.compile(
                "(?<!\\d)" + Pattern.quote(end.abs().stripTrailingZeros().toPlainString()) + "(?!\\d)");
        for (String clause : List.of(requirement.text().toLowerCase(Locale.ROOT).split("[,;]"))) {
            Matcher found = number.matcher(clause);
            if (found.find()) {
                return words.matcher(clause).find();
            }
        }
        return false;
    }
}
