package io.metaforge.agents.bom.bill;

/**
 * What a person may set instead of the rules' defaults.
 *
 * @param ledAmperes current of an indicator LED
 * @param busHertz speed of I2C buses, at most 400 kHz
 * @param strayFarads capacitance that board and pins add at a crystal
 */
public record Settings(double ledAmperes, double busHertz, double strayFarads) {

    /** 2 mA, 400 kHz, 3 pF. */
    public static final Settings DEFAULT = new Settings(0.002, 400_000, 3e-12);
}
