package io.metaforge.agents.power.budget;

import io.metaforge.agents.power.input.Architecture.Device;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one part draws from its rail, all its pieces together. Milliamperes.
 *
 * @param device the part
 * @param uses modes with their shares of the time
 * @param draws in each state, as far as it is known
 * @param gaps what is not known of a state's draw, for a person
 * @param overstated what may be too much in a state's draw
 * @param understated what may come again in a state's draw: currents of a controller's core without its peripherals
 */
public record DeviceBudget(
        Device device,
        List<ModeUse> uses,
        Map<State, Double> draws,
        Map<State, String> gaps,
        Map<State, Double> overstated,
        Map<State, Double> understated) {

    public DeviceBudget {
        uses = List.copyOf(uses);
        draws = Map.copyOf(draws);
        gaps = Map.copyOf(gaps);
        overstated = Map.copyOf(overstated);
        understated = Map.copyOf(understated);
    }

    /** States that a budget adds up. */
    public enum State {
        /** Over a long time, with the duty cycle. */
        AVERAGE,
        /** Everything at rest. */
        REST,
        /** Everything but radios works. */
        WORKING,
        /** Everything draws its largest current at the same time. */
        PEAK
    }

    /**
     * A mode that a part is in for a share of the time.
     *
     * @param mode its name
     * @param group {@code transmit}, {@code receive}, {@code active} or {@code rest}
     * @param milliamperes in the mode
     * @param at condition of the figure; empty where none is stated
     * @param share of the time
     * @param how long and how often, for a person
     * @param basis of the share
     */
    public record ModeUse(
            String mode, String group, double milliamperes, String at, double share, String how, List<String> basis) {

        public ModeUse {
            basis = Basis.ordered(basis);
        }

        /** Returns the average current. */
        public double average() {
            return milliamperes * share;
        }
    }

    /** Returns a part of whose draw nothing is known, for one reason. */
    static DeviceBudget unknown(Device device, String why) {
        Map<State, String> gaps = new EnumMap<>(State.class);
        for (State state : State.values()) {
            gaps.put(state, why);
        }
        return new DeviceBudget(device, List.of(), Map.of(), gaps, Map.of(), Map.of());
    }

    /** Returns the draw in {@code state}, 0 where nothing of it is known. */
    public double draw(State state) {
        return draws.getOrDefault(state, 0.0);
    }
}
