package io.metaforge.agents.power.budget;

import io.metaforge.domain.failure.Failure;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Figures that a run gives instead of those that requirements, data sheets and rules would.
 *
 * @param numbers by the name of the argument
 * @param efficiency of regulators and mains modules, by reference
 * @param duty shares of the time in a mode, by reference and mode; the rest of the time the part rests
 */
public record Options(
        Map<String, Double> numbers, Map<String, Double> efficiency, Map<String, Map<String, Double>> duty) {

    /** Changes nothing. */
    public static final Options NONE = new Options(Map.of(), Map.of(), Map.of());

    /** JSON Schema of the arguments. */
    public static final String SCHEMA = """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{\
            "report_interval_s":{"description":"seconds from one report to the next","type":"number","minimum":0.001,"maximum":1000000000},\
            "sampling_interval_s":{"description":"seconds from one measurement to the next","type":"number","minimum":0.001,"maximum":1000000000},\
            "advertising_interval_s":{"description":"seconds from one Bluetooth advertising event to the next","type":"number","minimum":0.02,"maximum":10485},\
            "lora_spreading_factor":{"description":"of the uplinks","type":"integer","minimum":7,"maximum":12},\
            "payload_bytes":{"description":"application data of a report","type":"integer","minimum":1,"maximum":222},\
            "source_volts":{"description":"voltage at which the source is counted","type":"number","minimum":0.1,"maximum":1000},\
            "capacity_mAh":{"description":"nominal capacity of the battery","type":"number","minimum":0.001,"maximum":100000000},\
            "usable":{"description":"share of the capacity that is used","type":"number","minimum":0.01,"maximum":1},\
            "self_discharge_percent_per_year":{"description":"of the battery","type":"number","minimum":0,"maximum":1000},\
            "charge_current_mA":{"description":"current the charger is set to","type":"number","minimum":0.001,"maximum":1000000},\
            "efficiency":{"description":"share of its input power that a switching regulator or mains module passes on, by reference",\
            "type":"object","additionalProperties":{"type":"number","minimum":0.01,"maximum":1}},\
            "duty":{"description":"share of the time that a part spends in a mode, by reference and mode; otherwise it rests",\
            "type":"object","additionalProperties":{"type":"object","additionalProperties":{"type":"number","minimum":0,"maximum":1}}}}}""";

    private record Bounds(double min, double max, boolean whole, String what) {}

    private static final Map<String, Bounds> BOUNDS = bounds();

    private static Map<String, Bounds> bounds() {
        Map<String, Bounds> bounds = new LinkedHashMap<>();
        bounds.put("report_interval_s", new Bounds(0.001, 1e9, false, "seconds"));
        bounds.put("sampling_interval_s", new Bounds(0.001, 1e9, false, "seconds"));
        bounds.put("advertising_interval_s", new Bounds(0.02, 10_485, false, "seconds"));
        bounds.put("lora_spreading_factor", new Bounds(7, 12, true, "a whole number"));
        bounds.put("payload_bytes", new Bounds(1, 222, true, "a whole number"));
        bounds.put("source_volts", new Bounds(0.1, 1000, false, "volts"));
        bounds.put("capacity_mAh", new Bounds(0.001, 1e8, false, "mAh"));
        bounds.put("usable", new Bounds(0.01, 1, false, "a share"));
        bounds.put("self_discharge_percent_per_year", new Bounds(0, 1000, false, "percent"));
        bounds.put("charge_current_mA", new Bounds(0.001, 1e6, false, "mA"));
        return bounds;
    }

    public Options {
        numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
        efficiency = Collections.unmodifiableMap(new LinkedHashMap<>(efficiency));
        duty = Collections.unmodifiableMap(new LinkedHashMap<>(duty));
    }

    /**
     * Reads the arguments of a run; unknown ones are ignored.
     *
     * @throws io.metaforge.domain.failure.MetaForgeException of kind {@code VALIDATION} where one is not as the schema says
     */
    public static Options of(Map<String, ?> args) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        BOUNDS.forEach((name, bounds) -> {
            Object given = args.get(name);
            if (given != null) {
                numbers.put(name, number("input.args." + name, given, bounds));
            }
        });
        Map<String, Double> efficiency = new LinkedHashMap<>();
        Bounds share = new Bounds(0.01, 1, false, "a share");
        object("input.args.efficiency", args.get("efficiency"))
                .forEach((reference, value) ->
                        efficiency.put(reference, number("input.args.efficiency." + reference, value, share)));
        Map<String, Map<String, Double>> duty = new LinkedHashMap<>();
        object("input.args.duty", args.get("duty")).forEach((reference, modes) -> {
            Map<String, Double> shares = new LinkedHashMap<>();
            String field = "input.args.duty." + reference;
            double sum = 0;
            for (Map.Entry<String, Object> mode : object(field, modes).entrySet()) {
                double value = number(field + "." + mode.getKey(), mode.getValue(), new Bounds(0, 1, false, "a share"));
                shares.put(mode.getKey(), value);
                sum += value;
            }
            if (sum > 1 + 1e-9) {
                throw refusal(field, "shares that add up to at most 1");
            }
            duty.put(reference, Collections.unmodifiableMap(shares));
        });
        return new Options(numbers, efficiency, duty);
    }

    /** Returns the number given as {@code name}; null where none is. */
    @Nullable
    public Double number(String name) {
        return numbers.get(name);
    }

    /** Returns the same with another number. */
    public Options with(String name, double value) {
        Map<String, Double> changed = new LinkedHashMap<>(numbers);
        changed.put(name, value);
        return new Options(changed, efficiency, duty);
    }

    /** Returns the same with another efficiency. */
    public Options withEfficiency(String reference, double value) {
        Map<String, Double> changed = new LinkedHashMap<>(efficiency);
        changed.put(reference, value);
        return new Options(numbers, changed, duty);
    }

    /** Returns the failure for an argument. */
    static RuntimeException refusal(String field, String expected) {
        return Failure.invalid(field, expected, "Invalid input: '" + field + "' must be " + expected)
                .asException();
    }

    private static double number(String field, @Nullable Object given, Bounds bounds) {
        String expected = bounds.what() + " from " + plain(bounds.min()) + " to " + plain(bounds.max());
        if (!(given instanceof Number number)) {
            throw refusal(field, expected);
        }
        double value = number.doubleValue();
        if (!(value >= bounds.min() && value <= bounds.max()) || (bounds.whole() && value != Math.rint(value))) {
            throw refusal(field, expected);
        }
        return value;
    }

    private static String plain(double value) {
        return java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static Map<String, Object> object(String field, @Nullable Object given) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (given == null) {
            return members;
        }
        if (!(given instanceof Map<?, ?> map)) {
            throw refusal(field, "an object");
        }
        map.forEach((name, value) -> {
            if (!(name instanceof String text) || value == null) {
                throw refusal(field, "an object of numbers");
            }
            members.put(text, value);
        });
        return members;
    }
}
