package io.metaforge.agents.bom.bill;

import io.metaforge.agents.constraints.Constraints;
import io.metaforge.agents.constraints.Quantity;
import io.metaforge.agents.constraints.Requirement;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the requirements say beside the architecture.
 *
 * @param texts of the requirements in lower case, by id; empty where no constraints are known
 * @param charge charge current of the battery; null where none is required
 */
public record Wishes(Map<String, String> texts, @Nullable Charge charge) {

    private static final List<String> CHARGE = List.of("charge_current", "charging_current");

    public Wishes {
        texts = Map.copyOf(texts);
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
        return new Wishes(Map.of(), null);
    }

    /** Reads what {@code constraints} say. */
    public static Wishes of(Constraints constraints) {
        Map<String, String> texts = new LinkedHashMap<>();
        Charge charge = null;
        for (Requirement requirement : constraints.requirements()) {
            texts.put(requirement.id(), requirement.text().toLowerCase(Locale.ROOT));
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
        return new Wishes(texts, charge);
    }

    /** Reports whether one of {@code requirements} holds one of {@code words}. */
    public boolean speakOf(List<String> requirements, List<String> words) {
        return requirements.stream().map(id -> texts.getOrDefault(id, "")).anyMatch(text -> words.stream()
                .anyMatch(text::contains));
    }
}
