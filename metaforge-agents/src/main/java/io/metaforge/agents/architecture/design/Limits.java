package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Current;
import io.metaforge.agents.architecture.catalogue.Part;
import io.metaforge.agents.architecture.need.Board;
import io.metaforge.agents.architecture.need.Bound;
import io.metaforge.agents.architecture.need.Demands;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sums over all parts of a design that requirements bound. None of them falls when parts are added. Immutable. */
final class Limits {

    /** Share of each side of a board that parts can cover; the rest is for tracks, passives and edges. */
    static final double USABLE_AREA = 0.5;

    private final @Nullable Bound rest;
    private final @Nullable Board board;

    Limits(Demands demands) {
        this.rest = tightest(demands);
        this.board = demands.board();
    }

    /** Returns the lowest bound on the current at rest; null where there is none. */
    static @Nullable Bound tightest(Demands demands) {
        return demands.sleepCurrents().stream()
                .min(Comparator.comparingDouble(Bound::value))
                .orElse(null);
    }

    /** Returns the known currents at rest of parts that are no regulators, mA. */
    static double resting(Map<Part, Integer> parts) {
        double sum = 0;
        for (Map.Entry<Part, Integer> entry : parts.entrySet()) {
            Part part = entry.getKey();
            if (part.supply() != null && part.regulator() == null) {
                sum += part.restingCurrent().map(Current::milliamperes).orElse(0.0) * entry.getValue();
            }
        }
        return sum;
    }

    /** Returns how many of the sums exceed what is allowed. */
    int exceeded(Map<Part, Integer> parts) {
        int exceeded = rest != null && resting(parts) > rest.value() + 1e-12 ? 1 : 0;
        Board limit = board;
        if (limit != null) {
            double area = 0;
            for (Map.Entry<Part, Integer> entry : parts.entrySet()) {
                Double length = entry.getKey().lengthMillimetres();
                Double width = entry.getKey().widthMillimetres();
                if (length != null && width != null && entry.getKey().cell() == null) {
                    area += length * width * entry.getValue();
                }
            }
            exceeded += area > 2 * USABLE_AREA * limit.length() * limit.width() ? 1 : 0;
        }
        return exceeded;
    }
}
