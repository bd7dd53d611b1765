package io.metaforge.agents.bom.bill;

import io.metaforge.agents.bom.design.Architecture.Span;
import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the requirements say beside the architecture.
 *
 * @param texts of the requirements in lower case, by id; empty where no constraints are known
 * @param quantities of the requirements, by id
 * @param charge charge current of the battery; null where none is required
 */
public record Wishes(
        Map<String, String> texts,
        Map<String, List<Quantity>> quantities,
        @Nullable Charge charge) {

    static final List<String> CHARGE = List.of("charge_current", "charging_current");

    public Wishes {
        // in the order of the requirements, on which the first of equal figures depends
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
        quantities = Collections.unmodifiableMap(new LinkedHashMap<>(quantities));
    }

    /**
     * A required charge current.
     *
     * @param amperes the nominal value, else the largest allowed
     * @param requirement its id
     */
    public record Charge(double amperes, String requirement) {}

    /** Knows nothing. */
    public static Wishes none() {
        return new Wishes(Map.of(), Map.of(), null);
    }

    /** Reads what {@code constraints} say. */
    public static Wishes of(Constraints constraints) {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, List<Quantity>> quantities = new LinkedHashMap<>();
        Charge charge = null;
        for (Requirement requirement : constraints.requirements()) {
            texts.put(requirement.id(), requirement.text().toLowerCase(Locale.ROOT));
            quantities.put(requirement.id(), List.copyOf(requirement.quantities()));
            for (Quantity quantity : requirement.quantities()) {
                BigDecimal value = quantity.nominal() != null ? quantity.nominal() : quantity.max();
                double scale = quantity.unit().equals("A") ? 1 : quantity.unit().equals("mA") ? 1e-3 : 0;
                if (charge == null
                        && value != null
                        && value.signum() > 0
                        && scale > 0
                        && CHARGE.contains(quantity.parameter())) {
                    charge = new Charge(value.doubleValue() * scale, requirement.id());
                }
            }
        }
        return new Wishes(texts, quantities, charge);
    }

    /**
     * A value that a requirement states.
     *
     * @param value in SI units, of a range the end that is farther from zero
     * @param requirement its id
     */
    public record Figure(double value, String requirement) {}

    /** Finds the largest value in {@code unit}, of which thousandths count, that one of {@code requirements} states. */
    public Optional<Figure> largest(Collection<String> requirements, String unit, List<String> parameters) {
        Figure largest = null;
        for (String id : requirements) {
            for (Quantity quantity : quantities.getOrDefault(id, List.of())) {
                double scale =
                        quantity.unit().equals(unit) ? 1 : quantity.unit().equals("m" + unit) ? 1e-3 : 0;
                if (scale == 0 || !parameters.isEmpty() && !parameters.contains(quantity.parameter())) {
                    continue;
                }
                for (BigDecimal value : Stream.of(quantity.min(), quantity.max(), quantity.nominal())
                        .filter(Objects::nonNull)
                        .toList()) {
                    double size = Math.abs(value.doubleValue()) * scale;
                    if (size > 0 && (largest == null || size > largest.value())) {
                        largest = new Figure(size, id);
                    }
                }
            }
        }
        return Optional.ofNullable(largest);
    }

    /** Finds the largest value in {@code unit} of one of {@code parameters} in all requirements. */
    public Optional<Figure> largest(String unit, List<String> parameters) {
        return largest(quantities.keySet(), unit, parameters);
    }

    /** Returns the temperatures in °C in which the product has to work; empty where none are required. */
    public Optional<Span> operating() {
        Double min = null;
        Double max = null;
        for (List<Quantity> all : quantities.values()) {
            for (Quantity quantity : all) {
                if (quantity.parameter().equals("operating_temperature")
                        && quantity.min() != null
                        && quantity.max() != null) {
                    min = Math.min(
                            min == null ? Double.MAX_VALUE : min, quantity.min().doubleValue());
                    max = Math.max(
                            max == null ? -Double.MAX_VALUE : max,
                            quantity.max().doubleValue());
                }
            }
        }
        return min == null || max == null ? Optional.empty() : Optional.of(new Span(min, max));
    }

    /** Reports whether one of {@code requirements} holds one of {@code words}. */
    public boolean speakOf(List<String> requirements, List<String> words) {
        return requirements.stream().map(id -> texts.getOrDefault(id, "")).anyMatch(text -> words.stream()
                .anyMatch(text::contains));
    }
}
