package io.metaforge.bench;

import java.io.PrintStream;
import java.util.Locale;

/** Prints figures as a Markdown table, each beside its baseline and target where it has one. */
final class Report {

    private final PrintStream out;
    private boolean missed;

    Report(PrintStream out) {
        this.out = out;
        out.println("| figure | measured | baseline of the same run | ratio | target | held |");
        out.println("|---|---|---|---|---|---|");
    }

    /** A figure that should reach a share of its baseline. */
    void share(String figure, double measured, double baseline, String unit, double target) {
        double ratio = measured / baseline;
        row(figure, number(measured) + unit, number(baseline) + unit, number(ratio), "≥ " + target, ratio >= target);
    }

    /** A cost that should not exceed a multiple of its baseline. */
    void growth(String figure, double measured, double baseline, String unit, double target) {
        double ratio = measured / baseline;
        row(figure, number(measured) + unit, number(baseline) + unit, number(ratio), "≤ " + target, ratio <= target);
    }

    /** A figure that should stay below a bound. */
    void atMost(String figure, double measured, String unit, double target) {
        row(figure, number(measured) + unit, "", "", "≤ " + number(target) + unit, measured <= target);
    }

    /** A figure that should reach a bound. */
    void atLeast(String figure, double measured, String unit, double target) {
        row(figure, number(measured) + unit, "", "", "≥ " + number(target) + unit, measured >= target);
    }

    /** A figure without a target. */
    void figure(String figure, double measured, String unit) {
        out.printf("| %s | %s | | | | |%n", figure, number(measured) + unit);
    }

    private void row(String figure, String measured, String baseline, String ratio, String target, boolean held) {
        missed |= !held;
        out.printf("| %s | %s | %s | %s | %s | %s |%n", figure, measured, baseline, ratio, target, held ? "yes" : "NO");
    }

    boolean missed() {
        return missed;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
