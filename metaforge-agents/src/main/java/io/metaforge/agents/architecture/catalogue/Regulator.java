package io.metaforge.agents.architecture.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a part does as a voltage regulator. Volts and milliamperes.
 *
 * @param kind {@code ldo}, {@code buck}, {@code boost} or {@code buck-boost}
 * @param input voltages it works from
 * @param outputs fixed output voltages; empty for an adjustable one
 * @param adjustable span of an adjustable output; null for a fixed one
 * @param maxMilliamperes largest output current; null where the data sheet limits the switch instead
 * @param dropout largest drop of a linear regulator at full load; null for others
 * @param quiescentMilliamperes own consumption without load; null where unknown
 * @param fullCurrentFrom lowest input voltage at which {@code maxMilliamperes} is available; null for all
 * @param switchMilliamperes limit of the switch current of a step-up converter; null where not needed
 * @param efficiency share of the input power a switching regulator passes on, above 0, at most 1; null where the data
 *     sheet states none in numbers
 * @param efficiencyAt condition under which the data sheet states it; empty where there is none
 */
public record Regulator(
        String kind,
        Range input,
        List<Double> outputs,
        @Nullable Range adjustable,
        @Nullable Double maxMilliamperes,
        @Nullable Double dropout,
        @Nullable Double quiescentMilliamperes,
        @Nullable Double fullCurrentFrom,
        @Nullable Double switchMilliamperes,
        @Nullable Double efficiency,
        String efficiencyAt) {

    public Regulator {
        outputs = List.copyOf(outputs);
        if (efficiency != null && !(efficiency > 0 && efficiency <= 1)) {
            throw new IllegalArgumentException("not a share: " + efficiency);
        }
    }

    /** Reports whether it can be had for, or set to, {@code volts}. */
    public boolean gives(double volts) {
        return adjustable != null
                ? adjustable.covers(new Range(volts, volts))
                : outputs.stream().anyMatch(v -> Math.abs(v - volts) < 1e-6);
    }
}
