package io.metaforge.agents.architecture.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a part does as a battery charger. Volts and milliamperes.
 *
 * @param kind {@code linear} or {@code switching}; empty where unknown
 * @param input voltages it charges from
 * @param chemistries such as {@code li-ion}, {@code lead-acid}
 * @param cells numbers of cells in series it is made for; empty where {@code battery} says it
 * @param battery voltages of batteries it can charge; null where {@code cells} says it
 * @param maxMilliamperes largest charge current; null where external parts set it without a stated limit
 * @param stepsUp whether the battery may have a higher voltage than the input
 * @param tracksPowerPoint whether it keeps a solar panel at its maximum power point
 */
public record Charger(
        String kind,
        Range input,
        List<String> chemistries,
        List<Integer> cells,
        @Nullable Range battery,
        @Nullable Double maxMilliamperes,
        boolean stepsUp,
        boolean tracksPowerPoint) {

    public Charger {
        chemistries = List.copyOf(chemistries);
        cells = List.copyOf(cells);
    }
}
