package io.metaforge.agents.power.budget;

import java.util.ArrayList;
import java.util.List;

/** Says how long a part is in a mode each time: by an assumption, or by a calculation from several. */
final class Durations {

    /** As long as ephemerides are valid a receiver starts hot. */
    private static final double EPHEMERIS_SECONDS = 4 * 3600.0;

    private final Facts facts;
    private final Profile profile;
    private final Ledger ledger;
    private final boolean radio;

    Durations(Facts facts, Profile profile, Ledger ledger, boolean radio) {
        this.facts = facts;
        this.profile = profile;
        this.ledger = ledger;
        this.radio = radio;
    }

    /** Returns the seconds that the use named {@code name} takes, which happens every {@code interval} seconds. */
    Cited of(String name, double interval) {
        switch (name) {
            case "lora_uplink" -> {
                Cited factor = profile.spreadingFactor();
                Cited payload = profile.payload();
                Cited frame = lorawan() ? ledger.figure("lora_frame") : new Cited(0, List.of());
                List<String> basis = new ArrayList<>(factor.basis());
                basis.addAll(payload.basis());
                basis.addAll(frame.basis());
                return new Cited(
                        LoraAirtime.frame((int) factor.value(), (int) (payload.value() + frame.value())), basis);
            }
            case "lora_windows" -> {
                Cited factor = profile.spreadingFactor();
                Cited symbols = ledger.figure("lora_windows");
                List<String> basis = new ArrayList<>(factor.basis());
                basis.addAll(symbols.basis());
                return new Cited(
                        symbols.value() * (LoraAirtime.symbol((int) factor.value()) + LoraAirtime.symbol(12)), basis);
            }
            case "gnss_fix" -> {
                return ledger.figure(interval <= EPHEMERIS_SECONDS ? "gnss_hot" : "gnss_cold");
            }
            default -> {
                return ledger.figure(name.equals("controller_report") && !radio ? "controller_report_wired" : name);
            }
        }
    }

    /** Reports whether a requirement speaks of LoRaWAN, with its frames and receive windows. */
    boolean lorawan() {
        return facts.constraints().requirements().stream()
                .anyMatch(r ->
                        r.interfaces().contains("LoRaWAN") || Facts.lower(r).contains("lorawan"));
    }
}
