package io.metaforge.agents.bom.circuit;

/** Formulas of one line. SI units throughout. */
public final class Formulas {

    private Formulas() {}

    /** Returns the series resistor of an LED. */
    public static double ledResistor(double supply, double forward, double amperes) {
        return (supply - forward) / amperes;
    }

    /** Returns each of the two capacitors at a crystal: C = 2 · (CL − Cstray). */
    public static double crystalCapacitor(double load, double stray) {
        return 2 * (load - stray);
    }

    /** Returns the inductor of a step-down converter: L = Vout · (Vin − Vout) / (Vin · ΔI · f). */
    public static double buckInductor(double in, double out, double ripple, double hertz) {
        return out * (in - out) / (in * ripple * hertz);
    }
}
