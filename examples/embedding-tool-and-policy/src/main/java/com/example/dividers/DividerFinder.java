package com.example.dividers;

import io.metaforge.application.port.out.Tool;
import io.metaforge.application.port.out.ToolRequest;
import io.metaforge.application.port.out.ToolResult;
import io.metaforge.application.port.out.Tools;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds the two resistors that set a regulator's output voltage: a tool in Java.
 *
 * <p>The regulator holds its feedback pin at its reference voltage, so that the divider from the output over R1 to the pin
 * and over R2 to ground sets V<sub>out</sub> = V<sub>ref</sub> · (1 + R1 / R2), as every data sheet of an adjustable
 * regulator has it. Values are those of IEC 60063 (preferred numbers for resistors). Bias current of the pin and the
 * resistors' tolerance are left out.
 *
 * <p>Parameters: {@code output_v} and {@code reference_v} in volts, {@code series} E24 or E96. It prints R1 and R2 in ohms,
 * the output voltage they give and its error in percent, separated by commas. It fails where the error would be above 5 %.
 */
public final class DividerFinder implements Tool {

    private static final String NAME = "divider-finder";

    /** IEC 60063 gives E24 as a list; E96 is 10^(n/96), rounded to three digits. */
    private static final int[] E24 = {
        100, 110, 120, 130, 150, 160, 180, 200, 220, 240, 270, 300, 330, 360, 390, 430, 470, 510, 560, 620, 680, 750,
        820, 910
    };

    /** R2 from 10 kΩ up: low enough for the bias current of the pin, high enough not to drain a battery. */
    private static final double R2_DECADE = 100;

    /** R1 from 100 Ω to 10 MΩ. */
    private static final int R1_DECADES = 5;

    /** In percent: the tolerance that E24 stands for. What is further away is another rail. */
    private static final int MAX_ERROR = 5;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Tools.Detected detect() {
        return Tools.Detected.available(NAME, "1.0.0");
    }

    @Override
    public ToolResult execute(ToolRequest request) throws InterruptedException {
        if (!(request.parameters().get("output_v") instanceof Number output)
                || !(request.parameters().get("reference_v") instanceof Number reference)) {
            return ToolResult.failure(NAME, 2, "output_v and reference_v must be numbers of volts");
        }
        List<Double> series = series(String.valueOf(request.parameters().get("series")));
        if (series.isEmpty()) {
            return ToolResult.failure(NAME, 2, "series must be E24 or E96");
        }
        if (!Double.isFinite(output.doubleValue()) || !Double.isFinite(reference.doubleValue())) {
            return ToolResult.failure(
                    NAME, 2, "output_v and reference_v must be finite, not " + output + " and " + reference);
        }
        if (reference.doubleValue() <= 0 || output.doubleValue() <= reference.doubleValue()) {
            return ToolResult.failure(NAME, 1, "no divider makes an output of " + output + " V from a reference of "
                    + reference + " V: it must be higher");
        }
        return best(series, output.doubleValue(), reference.doubleValue());
    }

    private static ToolResult best(List<Double> series, double wanted, double reference) throws InterruptedException {
        double bestR1 = 0;
        double bestR2 = 0;
        double bestError = Double.MAX_VALUE;
        for (double value2 : series) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            double r2 = value2 * R2_DECADE;
            double decade = 1;
            for (int i = 0; i < R1_DECADES; i++, decade *= 10) {
                for (double value1 : series) {
                    double r1 = value1 * decade;
                    double error = Math.abs(reference * (1 + r1 / r2) - wanted);
                    if (error < bestError) {
                        bestError = error;
                        bestR1 = r1;
                        bestR2 = r2;
                    }
                }
            }
        }
        double output = reference * (1 + bestR1 / bestR2);
        // A BigDecimal knows no -0.
        BigDecimal error = BigDecimal.valueOf((output / wanted - 1) * 100).setScale(2, RoundingMode.HALF_EVEN);
        if (Math.abs(output / wanted - 1) * 100 > MAX_ERROR) {
            return ToolResult.failure(NAME, 1, "no divider makes an output of " + wanted + " V from a reference of "
                    + reference + " V: the nearest is " + error + " % away, and " + MAX_ERROR + " % is the most");
        }
        return ToolResult.success(
                NAME, String.format(Locale.ROOT, "%.0f,%.0f,%.4f,%s\n", bestR1, bestR2, output, error));
    }

    private static List<Double> series(String name) {
        List<Double> values = new ArrayList<>();
        if (name.equals("E24")) {
            for (int value : E24) {
                values.add((double) value);
            }
        } else if (name.equals("E96")) {
            for (int n = 0; n < 96; n++) {
                values.add((double) Math.round(100 * Math.pow(10, n / 96.0)));
            }
        }
        return values;
    }
}
