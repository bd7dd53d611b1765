package io.metaforge.agents.power.budget;

import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import io.metaforge.agents.power.amount.Amounts;
import io.metaforge.agents.power.rule.Rules;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks up figures in requirements. */
final class Facts {

    /** "Once every two years" speaks of maintenance. */
    private static final double LONGEST_INTERVAL = 7 * 86_400.0;

    static final String ADVERTISING = "advertis";

    private final Constraints constraints;

    private final Map<String, Requirement> byId = new HashMap<>();

    Facts(Constraints constraints) {
        this.constraints = constraints;
        constraints.requirements().forEach(requirement -> byId.putIfAbsent(requirement.id(), requirement));
    }

    Constraints constraints() {
        return constraints;
    }

    List<Requirement> of(List<String> ids) {
        List<Requirement> found = new ArrayList<>();
        for (String id : ids) {
            Requirement requirement = byId.get(id);
            if (requirement != null) {
                found.add(requirement);
            }
        }
        return found;
    }

    /**
     * Finds an interval in seconds. A requirement that names a usual value goes before one that gives bounds; of several
     * the shortest counts, which draws most.
     */
    @Nullable
    Cited interval(List<String> parameters) {
        return interval(q -> parameters.contains(q.parameter()), r -> true);
    }

    /**
     * Finds the interval of what a requirement wants "every" so often, for want of a named one.
     *
     * @param measuring whether it has to be a measurement; else it must be none
     */
    @Nullable
    Cited every(Rules rules, boolean measuring) {
        return interval(
                quantity -> {
                    Double seconds = first(quantity, "time");
                    return rules.words("otherIntervals").contains(quantity.parameter())
                            && seconds != null
                            && seconds <= LONGEST_INTERVAL;
                },
                requirement -> {
                    String text = lower(requirement);
                    return !text.contains(ADVERTISING)
                            && rules.words("every").stream().anyMatch(text::contains)
                            && measuring == rules.words("measuring").stream().anyMatch(text::contains);
                });
    }

    @Nullable
    Cited interval(Predicate<Quantity> wanted, Predicate<Requirement> in) {
        Cited usual = null;
        Cited bound = null;
        for (Requirement requirement : constraints.requirements()) {
            if (!in.test(requirement)) {
                continue;
            }
            for (Quantity quantity : requirement.quantities()) {
                if (!wanted.test(quantity)) {
                    continue;
                }
                Double nominal = in("time", quantity.nominal(), quantity.unit());
                Double low = in("time", quantity.min(), quantity.unit());
                Double high = in("time", quantity.max(), quantity.unit());
                usual = shorter(usual, nominal, requirement.id());
                bound = shorter(bound, low != null ? low : high, requirement.id());
            }
        }
        return usual != null ? usual : bound;
    }

    /** Returns the shortest and the longest seconds that the requirements behind {@code interval} allow beside it. */
    double[] ends(Cited interval) {
        double[] ends = {interval.value(), interval.value()};
        for (Requirement requirement : of(interval.basis())) {
            for (Quantity quantity : requirement.quantities()) {
                Double nominal = in("time", quantity.nominal(), quantity.unit());
                Double low = in("time", quantity.min(), quantity.unit());
                Double high = in("time", quantity.max(), quantity.unit());
                Double counted = nominal != null ? nominal : low != null ? low : high;
                if (counted != null && Math.abs(counted - interval.value()) < 1e-9) {
                    ends[0] = low == null ? ends[0] : Math.min(ends[0], low);
                    ends[1] = high == null ? ends[1] : Math.max(ends[1], high);
                }
            }
        }
        return ends;
    }

    private static @Nullable Cited shorter(@Nullable Cited known, @Nullable Double seconds, String id) {
        if (seconds == null || seconds <= 0) {
            return known;
        }
        return known == null || seconds < known.value() ? new Cited(seconds, List.of(id)) : known;
    }

    /** Finds the highest repetition rate, in hertz, among {@code requirements}. */
    @Nullable
    Cited rate(List<String> requirements) {
        Cited best = null;
        for (Requirement requirement : of(requirements)) {
            for (Quantity quantity : requirement.quantities()) {
                String name = quantity.parameter();
                if (!name.endsWith("sample_rate") && !name.equals("update_rate")) {
                    continue;
                }
                Double rate = first(quantity, "frequency");
                rate = rate == null ? first(quantity, "sample_rate") : rate;
                if (rate != null && rate > 0 && (best == null || rate > best.value())) {
                    best = new Cited(rate, List.of(requirement.id()));
                }
            }
        }
        return best;
    }

    /** Returns nominal, largest or smallest value in the base unit of {@code dimension}, the first there is. */
    @Nullable
    static Double first(Quantity quantity, String dimension) {
        Double nominal = in(dimension, quantity.nominal(), quantity.unit());
        Double max = in(dimension, quantity.max(), quantity.unit());
        return nominal != null ? nominal : max != null ? max : in(dimension, quantity.min(), quantity.unit());
    }

    @Nullable
    static Double in(String dimension, @Nullable BigDecimal value, String unit) {
        if (value == null) {
            return null;
        }
        OptionalDouble base = Amounts.in(dimension, value, unit);
        return base.isPresent() ? (Double) base.getAsDouble() : null;
    }

    static String lower(Requirement requirement) {
        return requirement.text().toLowerCase(Locale.ROOT);
    }
}
