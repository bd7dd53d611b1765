package io.metaforge.agents.bom.circuit;

/**
 * The feedback divider of an adjustable regulator: V = Vref · (1 + top / bottom).
 *
 * @param topOhms from the output to the feedback pin
 * @param bottomOhms from the feedback pin to ground
 * @param volts that the regulator gives with it
 * @param errorPercent by which that differs from what was asked for; resistor and reference tolerances come on top
 */
public record Divider(double topOhms, double bottomOhms, double volts, double errorPercent) {

    /**
     * Finds the pair of E96 values whose voltage is nearest; of equal ones that with the smaller bottom resistor.
     *
     * @param reference volts at the feedback pin
     * @param volts asked for, above the reference
     * @param bottomFrom smallest bottom resistor in ohms
     * @param bottomTo largest bottom resistor in ohms
     */
    public static Divider nearest(double reference, double volts, double bottomFrom, double bottomTo) {
        Divider best = null;
        for (double bottom : ESeries.E96.between(bottomFrom, bottomTo)) {
            double top = ESeries.E96.nearest(bottom * (volts / reference - 1));
            double given = reference * (1 + top / bottom);
            Divider next = new Divider(top, bottom, given, (given / volts - 1) * 100);
            if (best == null || Math.abs(next.errorPercent) < Math.abs(best.errorPercent) - 1e-9) {
                best = next;
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("no E96 value from " + bottomFrom + " to " + bottomTo);
        }
        return best;
    }
}
