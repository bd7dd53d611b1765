package io.metaforge.agents.power.budget;

/**
 * Time on air of LoRa at 125 kHz, coding rate 4/5, explicit header, CRC and 8 preamble symbols, which LoRaWAN uses in most
 * regions. Formula: Semtech AN1200.13, section 4; low data rate optimisation from 16 ms a symbol, as the SX1276 data sheet
 * demands.
 */
public final class LoraAirtime {

    private static final double BANDWIDTH = 125_000;
    private static final int PREAMBLE = 8;
    private static final int CODING_RATE = 1;
    private static final double OPTIMISED_FROM = 0.016;

    private LoraAirtime() {}

    /** Returns the seconds that one symbol takes; {@code spreadingFactor} from 7 to 12. */
    public static double symbol(int spreadingFactor) {
        return (1 << spreadingFactor) / BANDWIDTH;
    }

    /** Returns the seconds that a frame of {@code bytes} takes; {@code spreadingFactor} from 7 to 12. */
    public static double frame(int spreadingFactor, int bytes) {
        double symbol = symbol(spreadingFactor);
        int optimised = symbol > OPTIMISED_FROM ? 1 : 0;
        double groups =
                Math.ceil((8.0 * bytes - 4.0 * spreadingFactor + 28 + 16) / (4.0 * (spreadingFactor - 2 * optimised)));
        double payload = 8 + Math.max(groups * (CODING_RATE + 4), 0);
        return (PREAMBLE + 4.25 + payload) * symbol;
    }

    /**
     * Returns the sensitivity in dBm at 125 kHz: thermal noise of −174 dBm/Hz, a noise figure of 6 dB, and the
     * demodulator's limit of −7.5 dB at SF7 and 2.5 dB less for each step (Semtech, SX1261/2 data sheet).
     */
    static double sensitivity(int factor) {
        return -174 + 10 * Math.log10(125_000) + 6 - 7.5 - 2.5 * (factor - 7);
    }
}
