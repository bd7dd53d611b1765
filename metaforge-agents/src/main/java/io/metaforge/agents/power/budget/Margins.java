package io.metaforge.agents.power.budget;

import io.metaforge.agents.power.budget.DeviceBudget.ModeUse;
import io.metaforge.agents.power.budget.DeviceBudget.State;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Says how far a part's currents may be too high or too low. */
final class Margins {

    private Margins() {}

    /**
     * Returns what may be too much: a transmit current for too high a power, and a peak that stands for less.
     *
     * @param higher whether the transmit current is that of too high a power
     */
    static Map<State, Double> overstated(boolean higher, List<ModeUse> uses, Map<State, Double> draws) {
        Map<State, Double> overstated = new EnumMap<>(State.class);
        overstated.put(
                State.AVERAGE,
                uses.stream()
                        .filter(use -> isLargest(use) || (higher && use.group().equals("transmit")))
                        .mapToDouble(ModeUse::average)
                        .sum());
        if (higher) {
            overstated.put(State.PEAK, draws.getOrDefault(State.PEAK, 0.0));
        }
        return overstated;
    }

    /** Reports whether the figure is an upper limit and no typical one. */
    private static boolean isLargest(ModeUse use) {
        return use.mode().equals(Duties.PEAK)
                || use.at().startsWith("largest")
                || use.at().startsWith("max");
    }

    /** Returns what may come again: a controller's peripherals, for which its core's current is taken once more. */
    static Map<State, Double> understated(List<ModeUse> uses, Map<State, Double> draws) {
        Map<State, Double> understated = new EnumMap<>(State.class);
        double core = uses.stream()
                .filter(use -> use.mode().equals(Duties.CORE))
                .mapToDouble(ModeUse::average)
                .sum();
        understated.put(State.AVERAGE, core);
        for (State state : List.of(State.PEAK, State.WORKING)) {
            uses.stream()
                    .filter(use ->
                            use.mode().equals(Duties.CORE) && use.milliamperes() == draws.getOrDefault(state, 0.0))
                    .findFirst()
                    .ifPresent(use -> understated.put(state, use.milliamperes()));
        }
        return understated;
    }
}
