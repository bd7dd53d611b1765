package io.metaforge.agents.architecture.need;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Brings quantities of requirements to the base units of the catalogue: V, mA, mAh, Hz, B, bit/s, mm, mm², s, °C, %, lx, dBm, ppm. */
final class Measure {

    /** Parts in a million, and times by which a clock is wrong after a time. */
    private static final Map<String, Double> DRIFTS = Map.ofEntries(
            Map.entry("ppm", 1.0),
            Map.entry("minutesayear", 60e6 / 31557600),
            Map.entry("minuteayear", 60e6 / 31557600),
            Map.entry("secondsayear", 1e6 / 31557600),
            Map.entry("sayear", 1e6 / 31557600),
            Map.entry("minutesamonth", 60e6 / 2629800),
            Map.entry("minuteamonth", 60e6 / 2629800),
            Map.entry("secondsamonth", 1e6 / 2629800),
            Map.entry("samonth", 1e6 / 2629800),
            Map.entry("secondsaweek", 1e6 / 604800),
            Map.entry("saweek", 1e6 / 604800),
            Map.entry("secondsaday", 1e6 / 86400),
            Map.entry("secondaday", 1e6 / 86400),
            Map.entry("saday", 1e6 / 86400));

    private static final Map<String, Map<String, Double>> UNITS = Map.ofEntries(
            Map.entry("V", Map.of("V", 1.0, "mV", 1e-3, "kV", 1e3, "VDC", 1.0, "Vdc", 1.0, "VAC", 1.0)),
            Map.entry("mA", Map.of("A", 1e3, "mA", 1.0, "uA", 1e-3, "nA", 1e-6)),
            Map.entry("mAh", Map.of("mAh", 1.0, "Ah", 1e3)),
            Map.entry("Hz", Map.of("Hz", 1.0, "kHz", 1e3, "MHz", 1e6, "GHz", 1e9, "kSPS", 1e3, "SPS", 1.0, "S/s", 1.0)),
            Map.entry(
                    "B",
                    Map.of(
                            "B", 1.0, "kB", 1024.0, "KB", 1024.0, "KiB", 1024.0, "MB", 1048576.0, "MiB", 1048576.0,
                            "Mbit", 131072.0, "Mb", 131072.0)),
            Map.entry(
                    "bit/s",
                    Map.of(
                            "bit/s", 1.0, "kbit/s", 1e3, "Mbit/s", 1e6, "bps", 1.0, "kbps", 1e3, "Mbps", 1e6, "baud",
                            1.0, "Bd", 1.0)),
            Map.entry("mm", Map.of("mm", 1.0, "cm", 10.0, "m", 1000.0, "in", 25.4, "inch", 25.4, "mil", 0.0254)),
            Map.entry(
                    "s",
                    Map.ofEntries(
                            Map.entry("s", 1.0),
                            Map.entry("min", 60.0),
                            Map.entry("h", 3600.0),
                            Map.entry("hour", 3600.0),
                            Map.entry("hours", 3600.0),
                            Map.entry("day", 86400.0),
                            Map.entry("days", 86400.0),
                            Map.entry("d", 86400.0),
                            Map.entry("week", 604800.0),
                            Map.entry("weeks", 604800.0),
                            Map.entry("month", 2629800.0),
                            Map.entry("months", 2629800.0),
                            Map.entry("year", 31557600.0),
                            Map.entry("years", 31557600.0))),
            Map.entry("°C", Map.of("°C", 1.0, "C", 1.0, "degC", 1.0, "K", 1.0)),
            Map.entry("%", Map.of("%", 1.0, "%RH", 1.0, "%rh", 1.0)),
            Map.entry("lx", Map.of("lx", 1.0, "klx", 1e3, "lux", 1.0)),
            Map.entry("dBm", Map.of("dBm", 1.0)),
            Map.entry("ppm", DRIFTS),
            Map.entry(
                    "years",
                    Map.of(
                            "years",
                            1.0,
                            "year",
                            1.0,
                            "months",
                            1 / 12.0,
                            "month",
                            1 / 12.0,
                            "days",
                            1 / 365.25,
                            "day",
                            1 / 365.25,
                            "weeks",
                            7 / 365.25)),
            // A metre of height near the ground is 12 Pa of air: 1.225 kg/m³ × 9.81 m/s² (ISO 2533, 15 °C).
            Map.entry("Pa", Map.of("Pa", 1.0, "hPa", 100.0, "m", 12.0, "cm", 0.12)),
            Map.entry("mm²", Map.of("mm²", 1.0, "mm2", 1.0)),
            Map.entry("", Map.of("", 1.0)));

    private Measure() {}

    /** Returns {@code value} in {@code base}; empty where {@code unit} measures something else. */
    static OptionalDouble in(String base, double value, String unit) {
        if (base.equals("ppm")) {
            return Drift.ppm(value, unit);
        }
        Map<String, Double> known = UNITS.getOrDefault(base, Map.of());
        String plain = unit.equals("°C") || unit.equals("℃")
                ? "°C"
                : Normalizer.normalize(unit, Normalizer.Form.NFKC)
                        .replace('\u03bc', 'u')
                        .replace('\u00b5', 'u')
                        .replace(" ", "");
        Double factor = known.get(plain);
        if (factor == null && plain.length() > 3) {
            factor = known.get(plain.toLowerCase(Locale.ROOT));
        }
        return factor == null ? OptionalDouble.empty() : OptionalDouble.of(value * factor);
    }
}
