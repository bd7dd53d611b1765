package io.metaforge.agents.bom;

import io.metaforge.agents.bom.bill.Settings;
import io.metaforge.domain.failure.Failure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request may set.
 *
 * @param exchangeRates US dollars for one unit of a currency
 * @param quantities of boards to price; empty for the default
 * @param settings of the rules
 */
record Arguments(Map<String, BigDecimal> exchangeRates, List<Integer> quantities, Settings settings) {

    private static final int MAX_QUANTITIES = 10;
    private static final int MAX_BOARDS = 10_000_000;

    static final String SCHEMA = """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"exchange_rates":\
            {"description":"US dollars for one unit of a currency, by its ISO 4217 code, to compare cost limits with indicative prices",\
            "type":"object","propertyNames":{"pattern":"^[A-Z]{3}$"},\
            "additionalProperties":{"type":"number","exclusiveMinimum":0,"maximum":1000000}},\
            "quantities":{"description":"Numbers of boards to price, beside those that requirements name; default 1, 100 and 1000",\
            "type":"array","minItems":1,"maxItems":10,"items":{"type":"integer","minimum":1,"maximum":10000000}},\
            "led_current_mA":{"description":"Current of an indicator LED; default 2","type":"number","minimum":0.1,"maximum":20},\
            "i2c_speed_kHz":{"description":"Speed of I2C buses; default 400","type":"number","minimum":10,"maximum":400},\
            "crystal_stray_pF":{"description":"Capacitance that board and pins add at a crystal; default 3",\
            "type":"number","minimum":0,"maximum":6}}}""";

    static Arguments of(Map<String, ?> args) {
        return new Arguments(
                rates(args.get("exchange_rates")),
                quantities(args.get("quantities")),
                new Settings(
                        number(args, "led_current_mA", 0.1, 20, Settings.DEFAULT.ledAmperes() * 1e3) / 1e3,
                        number(args, "i2c_speed_kHz", 10, 400, Settings.DEFAULT.busHertz() / 1e3) * 1e3,
                        number(args, "crystal_stray_pF", 0, 6, Settings.DEFAULT.strayFarads() * 1e12) / 1e12));
    }

    private static Map<String, BigDecimal> rates(@org.jspecify.annotations.Nullable Object given) {
        Map<String, BigDecimal> rates = new LinkedHashMap<>();
        if (given == null) {
            return rates;
        }
        String expected = "US dollars for one unit of a currency, by ISO 4217 code";
        if (!(given instanceof Map<?, ?> map)) {
            throw refusal("exchange_rates", expected);
        }
        map.forEach((currency, value) -> {
            String field = "exchange_rates." + currency;
            if (!(currency instanceof String code) || !code.matches("[A-Z]{3}") || !(value instanceof Number rate)) {
                throw refusal(field, expected);
            }
            if (!(rate.doubleValue() > 0 && rate.doubleValue() <= 1_000_000)) {
                throw refusal(field, expected);
            }
            rates.put(code, BigDecimal.valueOf(rate.doubleValue()));
        });
        return rates;
    }

    private static List<Integer> quantities(@org.jspecify.annotations.Nullable Object given) {
        if (given == null) {
            return List.of();
        }
        String expected = "a list of 1 to " + MAX_QUANTITIES + " whole numbers from 1 to " + MAX_BOARDS;
        if (!(given instanceof List<?> list) || list.isEmpty() || list.size() > MAX_QUANTITIES) {
            throw refusal("quantities", expected);
        }
        List<Integer> quantities = new ArrayList<>();
        for (Object value : list) {
            if (!(value instanceof Number number)
                    || number.doubleValue() != number.intValue()
                    || number.intValue() < 1
                    || number.intValue() > MAX_BOARDS) {
                throw refusal("quantities", expected);
            }
            quantities.add(number.intValue());
        }
        return quantities;
    }

    private static double number(Map<String, ?> args, String name, double min, double max, double standard) {
        Object given = args.get(name);
        if (given == null) {
            return standard;
        }
        if (!(given instanceof Number number) || !(number.doubleValue() >= min && number.doubleValue() <= max)) {
            throw refusal(name, "a number from " + min + " to " + max);
        }
        return number.doubleValue();
    }

    private static RuntimeException refusal(String name, String expected) {
        String field = "input.args." + name;
        return Failure.invalid(field, expected, "Invalid input: '" + field + "' must be " + expected)
                .asException();
    }
}
