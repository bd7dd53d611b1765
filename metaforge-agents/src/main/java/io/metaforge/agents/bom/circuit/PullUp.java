package io.metaforge.agents.bom.circuit;

/**
 * Bounds of the pull-up resistors of an I2C bus, after NXP UM10204, I2C-bus specification, section 7.1: at least
 * (VDD − VOL) / IOL, at most tr / (0.8473 · Cb).
 *
 * @param minOhms below, a device cannot pull the line low
 * @param maxOhms above, edges are too slow
 */
public record PullUp(double minOhms, double maxOhms) {

    /** VOL of 0.4 V at 3 mA: what each device has to be able to sink in standard and fast mode. */
    private static final double LOW_VOLTS = 0.4;

    private static final double SINK_AMPERES = 0.003;
    private static final double STANDARD_MODE_HERTZ = 100_000;

    /**
     * Computes the bounds.
     *
     * @param volts of the bus
     * @param farads capacitance of a line
     * @param hertz speed, at most 400 kHz
     */
    public static PullUp of(double volts, double farads, double hertz) {
        double rise = hertz > STANDARD_MODE_HERTZ ? 300e-9 : 1000e-9;
        return new PullUp((volts - LOW_VOLTS) / SINK_AMPERES, rise / (0.8473 * farads));
    }
}
