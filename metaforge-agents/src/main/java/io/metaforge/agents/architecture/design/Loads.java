package io.metaforge.agents.architecture.design;

import io.metaforge.agents.architecture.catalogue.Current;
import io.metaforge.agents.architecture.catalogue.Part;
import java.util.LinkedHashMap;
import java.util.Map;

/** What parts draw from a rail at most. */
final class Loads {

    private Loads() {}

    /** Returns the load that each part is, by the largest current that the catalogue knows. */
    static Map<Part, Rail.Load> of(Map<Part, Integer> parts) {
        Map<Part, Rail.Load> loads = new LinkedHashMap<>();
        parts.forEach((part, quantity) -> {
            Current largest = part.largestCurrent().orElse(null);
            loads.put(
                    part,
                    largest == null || !part.workingCurrentKnown()
                            ? new Rail.Load(part.mpn(), null, "")
                            : new Rail.Load(part.mpn(), largest.milliamperes() * quantity, largest.mode()));
        });
        return loads;
    }

    /** Returns the sum of the known largest currents, mA. */
    static double sum(Map<Part, Integer> parts) {
        double sum = 0;
        for (Map.Entry<Part, Integer> entry : parts.entrySet()) {
            if (entry.getKey().workingCurrentKnown()) {
                sum += entry.getKey()
                                .largestCurrent()
                                .map(Current::milliamperes)
                                .orElse(0.0)
                        * entry.getValue();
            }
        }
        return sum;
    }
}
