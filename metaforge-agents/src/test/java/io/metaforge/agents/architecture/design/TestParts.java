package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Current;
import io.metaforge.agents.architecture.catalogue.Land;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.catalogue.Price;
import io.metaforge.agents.architecture.catalogue.Range;
import io.metaforge.agents.architecture.catalogue.Regulator;
import io.metaforge.agents.architecture.need.Bound;
import io.metaforge.agents.architecture.need.Demands;
import io.metaforge.agents.architecture.need.Function;
import io.metaforge.agents.architecture.need.Need;
import io.metaforge.agents.architecture.need.RailDemand;
import io.metaforge.agents.architecture.need.SourceDemand;
import io.metaforge.agents.architecture.need.Vocabulary;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts and demands for tests, with no more than a test wants to speak of. */
final class TestParts {

    private TestParts() {}

    /** A part that draws {@code milliamperes} from a supply of {@code supply}. */
    static Part load(String mpn, List<String> functions, Range supply, double milliamperes, String usd) {
        return part(mpn, functions, supply, milliamperes, List.of(), Map.of(), null, usd);
    }

    static Part regulator(String mpn, String packageName, Regulator regulator, String usd) {
        return make(
                mpn,
                List.of("regulator." + regulator.kind()),
                null,
                List.of(),
                packageName,
                List.of(),
                Map.of(),
                regulator,
                usd);
    }

    static Part part(
            String mpn,
            List<String> functions,
            @Nullable Range supply,
            double milliamperes,
            List<String> buses,
            Map<String, Integer> provides,
            @Nullable Regulator regulator,
            String usd) {
        return make(
                mpn,
                functions,
                supply,
                List.of(new Current("active", milliamperes, "")),
                "QFN",
                buses,
                provides,
                regulator,
                usd);
    }

    /** A part that draws 1 mA at work and {@code rest} at rest. */
    static Part sleeper(String mpn, double rest) {
        return make(
                mpn,
                List.of("sensor.temperature"),
                new Range(3.0, 3.6),
                List.of(new Current("active", 1, ""), new Current("sleep", rest, "")),
                "QFN",
                List.of(),
                Map.of(),
                null,
                "1");
    }

    private static Part make(
            String mpn,
            List<String> functions,
            @Nullable Range supply,
            List<Current> currents,
            String packageName,
            List<String> buses,
            Map<String, Integer> provides,
            @Nullable Regulator regulator,
            String usd) {
        return new Part(
                mpn,
                "maker",
                "part",
                functions,
                List.of(),
                List.of(),
                supply,
                currents,
                new Range(-40, 85),
                packageName,
                Land.UNKNOWN,
                1.0,
                1.0,
                buses,
                List.of(),
                provides,
                Map.of(),
                Map.of(),
                Map.of(),
                regulator,
                null,
                null,
                null,
                List.of(),
                price(usd),
                "data sheet",
                "",
                List.of(),
                null);
    }

    static Price price(String usd) {
        return new Price(new BigDecimal(usd), 100, 2024);
    }

    static Regulator ldo(double volts, double inMin, double inMax, double milliamperes, double dropout) {
        return new Regulator(
                "ldo",
                new Range(inMin, inMax),
                List.of(volts),
                null,
                milliamperes,
                dropout,
                0.001,
                null,
                null,
                null,
                "");
    }

    static Regulator buck(double outMin, double outMax, double inMin, double inMax, double milliamperes) {
        return new Regulator(
                "buck",
                new Range(inMin, inMax),
                List.of(),
                new Range(outMin, outMax),
                milliamperes,
                null,
                0.001,
                null,
                null,
                null,
                "");
    }

    static Need need(String function, int count) {
        Function known = Vocabulary.builtIn().function(function).orElseThrow();
        return new Need(known, List.of("REQ-1"), count, List.of(), Map.of(), Map.of(), "");
    }

    static SourceDemand source(SourceDemand.Kind kind, double min, double max) {
        return new SourceDemand(kind, new Range(min, max), List.of(), 0, List.of("REQ-S"), "as required", false);
    }

    static Demands demands(List<Need> needs, List<SourceDemand> sources, List<RailDemand> rails, List<Bound> sleep) {
        return new Demands(
                needs, Map.of(), Map.of(), Map.of(), Map.of(), List.of(), null, List.of(), sources, rails, sleep,
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Map.of(), Map.of(), Map.of(),
                Map.of(), Map.of(), Map.of());
    }
}
